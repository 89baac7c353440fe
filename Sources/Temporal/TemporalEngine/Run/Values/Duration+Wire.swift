package import SwiftProtobuf

extension Duration {
    /// Whole nanoseconds, cut down to what an `Int64` holds.
    var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds.saturatingMultiplied(by: 1_000_000_000).saturatingAdded(to: attoseconds / 1_000_000_000)
    }

    /// Nanoseconds of a number that may be too large for any clock; not a number and below zero are zero.
    init(roundingNanoseconds nanoseconds: Double) {
        guard nanoseconds > 0 else {
            self = .zero
            return
        }
        self = .nanoseconds(nanoseconds >= Double(Int64.max) ? Int64.max : Int64(nanoseconds))
    }

    init(_ duration: Google_Protobuf_Duration) {
        self = .seconds(duration.seconds) + .nanoseconds(Int64(duration.nanos))
    }

    package var protobuf: Google_Protobuf_Duration {
        let (seconds, attoseconds) = components
        return Google_Protobuf_Duration(seconds: seconds, nanos: Int32(attoseconds / 1_000_000_000))
    }
}

extension Google_Protobuf_Duration {
    /// The longest duration the service keeps: 100 years of 365 days.
    private static let longestSeconds: Int64 = 100 * 365 * 86_400

    /// The duration cut to 100 years.
    ///
    /// - Throws: `InvalidDuration` with the service's own words.
    func capped() throws(InvalidDuration) -> Google_Protobuf_Duration {
        guard (seconds >= 0 || nanos <= 0) && (seconds <= 0 || nanos >= 0) else { throw .mismatchedSigns }
        guard seconds >= 0 && nanos >= 0 else { throw .negative }
        return seconds >= Self.longestSeconds ? Google_Protobuf_Duration(seconds: Self.longestSeconds) : self
    }
}

/// Why a duration on the wire cannot be used.
enum InvalidDuration: String, Error {
    case mismatchedSigns = "duration has seconds and nanos with different signs"
    case negative = "negative duration"
}
