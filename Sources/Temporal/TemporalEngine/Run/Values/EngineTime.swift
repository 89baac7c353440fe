package import SwiftProtobuf

/// A point in time, in whole nanoseconds since 1970 (UTC), as events carry it.
///
/// Arithmetic stops at the ends of what an `Int64` holds (the year 2262): a timeout of 100 years, the longest the
/// service takes, still fits from today.
package struct EngineTime: Sendable, Hashable, Comparable {
    package let nanoseconds: Int64

    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// A whole number of seconds since 1970.
    package init(seconds: Int64) {
        self.init(nanoseconds: seconds.saturatingMultiplied(by: 1_000_000_000))
    }

    package static let distantFuture = EngineTime(nanoseconds: .max)

    package static func < (left: EngineTime, right: EngineTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    package static func + (time: EngineTime, duration: Duration) -> EngineTime {
        EngineTime(nanoseconds: time.nanoseconds.saturatingAdded(to: duration.wholeNanoseconds))
    }

    package static func - (later: EngineTime, earlier: EngineTime) -> Duration {
        .nanoseconds(later.nanoseconds.saturatingAdded(to: earlier.nanoseconds == .min ? .max : -earlier.nanoseconds))
    }
}

// MARK: - On the wire

extension EngineTime {
    package init(_ timestamp: Google_Protobuf_Timestamp) {
        // Nanoseconds count upwards also before 1970: borrowing a second keeps the earliest times in range.
        let borrowed: Int64 = timestamp.seconds < 0 ? 1 : 0
        let seconds = (timestamp.seconds + borrowed).saturatingMultiplied(by: 1_000_000_000)
        self.init(nanoseconds: seconds.saturatingAdded(to: Int64(timestamp.nanos) - borrowed * 1_000_000_000))
    }

    package var timestamp: Google_Protobuf_Timestamp {
        var (seconds, nanos) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        if nanos < 0 {
            seconds -= 1
            nanos += 1_000_000_000
        }
        return Google_Protobuf_Timestamp(seconds: seconds, nanos: Int32(nanos))
    }
}

extension Int64 {
    func saturatingAdded(to other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        guard overflow else { return sum }
        return other < 0 ? .min : .max
    }

    func saturatingMultiplied(by other: Int64) -> Int64 {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        guard overflow else { return product }
        return (self < 0) == (other < 0) ? .max : .min
    }
}
