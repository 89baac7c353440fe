/// Reads JSON text (RFC 8259) strictly.
///
/// Foundation's decoder is not used for what clients send: it reads `{"a":-}` and bytes that are not UTF-8 in
/// members it does not look at, takes UTF-16, and cannot say which field holds `1.5` or where a text breaks off.
package struct JSONParser {
    /// How deep values may be nested; the contracts need five levels.
    static let maximumDepth = 32

    /// Not bounds-checked in release builds: every access but those behind a found digit goes through `peek`.
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    private init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// Reads a whole text.
    /// - Parameter bytes: valid UTF-8, only looked at during the call.
    /// - Returns: the value that the text holds.
    /// - Throws: ``JSONSyntaxError``.
    package static func parse(utf8 bytes: UnsafeBufferPointer<UInt8>) throws(JSONSyntaxError) -> JSONNode {
        var parser = JSONParser(bytes: bytes)
        let node = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.position == bytes.count else { throw parser.failure("nothing may follow the value") }
        return node
    }

    // MARK: Values

    private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONNode {
        skipSpace()
        guard let byte = peek() else { throw failure("the text ends too early") }
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw failure("a value was expected")
        }
    }

    private mutating func object(depth: Int) throws(JSONSyntaxError) -> JSONNode {
        try checkDepth(depth)
        position += 1
        var members: [JSONMember] = []
        var names = MemberNames()
        skipSpace()
        if take("}") { return .object(members) }
        repeat {
            skipSpace()
            guard peek() == UInt8(ascii: "\"") else { throw failure("a member's name in double quotes was expected") }
            let name = try string()
            // Which of two a reader takes differs from reader to reader; what checks and what acts must not.
            guard names.insert(name, after: members) else { throw failure("a member of this name is there already") }
            skipSpace()
            guard take(":") else { throw failure("a colon was expected") }
            members.append(JSONMember(name: name, value: try value(depth: depth)))
            skipSpace()
        } while take(",")
        guard take("}") else { throw failure("a comma or a closing brace was expected") }
        return .object(members)
    }

    private mutating func array(depth: Int) throws(JSONSyntaxError) -> JSONNode {
        try checkDepth(depth)
        position += 1
        var elements: [JSONNode] = []
        skipSpace()
        if take("]") { return .array(elements) }
        repeat {
            elements.append(try value(depth: depth))
            skipSpace()
        } while take(",")
        guard take("]") else { throw failure("a comma or a closing bracket was expected") }
        return .array(elements)
    }

    private mutating func literal(_ text: StaticString, _ node: JSONNode) throws(JSONSyntaxError) -> JSONNode {
        let length = text.utf8CodeUnitCount
        guard position + length <= bytes.count else { throw failure("a value was expected") }
        for index in 0..<length where bytes[position + index] != text.utf8Start[index] {
            throw failure("a value was expected")
        }
        position += length
        return node
    }

    // MARK: Texts

    private mutating func string() throws(JSONSyntaxError) -> String {
        position += 1
        let start = position
        while let byte = peek(), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        if peek() == UInt8(ascii: "\"") {
            let text = slice(start)
            position += 1
            return text
        }
        return try stringWithEscapes(from: start)
    }

    private mutating func stringWithEscapes(from start: Int) throws(JSONSyntaxError) -> String {
        var text = slice(start)
        while true {
            let start = position
            while let byte = peek(), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
                position += 1
            }
            text += slice(start)
            switch peek() {
            case nil: throw failure("the text ends too early")
            case UInt8(ascii: "\""):
                position += 1
                return text
            case UInt8(ascii: "\\"): text.unicodeScalars.append(try escape())
            default: throw failure("control characters such as NUL must be escaped")
            }
        }
    }

    private mutating func escape() throws(JSONSyntaxError) -> Unicode.Scalar {
        position += 1
        guard let byte = peek() else { throw failure("the text ends too early") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default:
            position -= 1
            throw failure("an unknown escape")
        }
    }

    private mutating func unicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
        let first = try hexDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, take("\\"), take("u") else { throw failure("half of a surrogate pair") }
        let second = try hexDigits()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw failure("half of a surrogate pair") }
        return scalar
    }

    private mutating func hexDigits() throws(JSONSyntaxError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw failure("four hexadecimal digits were expected")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    // MARK: Numbers

    private mutating func number() throws(JSONSyntaxError) -> JSONNumber {
        let isNegative = take("-")
        let whole = position
        try digits()
        guard bytes[whole] != UInt8(ascii: "0") || position == whole + 1 else {
            throw failure("a number must not start with 0")
        }
        var decimals = position..<position
        if take(".") {
            let start = position
            try digits()
            decimals = start..<position
        }
        var exponent = 0
        if take("e") || take("E") {
            let isBelow = take("-")
            if !isBelow { _ = take("+") }
            let start = position
            try digits()
            for index in start..<position { exponent = min(exponent * 10 + Int(bytes[index] & 0xF), 10_000) }
            if isBelow { exponent = -exponent }
        }
        let wholeEnd = decimals.isEmpty ? nil : decimals.lowerBound - 1
        return number(isNegative: isNegative, whole: whole, wholeEnd: wholeEnd, decimals: decimals, exponent: exponent)
    }

    /// The number that the digits make: exact, whatever its notation.
    private func number(
        isNegative: Bool,
        whole: Int,
        wholeEnd: Int?,
        decimals: Range<Int>,
        exponent: Int
    ) -> JSONNumber {
        var digits: [UInt8] = []
        var index = whole
        let end = wholeEnd ?? bytes.count
        while index < end, (0x30...0x39).contains(bytes[index]) {
            digits.append(bytes[index] & 0xF)
            index += 1
        }
        for index in decimals { digits.append(bytes[index] & 0xF) }
        var shift = exponent - decimals.count
        while shift < 0, digits.last == 0 {
            digits.removeLast()
            shift += 1
        }
        guard !digits.allSatisfy({ $0 == 0 }) else { return .whole(0) }
        guard shift >= 0 else { return .fraction }
        let limit: Int64 = isNegative ? .min : .max
        var value: Int64 = 0
        for position in 0..<(digits.count + min(shift, 20)) {
            let digit = position < digits.count ? Int64(digits[position]) : 0
            let (product, isOver) = value.multipliedReportingOverflow(by: 10)
            let (sum, isFar) = product.addingReportingOverflow(isNegative ? -digit : digit)
            if isOver || isFar { return .whole(limit) }
            value = sum
        }
        return .whole(value)
    }

    private mutating func digits() throws(JSONSyntaxError) {
        let start = position
        while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        if position == start { throw failure("a digit was expected") }
    }

    // MARK: Bytes

    private func peek() -> UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private func slice(_ start: Int) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
    }

    private func checkDepth(_ depth: Int) throws(JSONSyntaxError) {
        if depth > Self.maximumDepth { throw failure("values are nested more than \(Self.maximumDepth) deep") }
    }

    private func failure(_ problem: String) -> JSONSyntaxError {
        var line = 1
        var lineStart = 0
        for index in 0..<min(position, bytes.count) where bytes[index] == 0x0A {
            line += 1
            lineStart = index + 1
        }
        return JSONSyntaxError(problem: problem, line: line, column: position - lineStart + 1)
    }
}

/// The names of an object's members so far. Most objects have few, which are compared one by one.
private struct MemberNames {
    private static let fewest = 16

    private var set: Set<String> = []

    /// - Parameters:
    ///   - name: the next member's name.
    ///   - members: those before it.
    /// - Returns: false when one of them has the name.
    mutating func insert(_ name: String, after members: [JSONMember]) -> Bool {
        guard members.count >= Self.fewest else { return !members.contains { $0.name == name } }
        if set.isEmpty { set = Set(members.map(\.name)) }
        return set.insert(name).inserted
    }
}
