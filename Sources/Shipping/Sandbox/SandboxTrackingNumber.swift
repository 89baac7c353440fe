package import OMSKernel

/// The sandbox's tracking numbers: `SBX`, 17 digits, and a check digit over them as GS1 has it.
package enum SandboxTrackingNumber {
    private static let prefix = "SBX"
    private static let digitCount = 17

    /// The number that belongs to a request's id. That two of a hundred million ids share one has odds of about one
    /// in twenty.
    package static func number(for id: RequestKey) -> String {
        var value = mixed(id.text) % 100_000_000_000_000_000
        var digits = [UInt8](repeating: 0, count: digitCount)
        for index in digits.indices.reversed() {
            digits[index] = UInt8(value % 10)
            value /= 10
        }
        return prefix + (digits + [checkDigit(of: digits)]).map(String.init).joined()
    }

    /// Whether a text is such a number: its check digit finds every mistyped digit.
    package static func isValid(_ text: String) -> Bool {
        guard text.hasPrefix(prefix) else { return false }
        let digits = text.utf8.dropFirst(prefix.utf8.count).map { $0 &- UInt8(ascii: "0") }
        guard digits.count == digitCount + 1, digits.allSatisfy({ $0 < 10 }) else { return false }
        return checkDigit(of: Array(digits.dropLast())) == digits.last
    }

    /// GS1 General Specifications, section 7.9: weights 3 and 1 by turns from the right, up to the next ten.
    /// - Parameter digits: values of 0 to 9, the check digit not among them.
    /// - Returns: a value of 0 to 9.
    package static func checkDigit(of digits: [UInt8]) -> UInt8 {
        let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
            sum + Int(digit.element) * (digit.offset.isMultiple(of: 2) ? 3 : 1)
        }
        return UInt8((10 - sum % 10) % 10)
    }

    /// FNV-1a over the text, then the finisher of SplitMix64, which spreads neighbours.
    private static func mixed(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 {
            hash ^= UInt64(byte)
            hash &*= 0x0000_0100_0000_01B3
        }
        hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
        return hash ^ (hash >> 31)
    }
}
