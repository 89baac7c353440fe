import SwiftProtobuf
import TemporalAPI

extension RunState {
    /// Notes that a later start request was answered with this run, so that the same request again is known.
    ///
    /// - Parameters:
    ///   - requestID: the later request's.
    ///   - identity: who sent it.
    ///   - now: the time.
    /// - Throws: `RunRefusal` when the run is closed, or has too many already.
    package mutating func attachRequest(
        _ requestID: String,
        identity: String,
        now: EngineTime
    ) throws(RunRefusal) {
        guard isRunning else { throw .workflowCompleted }
        guard requestID != startRequestID, attachedRequestIDs[requestID] == nil else { return }
        guard attachedRequestIDs.count < limits.attachedRequestIDs else {
            throw .invalidArgument("cannot attach more than \(limits.attachedRequestIDs) request IDs to a workflow")
        }
        add(
            .workflowExecutionOptionsUpdatedEventAttributes(
                .with {
                    $0.attachedRequestID = requestID
                    $0.identity = identity
                }
            ),
            at: now,
            with: .ignorable
        )
        settle(now: now)
    }
}
