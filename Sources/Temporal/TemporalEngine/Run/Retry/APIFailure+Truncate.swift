import SwiftProtobuf
import TemporalAPI

extension APIFailure {
    /// The failure as it is kept between an activity's attempts: a large one is cut, and says so.
    func keptBetweenAttempts(limit: Int) -> APIFailure {
        guard byteCount > limit else { return self }
        return APIFailure.server("Failure exceeds size limit.").causedBy(self, limit: limit)
    }

    /// With another failure, cut to about `limit` bytes, as its cause.
    func causedBy(_ cause: APIFailure, limit: Int) -> APIFailure {
        var failure = self
        var room = limit
        failure.cause = cause.truncated(&room, depth: 20)
        return failure
    }

    /// Gives the room to what tells most: type, source, message, stack, then the cause.
    private func truncated(_ room: inout Int, depth: Int) -> APIFailure {
        var short = APIFailure()
        switch failureInfo {
        case .applicationFailureInfo(let info):
            short.applicationFailureInfo = .with {
                $0.nonRetryable = info.nonRetryable
                $0.type = info.type.cut(&room)
            }
            room -= 8
        case .serverFailureInfo(let info):
            short.serverFailureInfo = .with { $0.nonRetryable = info.nonRetryable }
            room -= 4
        default:
            break
        }
        short.source = source.cut(&room)
        short.message = message.cut(&room)
        short.stackTrace = stackTrace.cut(&room)
        if hasCause, room > 4, depth > 0 {
            room -= 4
            short.cause = cause.truncated(&room, depth: depth - 1)
        }
        return short
    }
}

extension String {
    /// The beginning that fits, whole characters only; takes its bytes, and the message's overhead, from the room.
    fileprivate func cut(_ room: inout Int) -> String {
        guard room > 0 else { return "" }
        var kept = self
        if utf8.count > room {
            var scalars = String.UnicodeScalarView()
            var bytes = 0
            for scalar in unicodeScalars {
                bytes += UTF8.width(scalar)
                guard bytes <= room else { break }
                scalars.append(scalar)
            }
            kept = String(scalars)
        }
        room -= kept.utf8.count
        if !kept.isEmpty { room -= 4 }
        return kept
    }
}
