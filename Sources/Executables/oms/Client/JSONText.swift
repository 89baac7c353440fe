import OMSKernel

/// Works on JSON as text, where decoding and encoding again would lose order or exactness.
package enum JSONText {
    package static func quoted(_ text: String) -> String {
        var writer = JSONWriter(capacity: text.utf8.count + 2)
        writer.value(text)
        return writer.text
    }

    /// The bytes of each element of an array that is a member of a valid JSON object.
    /// - Parameters:
    ///   - member: the array's name, of the outermost object.
    ///   - json: one JSON object.
    /// - Returns: nil when the object has no such array.
    package static func elements(of member: String, in json: [UInt8]) -> [ArraySlice<UInt8>]? {
        var scanner = JSONScanner(json)
        guard let array = scanner.member(member), json[array].first == UInt8(ascii: "[") else { return nil }
        return JSONScanner(json).elements(ofArrayAt: array.lowerBound)
    }
}

/// Finds where the values of valid JSON start and end.
private struct JSONScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The place of a member's value in the outermost object.
    mutating func member(_ name: String) -> Range<Int>? {
        skipSpace()
        guard next() == UInt8(ascii: "{") else { return nil }
        while position < bytes.count {
            skipSpace()
            guard peek() == UInt8(ascii: "\"") else { return nil }
            let key = value()
            skipSpace()
            guard next() == UInt8(ascii: ":") else { return nil }
            skipSpace()
            let found = value()
            if bytes[key].elementsEqual(Array(JSONText.quoted(name).utf8)) { return found }
            skipSpace()
            guard next() == UInt8(ascii: ",") else { return nil }
        }
        return nil
    }

    func elements(ofArrayAt start: Int) -> [ArraySlice<UInt8>] {
        var scanner = self
        scanner.position = start + 1
        var elements: [ArraySlice<UInt8>] = []
        while scanner.position < bytes.count {
            scanner.skipSpace()
            guard let byte = scanner.peek(), byte != UInt8(ascii: "]") else { break }
            elements.append(bytes[scanner.value()])
            scanner.skipSpace()
            guard scanner.next() == UInt8(ascii: ",") else { break }
        }
        return elements
    }

    /// Passes over one value.
    private mutating func value() -> Range<Int> {
        let start = position
        var depth = 0
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\""): passString()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard depth > 0 else { return start..<position }
                depth -= 1
                position += 1
            case UInt8(ascii: ","), UInt8(ascii: ":"), 0x20, 0x09, 0x0A, 0x0D:
                guard depth > 0 else { return start..<position }
                position += 1
                continue
            default:
                position += 1
                continue
            }
            if depth == 0 { return start..<position }
        }
        return start..<position
    }

    private mutating func passString() {
        position += 1
        while let byte = peek(), byte != UInt8(ascii: "\"") {
            position += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        position = min(position + 1, bytes.count)
    }

    private mutating func skipSpace() {
        while let byte = peek(), [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    }

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func next() -> UInt8? {
        defer { position += 1 }
        return peek()
    }
}
