/// New ids: version 7 UUIDs in small letters, so that ids made later sort behind.
package struct UUIDSource: IDSource, Sendable {
    private let clock: any EngineClock

    package init(clock: any EngineClock) {
        self.clock = clock
    }

    package mutating func next() -> String {
        make()
    }

    package func make() -> String {
        var generator = SystemRandomNumberGenerator()
        let milliseconds = UInt64(max(0, clock.now().nanoseconds / 1_000_000))
        let high = (milliseconds << 16) | 0x7000 | (generator.next() & 0x0FFF)
        let low = (generator.next() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
        return Self.text(high: high, low: low)
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private static func text(high: UInt64, low: UInt64) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(36)
        for position in 0..<32 {
            if [8, 12, 16, 20].contains(position) { bytes.append(UInt8(ascii: "-")) }
            let word = position < 16 ? high : low
            let shift = UInt64(60 - (position % 16) * 4)
            bytes.append(digits[Int((word >> shift) & 0xF)])
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether a text is a UUID, as run ids are.
    package static func isValid(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 36 else { return false }
        for (position, byte) in bytes.enumerated() {
            if [8, 13, 18, 23].contains(position) {
                guard byte == UInt8(ascii: "-") else { return false }
            } else {
                guard Character(Unicode.Scalar(byte)).isHexDigit else { return false }
            }
        }
        return true
    }
}
