package import TemporalAPI

/// What ended a worker: the service refused it in a way that asking again does not change, such as a namespace that
/// is not there, a key that is not valid, or a permission that is missing.
package struct WorkerFailure: Error, CustomStringConvertible {
    /// The RPC that was refused.
    package let operation: String
    package let error: ServiceError

    package init(operation: String, error: ServiceError) {
        self.operation = operation
        self.error = error
    }

    package var description: String { "the service refused \(operation): \(error)" }
}
