import SwiftProtobuf
import TemporalAPI

extension APIFailure {
    /// A timeout as the service words it.
    static func timeout(_ message: String, _ type: APITimeoutType) -> APIFailure {
        .with {
            $0.message = message
            $0.source = "Server"
            $0.timeoutFailureInfo = .with { $0.timeoutType = type }
        }
    }

    static func server(_ message: String, isFinal: Bool = false) -> APIFailure {
        .with {
            $0.message = message
            $0.serverFailureInfo = .with { $0.nonRetryable = isFinal }
        }
    }

    /// Whether the failure lets a retry happen.
    ///
    /// Cancelled, terminated, and the two timeouts that began with the schedule do not; a failure of unknown kind does.
    func isRetryable(except types: [String]) -> Bool {
        switch failureInfo {
        case .terminatedFailureInfo, .canceledFailureInfo: false
        case .timeoutFailureInfo(let info):
            switch info.timeoutType {
            case .startToClose, .heartbeat:
                !types.contains(Self.timeoutTypePrefix + info.timeoutType.serviceSpelling)
            default: false
            }
        case .serverFailureInfo(let info): !info.nonRetryable
        case .applicationFailureInfo(let info): !info.nonRetryable && !types.contains(info.type)
        default: true
        }
    }

    /// In a retry policy's list, what stands before the type of a timeout.
    static let timeoutTypePrefix = "TemporalTimeout:"

    /// The delay that the failing code itself asked for.
    var nextRetryDelay: Duration? {
        guard case .applicationFailureInfo(let info) = failureInfo, info.hasNextRetryDelay else { return nil }
        return Duration(info.nextRetryDelay)
    }
}
