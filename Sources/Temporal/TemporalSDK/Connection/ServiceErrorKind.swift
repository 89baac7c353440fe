import GRPCCore
package import TemporalAPI

/// Which errors of the service are worth another attempt: the lists are those of the official SDKs' core.
enum ServiceErrorKind {
    static func isTransient(_ error: ServiceError, kind: ServiceCaller.Kind) -> Bool {
        switch error.code {
        // For a poll it is one task that is too large, and others may be offered.
        case .resourceExhausted: kind == .taskPoll || !isTooLarge(error)
        case .dataLoss, .internalError, .unknown, .aborted, .outOfRange, .unavailable: true
        // A poll that was cut off on the way is made again. Any other refusal stays one: no such namespace, no such
        // key, not allowed, not a service of Temporal.
        case .cancelled, .deadlineExceeded: kind == .taskPoll
        default: false
        }
    }

    /// A message that was too large once is so again.
    private static func isTooLarge(_ error: ServiceError) -> Bool {
        error.message.contains("larger than max") || error.message.contains("exceeds the configured limit")
    }
}

extension ServiceError {
    /// Whether the service will never take what it was asked. All else may change: a service comes back, a namespace is
    /// made, a key is mended.
    package var isRefusalForGood: Bool { code == .invalidArgument }
}
