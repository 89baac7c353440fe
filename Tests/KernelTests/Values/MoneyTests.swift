import OMSKernel
import TestSupport
import Testing

@Suite
struct MoneyTests {
    private static func currency(_ code: String) throws -> Currency {
        try #require(Currency(code: code))
    }

    @Test
    func `amounts of every currency come back from their text`() throws {
        var random = SeededRandom.announced(for: "Money")
        for code in CurrencyTests.decimalsByCode.keys.sorted() {
            let currency = try Self.currency(code)
            for minorUnits in [0, 1, 9, 10, 99, 100, 1_000, 9_999, 10_000, Int64.max] {
                let money = Money(minorUnits: minorUnits, currency: currency)
                #expect(try Money(amount: money.amount, currency: currency) == money)
            }
            for _ in 0..<50 {
                let money = Money(minorUnits: .random(in: 0 ... .max, using: &random), currency: currency)
                #expect(try Money(amount: money.amount, currency: currency) == money)
            }
        }
    }

    @Test(arguments: [
        (0, "USD", "0.00"), (5, "USD", "0.05"), (1_999, "USD", "19.99"), (500, "JPY", "500"), (0, "JPY", "0"),
        (1, "KWD", "0.001"), (12_345, "KWD", "12.345"), (1, "CLF", "0.0001"), (-5, "USD", "-0.05"),
        (-1_999, "USD", "-19.99"), (Int64.max, "USD", "92233720368547758.07"), (.min, "USD", "-92233720368547758.08"),
    ])
    func `an amount has exactly the decimals of its currency`(minorUnits: Int64, code: String, text: String) throws {
        #expect(Money(minorUnits: minorUnits, currency: try Self.currency(code)).amount == text)
    }

    @Test(arguments: [("19", 1_900), ("19.9", 1_990), ("0", 0), ("0.0", 0), ("00019.99", 1_999)])
    func `fewer decimals than the currency has are fine`(text: String, minorUnits: Int64) throws {
        #expect(try Money(amount: text, currency: Self.currency("USD")).minorUnits == minorUnits)
    }

    @Test(arguments: [
        "", ".", "-", "1.", ".5", "1.2.3", "1,5", "+1", "1e3", "NaN", "0x10", " 1", "1 ", "1\u{0}", "１", "½", "--1",
        "-.5",
    ])
    func `what is no decimal number is refused`(text: String) throws {
        let currency = try Self.currency("USD")
        #expect(throws: Money.AmountError.notADecimalNumber) { try Money(amount: text, currency: currency) }
    }

    @Test(arguments: [
        ("USD", "19.999", Money.AmountError.tooManyDecimals(allowed: 2)),
        ("USD", "19.990", .tooManyDecimals(allowed: 2)),
        ("JPY", "500.0", .tooManyDecimals(allowed: 0)),
        ("KWD", "1.2345", .tooManyDecimals(allowed: 3)),
        ("USD", "-0.01", .negative),
        ("USD", "-0", .negative),
        ("USD", "92233720368547758.08", .tooLarge),
        ("JPY", "9223372036854775808", .tooLarge),
        ("USD", String(repeating: "9", count: 400), .tooLarge),
    ])
    func `an amount that does not suit its currency is refused`(
        code: String,
        text: String,
        problem: Money.AmountError
    ) throws {
        let currency = try Self.currency(code)
        #expect(throws: problem) { try Money(amount: text, currency: currency) }
    }

    @Test
    func `sums and products that do not fit are nil, never wrapped`() throws {
        let usd = try Self.currency("USD")
        let most = Money(minorUnits: .max, currency: usd)
        let one = Money(minorUnits: 1, currency: usd)
        #expect(most.adding(one) == nil)
        #expect(most.multiplied(by: 2) == nil)
        #expect(most.multiplied(by: 1) == most)
        #expect(one.multiplied(by: 3) == Money(minorUnits: 3, currency: usd))
        #expect(one.adding(one) == Money(minorUnits: 2, currency: usd))
        #expect(one.adding(Money(minorUnits: 1, currency: try Self.currency("EUR"))) == nil)
    }
}
