/// Why an attempt of an activity was cancelled.
package enum ActivityCancellationReason: Sendable, Hashable {
    /// The workflow asked for it, or is gone.
    case serverRequest
    /// The service does not know the attempt any more: it timed out, was completed, or its workflow has ended.
    case goneFromServer
    /// The attempt took longer than its start-to-close timeout; the service has given it up.
    case timeout
    case workerShutdown
    /// The details of a heartbeat could not be converted.
    case heartbeatRecordFailure
    case paused
    case reset

    /// Whether there is nobody to tell the outcome to.
    var isUnknownToServer: Bool { self == .goneFromServer }
}
