/// Makes text from outside harmless in a log line: what could start a new line, move a terminal's cursor or
/// turn the reading direction is shown as an escape instead.
enum LogText {
    /// Longer texts are cut, and the cut is marked.
    static let maximumScalars = 8_192

    /// The text with control characters as `\n`, `\r`, `\t` or `\u{1b}`. Those below U+0020 may stay when the
    /// caller escapes them itself.
    static func harmless(_ text: String, keepingASCIIControls: Bool) -> String {
        if isPlain(text) { return text }
        var result = ""
        for (index, scalar) in text.unicodeScalars.enumerated() {
            guard index < maximumScalars else {
                result += "… (cut)"
                break
            }
            if isHarmful(scalar), !(keepingASCIIControls && scalar.value < 0x20) {
                result += escape(scalar)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Whether the text is short printable ASCII, which is nearly always so.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.count <= maximumScalars && text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    }

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F: true
        // Line and paragraph separators, and the controls of the reading direction.
        case 0x2028, 0x2029, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: "\\u{\(String(scalar.value, radix: 16))}"
        }
    }
}
