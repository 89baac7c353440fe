import Shipping
import TestSupport
import Testing

@Suite struct Code128Tests {
    /// What the symbols say, read by the standard's own rules rather than the encoder's; nil when they say nothing.
    private static func decoded(_ symbols: [Int]) -> String? {
        guard let start = symbols.first, start == 104 || start == 105, let check = symbols.last,
            Code128.checkSymbol(of: Array(symbols.dropLast())) == check
        else { return nil }
        var isInC = start == 105
        var text = ""
        for symbol in symbols.dropFirst().dropLast() {
            switch (symbol, isInC) {
            case (100, true): isInC = false
            case (99, false): isInC = true
            case (0...99, true): text += (symbol < 10 ? "0" : "") + String(symbol)
            case (0...94, false): text.unicodeScalars.append(Unicode.Scalar(UInt8(symbol + 0x20)))
            default: return nil
            }
        }
        return text
    }

    @Test(
        arguments: [
            // The check symbol that the English Wikipedia's article on Code 128 shows for its own name.
            ("Wikipedia", [104, 55, 73, 75, 73, 80, 69, 68, 73, 65, 88]),
            // Its other example, there in subset A with 54, whose start weighs one less.
            ("PJJ123C", [104, 48, 42, 42, 17, 18, 19, 35, 55]),
            ("12345678", [105, 12, 34, 56, 78, 47]),
            ("12", [105, 12, 14]),
            ("1", [104, 17, 18]),
            ("42184020500", [105, 42, 18, 40, 20, 50, 100, 16, 6]),
            ("A1234", [104, 33, 99, 12, 34, 95]),
            ("A12345", [104, 33, 17, 99, 23, 45, 64]),
            ("A123456B", [104, 33, 99, 12, 34, 56, 100, 34, 80]),
            ("A1234B", [104, 33, 17, 18, 19, 20, 34, 90]),
        ]
    )
    func `a text has the symbols that the standard gives it`(text: String, symbols: [Int]) {
        #expect(Code128(text)?.symbols == symbols)
    }

    @Test func `every text says itself`() throws {
        var random = SeededRandom.announced(for: "Code 128")
        for _ in 0..<2_000 {
            let length = Int.random(in: 1...Code128.maximumLength, using: &random)
            let digitsOnly = Bool.random(using: &random)
            let text = String(
                decoding: (0..<length).map { _ -> UInt8 in
                    digitsOnly || Bool.random(using: &random)
                        ? .random(in: 0x30...0x39, using: &random) : .random(in: 0x20...0x7E, using: &random)
                },
                as: UTF8.self
            )
            let code = try #require(Code128(text))
            #expect(Self.decoded(code.symbols) == text)
        }
    }

    @Test func `every symbol has eleven modules, three bars and a pattern of its own`() throws {
        // All of subset B, and all of C: every symbol but FNC ones and start A.
        let all = String(decoding: (0x20...0x7E).map { UInt8($0) }, as: UTF8.self)
        let texts =
            [String(all.prefix(60)), String(all.dropFirst(60))]
            + (0..<100).map { "\($0 < 10 ? "0" : "")\($0)" }
        var patterns: [Int: [Int]] = [:]
        for text in texts {
            let code = try #require(Code128(text))
            let widths = code.widths
            #expect(widths.count == code.symbols.count * 6 + 7)
            #expect(code.moduleCount == code.symbols.count * 11 + 13)
            #expect(widths.suffix(7) == [2, 3, 3, 1, 1, 1, 2])
            for (index, symbol) in code.symbols.enumerated() {
                let pattern = Array(widths[index * 6..<index * 6 + 6])
                #expect(pattern.reduce(0, +) == 11)
                // The bars of a symbol have an even number of modules: the standard's own parity.
                #expect((pattern[0] + pattern[2] + pattern[4]).isMultiple(of: 2))
                #expect(patterns.updateValue(pattern, forKey: symbol).map { $0 == pattern } ?? true)
            }
        }
        #expect(Set(patterns.values).count == patterns.count)
        #expect(patterns.count >= 102)
    }

    @Test(arguments: ["", "é", "a\n", "\u{7F}", String(repeating: "1", count: 65)])
    func `what cannot be written has no code`(text: String) {
        #expect(Code128(text) == nil)
    }
}
