import Foundation

/// What a command writes: its result on the standard output, everything else on the standard error.
package enum Terminal {
    /// A line of the result.
    package static func line(_ text: String) {
        write(Array((text + "\n").utf8), to: STDOUT_FILENO)
    }

    /// Bytes of the result, as they are, with a line end.
    package static func line(bytes: [UInt8]) {
        write(bytes + [UInt8(ascii: "\n")], to: STDOUT_FILENO)
    }

    /// A line for the person who watches.
    package static func note(_ text: String) {
        write(Array((PlainText.shown(text, keepsLineBreaks: true) + "\n").utf8), to: STDERR_FILENO)
    }

    /// Writes all bytes. When the reader of the standard output is gone (`oms orders list | head`), nobody
    /// wants the rest, and the process ends as one that SIGPIPE ended.
    static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress?.advanced(by: offset), $0.count - offset)
            }
            if count < 0, errno == EINTR { continue }
            if count <= 0, descriptor == STDOUT_FILENO { exit(128 + SIGPIPE) }
            guard count > 0 else { return }
            offset += count
        }
    }

    static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}

/// Text from outside, made safe to show on a terminal.
package enum PlainText {
    /// The text with control characters, which could drive the terminal, and direction marks shown as `?`.
    package static func shown(_ text: String, keepsLineBreaks: Bool = false) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isKept = keepsLineBreaks && scalar == "\n"
            shown.append(isUnsafe(scalar) && !isKept ? "?" : scalar)
        }
        return String(shown)
    }

    /// How many columns of a terminal a text takes: wide East Asian characters and emoji take two.
    package static func width(_ text: String) -> Int {
        text.reduce(0) { width, character in
            guard let scalar = character.unicodeScalars.first else { return width }
            return width + (isWide(scalar) ? 2 : 1)
        }
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
