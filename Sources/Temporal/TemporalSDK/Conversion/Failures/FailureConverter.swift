package import TemporalAPI

/// Turns errors into failure messages and back. Synchronous and without side effects: it runs inside workflow
/// code too. It never fails: what cannot be converted says so in the message.
package protocol FailureConverter: Sendable {
    func convertError(_ error: any Error, payloadConverter: any PayloadConverter) -> APIFailure
    func convertFailure(_ failure: APIFailure, payloadConverter: any PayloadConverter) -> any Error
}
