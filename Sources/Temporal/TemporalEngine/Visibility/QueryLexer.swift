/// Cuts a list query into words. Texts stand in single or double quotes, a quote within doubled or after a
/// backslash; names may stand in backticks.
struct QueryLexer {
    static let keywords: Set<String> = [
        "AND", "OR", "NOT", "IN", "BETWEEN", "IS", "NULL", "STARTS_WITH", "ORDER", "GROUP", "BY", "LIMIT", "TRUE",
        "FALSE", "LIKE",
    ]

    private let characters: [Character]
    private var index = 0

    init(_ text: String) {
        characters = Array(text)
    }

    /// - Returns: all words, with an ``QueryToken/Kind/end`` behind the last.
    /// - Throws: ``QueryError`` for a character or a text that cannot be read.
    static func tokens(of text: String) throws -> [QueryToken] {
        var lexer = QueryLexer(text)
        var tokens: [QueryToken] = []
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    private mutating func next() throws -> QueryToken {
        while let character = current, character.isWhitespace { index += 1 }
        let start = index
        guard let character = current else { return token(.end, from: start) }
        switch character {
        case "'", "\"": return token(.text(try quoted(by: character)), from: start)
        case "`": return token(.name(try quoted(by: "`")), from: start)
        case "(", ")", ",", "=":
            index += 1
            return token(.symbol(String(character)), from: start)
        case "<", ">", "!": return try comparison(from: start)
        case "-", "+", ".", "0"..."9": return try number(from: start)
        default: return try word(from: start)
        }
    }

    private var current: Character? { index < characters.count ? characters[index] : nil }

    private func token(_ kind: QueryToken.Kind, from start: Int) -> QueryToken {
        QueryToken(kind: kind, position: start + 1, written: String(characters[start..<index]))
    }

    private mutating func quoted(by quote: Character) throws -> String {
        let start = index
        index += 1
        var text = ""
        while let character = current {
            index += 1
            if character == "\\", quote != "`", let next = current {
                text.append(next)
                index += 1
            } else if character != quote {
                text.append(character)
            } else if current == quote {
                text.append(quote)
                index += 1
            } else {
                return text
            }
        }
        throw QueryError.syntax("a closing \(quote)", near: String(characters[start...]), at: start + 1)
    }

    private mutating func comparison(from start: Int) throws -> QueryToken {
        let first = characters[index]
        index += 1
        if let second = current, second == "=" || (first == "<" && second == ">") {
            index += 1
            return token(.symbol(second == ">" ? "!=" : "\(first)="), from: start)
        }
        guard first != "!" else { throw QueryError.syntax("'!='", near: "!", at: start + 1) }
        return token(.symbol(String(first)), from: start)
    }

    private mutating func number(from start: Int) throws -> QueryToken {
        while let character = current, character.isNumber || "+-.eE_".contains(character) { index += 1 }
        let written = String(characters[start..<index])
        if let integer = Int64(written) { return token(.integer(integer), from: start) }
        if let decimal = Double(written), decimal.isFinite { return token(.decimal(decimal), from: start) }
        throw QueryError.syntax("a number", near: written, at: start + 1)
    }

    private mutating func word(from start: Int) throws -> QueryToken {
        while let character = current,
            character.isLetter || character.isNumber || character == "_" || character == "." || character == "-"
        {
            index += 1
        }
        guard index > start else {
            throw QueryError.syntax("a name or a value", near: String(characters[start]), at: start + 1)
        }
        let written = String(characters[start..<index])
        let capitals = written.uppercased()
        if Self.keywords.contains(capitals) { return token(.keyword(capitals), from: start) }
        return token(.name(written), from: start)
    }
}
