/// A Code 128 barcode (ISO/IEC 15417) of printable ASCII, in the subsets B and C: C writes two digits in the room of
/// one character, so runs of digits become short.
package struct Code128: Sendable, Equatable {
    package static let maximumLength = 64
    /// The least clear space on both sides, in modules.
    package static let quietZone = 10

    /// The symbols' values, from the start to the check symbol; the stop is not among them.
    package let symbols: [Int]

    /// - Parameter text: 1 to 64 printable ASCII characters; anything else gives nil.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard (1...Self.maximumLength).contains(bytes.count), bytes.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            return nil
        }
        var symbols = Self.encode(bytes)
        symbols.append(Self.checkSymbol(of: symbols))
        self.symbols = symbols
    }

    /// The widths of bars and spaces by turns, in modules, beginning and ending with a bar.
    package var widths: [Int] {
        (symbols + [Symbol.stop]).flatMap { Self.patterns[$0] }
    }

    /// How many modules it is wide, without the quiet zones.
    package var moduleCount: Int { widths.reduce(0, +) }

    /// The sum of the symbols, each weighted by its place, modulo 103; the start weighs 1 as the first does.
    package static func checkSymbol(of symbols: [Int]) -> Int {
        symbols.enumerated().reduce(0) { $0 + $1.element * max(1, $1.offset) } % 103
    }

    private enum Symbol {
        static let switchToC = 99
        static let switchToB = 100
        static let startB = 104
        static let startC = 105
        static let stop = 106
    }

    /// ISO/IEC 15417, annex E: C for four digits and more at either end, and for six and more in between.
    private static func encode(_ bytes: [UInt8]) -> [Int] {
        var symbols: [Int] = []
        var isInC = false
        var index = 0
        while index < bytes.count {
            let run = digitRun(bytes, from: index)
            if isInC {
                if run >= 2 {
                    symbols.append(Int(bytes[index] - 0x30) * 10 + Int(bytes[index + 1] - 0x30))
                    index += 2
                    continue
                }
                symbols.append(Symbol.switchToB)
                isInC = false
            }
            let isAtStart = index == 0
            let isAtEnd = index + run == bytes.count
            // An odd run in between gives its first digit to B, and goes on even.
            let isWorthC = run >= (isAtStart || isAtEnd ? 4 : 6) || (isAtStart && isAtEnd && run == 2)
            if isWorthC, isAtStart || run.isMultiple(of: 2) {
                symbols.append(isAtStart ? Symbol.startC : Symbol.switchToC)
                isInC = true
                continue
            }
            if isAtStart { symbols.append(Symbol.startB) }
            symbols.append(Int(bytes[index]) - 0x20)
            index += 1
        }
        return symbols
    }

    private static func digitRun(_ bytes: [UInt8], from start: Int) -> Int {
        bytes[start...].prefix { (0x30...0x39).contains($0) }.count
    }
}
