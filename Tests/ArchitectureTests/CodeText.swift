/// Takes comments and the texts between quotes out of Swift source and keeps its line breaks, so that a
/// rule about code does not stumble over what is only written about code.
enum CodeText {
    static func code(of text: String) -> String {
        var scanner = Scanner(characters: Array(text.unicodeScalars))
        return scanner.code()
    }

    private struct Scanner {
        let characters: [Unicode.Scalar]
        var position = 0
        var kept = String.UnicodeScalarView()

        mutating func code() -> String {
            while position < characters.count {
                if starts(with: "//") {
                    skip { $0 != "\n" }
                } else if starts(with: "/*") {
                    skipBlockComment()
                } else if let hashes = hashesBeforeQuote() {
                    skipString(hashes: hashes)
                } else {
                    kept.append(characters[position])
                    position += 1
                }
            }
            return String(kept)
        }

        func starts(with text: String) -> Bool {
            let wanted = Array(text.unicodeScalars)
            return position + wanted.count <= characters.count
                && Array(characters[position..<position + wanted.count]) == wanted
        }

        mutating func skip(while isSkipped: (Unicode.Scalar) -> Bool) {
            while position < characters.count, isSkipped(characters[position]) { position += 1 }
        }

        mutating func skipOne() {
            if characters[position] == "\n" { kept.append("\n") }
            position += 1
        }

        mutating func skipBlockComment() {
            var depth = 0
            repeat {
                if starts(with: "/*") {
                    depth += 1
                    position += 2
                } else if starts(with: "*/") {
                    depth -= 1
                    position += 2
                } else {
                    skipOne()
                }
            } while depth > 0 && position < characters.count
        }

        /// How many `#` stand before a quote that opens here; nil when none opens.
        func hashesBeforeQuote() -> Int? {
            var end = position
            while end < characters.count, characters[end] == "#" { end += 1 }
            return end < characters.count && characters[end] == "\"" ? end - position : nil
        }

        mutating func skipString(hashes: Int) {
            let tail = String(repeating: "#", count: hashes)
            position += hashes
            let quote = starts(with: "\"\"\"") ? "\"\"\"" : "\""
            position += quote.count
            kept.append(contentsOf: "\"\"".unicodeScalars)
            while position < characters.count {
                if starts(with: quote + tail) {
                    position += quote.count + hashes
                    return
                }
                if starts(with: "\\" + tail + "(") {
                    position += 2 + hashes
                    keepInterpolation()
                } else if starts(with: "\\" + tail) {
                    position += 1 + hashes
                    if position < characters.count { skipOne() }
                } else {
                    skipOne()
                }
            }
        }

        /// What is interpolated into a text is code: it is kept up to its closing parenthesis.
        mutating func keepInterpolation() {
            var depth = 1
            kept.append("(")
            while position < characters.count {
                if let hashes = hashesBeforeQuote() {
                    skipString(hashes: hashes)
                    continue
                }
                let character = characters[position]
                kept.append(character)
                position += 1
                if character == "(" { depth += 1 }
                if character == ")" { depth -= 1 }
                if depth == 0 { return }
            }
        }
    }
}
