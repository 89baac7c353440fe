import Foundation
import HTTPAPI
import TestSupport
import Testing

@Suite struct JSONParserTests {
    private func parse(_ bytes: [UInt8]) throws -> HTTPAPI.JSONNode {
        try bytes.withUnsafeBufferPointer { try JSONParser.parse(utf8: $0) }
    }

    private func problem(_ text: String) -> JSONSyntaxError? {
        do {
            _ = try parse(Array(text.utf8))
            return nil
        } catch {
            return error as? JSONSyntaxError
        }
    }

    @Test func `any text is read as what it was made of`() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var texts = JSONTexts(generator: SeededRandom(seed: seed))
        for _ in 0..<2_000 {
            let (text, node) = texts.value(depth: 5)
            #expect(try parse(Array(text.utf8)) == node, "\(text)")
        }
    }

    @Test func `a text with changed bytes is read only when Foundation reads it too`() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var texts = JSONTexts(generator: SeededRandom(seed: seed))
        var counts = (read: 0, refused: 0)
        for _ in 0..<4_000 {
            let bytes = texts.damaged(Array(texts.value(depth: 4).text.utf8))
            // The API looks at the bytes before it parses them.
            guard let text = String(validating: bytes, as: UTF8.self) else { continue }
            guard problem(text) == nil else {
                counts.refused += 1
                continue
            }
            counts.read += 1
            // Foundation refuses numbers beyond its range, which are none of the parser's business.
            if text.contains(where: { "eE".contains($0) }) { continue }
            #expect(throws: Never.self, "\(text)") {
                try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            }
        }
        #expect(counts.read > 100 && counts.refused > 100, "\(counts)")
    }

    @Test(arguments: [2, 15, 16, 17, 40])
    func `a member is given once`(count: Int) throws {
        let members = (0..<count).map { #""m\#($0)":\#($0)"# }
        #expect(problem("{" + members.joined(separator: ",") + "}") == nil)
        for repeated in [0, count / 2, count - 1] {
            // Written in another way, it is the same name.
            let again = #""\u006d\#(repeated)":null"#
            let text = "{" + (members + [again]).joined(separator: ",") + "}"
            #expect(problem(text)?.problem == "a member of this name is there already")
        }
        #expect(problem(#"[{"a":1},{"a":{"a":2}}]"#) == nil)
    }

    @Test(arguments: [
        "", " ", "{", "[", "[1", "[1,]", "[,1]", #"{"a"}"#, #"{"a":}"#, #"{"a":-}"#, #"{"a":1,}"#, "{a:1}", "{'a':1}",
        "01", "-", "1.", ".5", "1e", "+1", "0x1", "nul", "True", "NaN", "Infinity", "1 2", "[1]]", "\"", "\"\\\"",
        #""\x""#, #""\u12""#, #""\ud800""#, #""\ud800\u0041""#, #""\udc00""#, "\"\u{1}\"", "\"\n\"", "// x\n1",
        "\u{FEFF}1",
    ])
    func `what is no JSON is refused`(text: String) {
        #expect(problem(text) != nil)
    }

    @Test func `a refusal says where`() {
        #expect(problem("{\n  \"a\": 1,\n  \"b\": tru\n}").map { [$0.line, $0.column] } == [3, 8])
    }

    @Test func `values are nested 32 deep and no deeper`() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(problem(nested(32)) == nil)
        #expect(problem(nested(33)) != nil)
        #expect(problem(String(repeating: "[", count: 1_000_000)) != nil)
    }

    @Test(arguments: [
        ("2.0", JSONNumber.whole(2)), ("1e2", .whole(100)), ("120e-1", .whole(12)), ("1.5", .fraction),
        ("-0", .whole(0)),
        ("0.0e9", .whole(0)), ("12e-1", .fraction), ("9223372036854775807", .whole(.max)),
        ("9223372036854775808", .whole(.max)), ("-9223372036854775809", .whole(.min)), ("1e999999", .whole(.max)),
        ("1e-999999", .fraction),
    ])
    func `a number is exact, whatever its notation`(text: String, number: JSONNumber) throws {
        #expect(try parse(Array(text.utf8)) == .number(number))
    }
}

/// Makes JSON texts, in any notation that JSON has for their values.
private struct JSONTexts {
    var generator: SeededRandom

    private mutating func chance(_ count: Int) -> Int { .random(in: 0..<count, using: &generator) }

    mutating func value(depth: Int) -> (text: String, node: HTTPAPI.JSONNode) {
        switch chance(depth > 0 ? 7 : 5) {
        case 0: return ("null", .null)
        case 1: return ("true", .bool(true))
        case 2:
            let number = Int64.random(in: .min ... .max, using: &generator) >> chance(64)
            return ("\(number)", .number(.whole(number)))
        case 3: return ("-\(chance(10)).\(chance(10))5E+0", .number(.fraction))
        case 4:
            let (text, string) = string()
            return (text, .string(string))
        case 5:
            let elements = (0..<chance(4)).map { _ in value(depth: depth - 1) }
            return ("[" + joined(elements.map(\.text)) + "]", .array(elements.map(\.node)))
        default:
            var names: Set<String> = []
            let members = (0..<chance(4)).map { _ in (name: string(), value: value(depth: depth - 1)) }
                .filter { names.insert($0.name.string).inserted }
            let texts = members.map { $0.name.text + space() + ":" + space() + $0.value.text }
            return (
                "{" + joined(texts) + "}",
                .object(members.map { JSONMember(name: $0.name.string, value: $0.value.node) })
            )
        }
    }

    /// Changes, drops, doubles or swaps a few bytes.
    mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...chance(2) where !bytes.isEmpty {
            let index = chance(bytes.count)
            switch chance(4) {
            case 0: bytes[index] = Array(#"{}[]",:\0-+.tfnu 7"#.utf8).randomElement(using: &generator) ?? 0
            case 1: bytes.remove(at: index)
            case 2: bytes.insert(bytes[index], at: index)
            default: bytes.swapAt(index, chance(bytes.count))
            }
        }
        return bytes
    }

    private mutating func string() -> (text: String, string: String) {
        let pieces = [
            ("a", "a"), ("é", "é"), ("🙂", "🙂"), (#"\""#, "\""), (#"\\"#, "\\"), (#"\/"#, "/"), (#"\n"#, "\n"),
            (#"\u00e9"#, "é"), (#"\uD83D\uDE42"#, "🙂"), (#"\u0000"#, "\0"), ("שלום", "שלום"), ("{,", "{,"),
        ]
        let chosen = (0..<chance(5)).map { _ in pieces[chance(pieces.count)] }
        return ("\"" + chosen.map(\.0).joined() + "\"", chosen.map(\.1).joined())
    }

    private mutating func joined(_ parts: [String]) -> String {
        var text = space()
        for (index, part) in parts.enumerated() { text += (index > 0 ? "," : "") + space() + part + space() }
        return text
    }

    private mutating func space() -> String { ["", " ", "\n", "\t\r "][chance(4)] }
}
