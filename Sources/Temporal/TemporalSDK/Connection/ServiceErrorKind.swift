import GRPCCore
import TemporalAPI

/// Which errors of the service are worth another attempt: the lists are those of the official SDKs' core.
enum ServiceErrorKind {
    static func isTransient(_ error: ServiceError, kind: ServiceCaller.Kind) -> Bool {
        switch error.code {
        case .resourceExhausted: !isTooLarge(error)
        case .dataLoss, .internalError, .unknown, .aborted, .outOfRange, .unavailable: true
        // A task poll is asked again whatever happens to it: a worker waits for its service, even when a proxy
        // in between says strange things or the namespace is not there yet.
        default: kind == .taskPoll
        }
    }

    /// A message that was too large once is so again.
    private static func isTooLarge(_ error: ServiceError) -> Bool {
        error.message.contains("larger than max") || error.message.contains("exceeds the configured limit")
    }
}
