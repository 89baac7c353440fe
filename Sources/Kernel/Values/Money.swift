/// An amount in whole minor units of one currency: 1999 USD is 19.99 dollars. Never a floating-point number.
package struct Money: Hashable, Sendable {
    package let minorUnits: Int64
    package let currency: Currency

    package init(minorUnits: Int64, currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// The amount as a decimal number with exactly the currency's decimals: `19.99`, `500` for JPY.
    package var amount: String {
        guard currency.decimals > 0 else { return String(minorUnits) }
        let digits = String(minorUnits.magnitude)
        let padded = String(repeating: "0", count: max(0, currency.decimals + 1 - digits.count)) + digits
        let point = padded.index(padded.endIndex, offsetBy: -currency.decimals)
        return (minorUnits < 0 ? "-" : "") + padded[..<point] + "." + padded[point...]
    }

    /// The product, or nil when it does not fit in 64 bits.
    package func multiplied(by factor: Int64) -> Money? {
        let (product, overflow) = minorUnits.multipliedReportingOverflow(by: factor)
        return overflow ? nil : Money(minorUnits: product, currency: currency)
    }

    /// The sum, or nil when the currencies differ or it does not fit in 64 bits.
    package func adding(_ other: Money) -> Money? {
        guard currency == other.currency else { return nil }
        let (sum, overflow) = minorUnits.addingReportingOverflow(other.minorUnits)
        return overflow ? nil : Money(minorUnits: sum, currency: currency)
    }
}

extension Money {
    /// Why a text is no amount of a currency.
    package enum AmountError: Error, Equatable {
        case notADecimalNumber
        case negative
        case tooManyDecimals(allowed: Int)
        case tooLarge
    }

    /// Reads a plain decimal number: digits, and at most one point with digits on both sides.
    /// - Throws: ``AmountError``; fewer decimals than the currency has are fine.
    package init(amount: String, currency: Currency) throws(AmountError) {
        var digits = Array(amount.utf8)
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits.removeFirst() }
        let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Self.isDigit) }) else {
            throw .notADecimalNumber
        }
        let decimals = parts.count == 2 ? Array(parts[1]) : []
        if isNegative { throw .negative }
        guard decimals.count <= currency.decimals else { throw .tooManyDecimals(allowed: currency.decimals) }
        let padding = Array(repeating: UInt8(ascii: "0"), count: currency.decimals - decimals.count)
        guard let minorUnits = Int64(String(decoding: parts[0] + decimals + padding, as: UTF8.self)) else {
            throw .tooLarge
        }
        self.init(minorUnits: minorUnits, currency: currency)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
