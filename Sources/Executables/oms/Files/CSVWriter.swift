/// Writes CSV records (RFC 4180, LF line ends) that spreadsheets do not run as formulas.
///
/// A text that a spreadsheet would take for a formula gets an apostrophe in front, and so does a text that
/// would be mistaken for one protected that way; ``SpreadsheetText/unprotected(_:)`` undoes exactly that.
package enum CSVWriter {
    /// One record with its line end.
    package static func record(_ fields: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(SpreadsheetText.protected(field), to: &bytes)
        }
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    private static func append(_ field: String, to bytes: inout [UInt8]) {
        let needsQuotes = field.utf8.contains { byte in
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
                || byte == UInt8(ascii: "\r")
        }
        guard needsQuotes else { return bytes.append(contentsOf: field.utf8) }
        bytes.append(UInt8(ascii: "\""))
        for byte in field.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

/// The apostrophe that keeps a spreadsheet from running a cell as a formula.
package enum SpreadsheetText {
    private static let apostrophe = UInt8(ascii: "'")
    private static let formulaStarts: Set<UInt8> = [
        UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "\t"),
        UInt8(ascii: "\r"), UInt8(ascii: "\n"),
    ]

    /// The text with an apostrophe in front when it is apostrophes, or none, before a formula's first character.
    package static func protected(_ text: String) -> String {
        startsFormula(text.utf8.drop { $0 == apostrophe }) ? "'" + text : text
    }

    /// The text without the apostrophe that ``protected(_:)`` put in front; any other text as it is.
    package static func unprotected(_ text: String) -> String {
        guard text.utf8.first == apostrophe, startsFormula(text.utf8.drop { $0 == apostrophe }) else { return text }
        return String(text.unicodeScalars.dropFirst())
    }

    private static func startsFormula(_ bytes: Substring.UTF8View) -> Bool {
        bytes.first.map(formulaStarts.contains) ?? false
    }
}
