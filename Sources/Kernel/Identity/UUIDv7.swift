/// A version 7 UUID (RFC 9562): 48 bits of Unix milliseconds, then a counter and random bits.
///
/// Values sort by the millisecond they were made in, both as values and as their lower-case text, so
/// a list ordered by id is a list ordered by creation.
package struct UUIDv7: Hashable, Sendable, Comparable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Builds a value from its parts.
    /// - Parameters:
    ///   - timestamp: the creation time, whose milliseconds become the first 48 bits.
    ///   - counter: 12 bits that order values of the same millisecond.
    ///   - random: 62 random bits.
    package init(timestamp: Timestamp, counter: UInt16, random: UInt64) {
        let milliseconds = UInt64(clamping: timestamp.milliseconds) & 0xFFFF_FFFF_FFFF
        self.high = milliseconds << 16 | 0x7000 | UInt64(counter & 0x0FFF)
        self.low = random & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    }

    /// The smallest value of a millisecond: the bound that turns a range of times into a range of ids.
    package static func floor(of timestamp: Timestamp) -> UUIDv7 {
        UUIDv7(timestamp: timestamp, counter: 0, random: 0)
    }

    /// The creation time that the value carries.
    package var timestamp: Timestamp { Timestamp(milliseconds: Int64(high >> 16)) }

    package static func < (left: UUIDv7, right: UUIDv7) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }
}

extension UUIDv7: LosslessStringConvertible {
    /// Reads the 36-character form, in either case; nil for anything else, other UUID versions included.
    package init?(_ description: String) {
        var text = description
        let parsed: (UInt64, UInt64)? = text.withUTF8 { bytes in
            guard bytes.count == 36 else { return nil }
            var high: UInt64 = 0
            var low: UInt64 = 0
            var digits = 0
            for (index, byte) in bytes.enumerated() {
                if index == 8 || index == 13 || index == 18 || index == 23 {
                    guard byte == UInt8(ascii: "-") else { return nil }
                    continue
                }
                guard let digit = Self.value(ofHexDigit: byte) else { return nil }
                if digits < 16 { high = high << 4 | digit } else { low = low << 4 | digit }
                digits += 1
            }
            return (high, low)
        }
        guard let (high, low) = parsed, high >> 12 & 0xF == 7, low >> 62 == 0b10 else { return nil }
        self.init(high: high, low: low)
    }

    /// The lower-case 36-character form.
    package var description: String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var position = 0
            for digit in 0..<32 {
                if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
                    buffer[position] = UInt8(ascii: "-")
                    position += 1
                }
                let half = digit < 16 ? high : low
                buffer[position] = Self.hexDigit(half >> UInt64((15 - digit % 16) * 4) & 0xF)
                position += 1
            }
            return position
        }
    }

    private static func hexDigit(_ value: UInt64) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + UInt8(value) : UInt8(ascii: "a") + UInt8(value - 10)
    }

    private static func value(ofHexDigit byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
