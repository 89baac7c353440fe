import SQLPort

/// How a search attribute's value is stored, so that comparing what is stored compares the values.
package enum IndexedValue: Sendable, Equatable {
    /// Keywords and the words of texts.
    case text(String)
    /// Whole numbers, truth (0 or 1), nanoseconds since 1970, and decimals by ``ordered(_:)``.
    case number(Int64)

    var column: String {
        switch self {
        case .text: "text_value"
        case .number: "number_value"
        }
    }

    var argument: SQLValue {
        switch self {
        case .text(let text): .text(text)
        case .number(let number): .integer(number)
        }
    }

    /// A whole number that compares as the decimal does.
    package static func ordered(_ decimal: Double) -> Int64 {
        // -0 equals 0.
        let bits = Int64(bitPattern: (decimal == 0 ? 0 : decimal).bitPattern)
        return bits >= 0 ? bits : bits ^ Int64.max
    }

    /// The words by which a text is found: letters and digits, in small letters.
    package static func words(of text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}
