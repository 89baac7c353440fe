import Foundation
import OMSKernel
import TestSupport
import Testing

@Suite
struct JSONWriterTests {
    /// What Foundation reads. Not by `JSONSerialization`: on Linux that one drops U+FEFF from texts.
    private func parsed<Value: Decodable>(_ json: String, as _: Value.Type) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(json.utf8))
    }

    @Test
    func `members are written in the order they are told`() {
        let text = JSONWriter.object { writer in
            writer.member("text", "a")
            writer.member("none", nil as String?)
            writer.member("number", -7)
            writer.member("noNumber", nil as Int?)
            writer.member("flag", true)
            writer.member("object") { $0.member("x", 1) }
            writer.member("empty") { _ in }
            writer.member("list", array: [1, 2]) { $0.value($1) }
            writer.member("emptyList", array: [Int]()) { $0.value($1) }
            writer.member("raw", raw: #"{"a":[]}"#)
            writer.key("last")
            writer.value(false)
        }
        #expect(
            text == #"{"text":"a","none":null,"number":-7,"noNumber":null,"flag":true,"object":{"x":1},"empty":{},"#
                + #""list":[1,2],"emptyList":[],"raw":{"a":[]},"last":false}"#
        )
    }

    @Test
    func `elements of lists are parted by commas, whatever they are`() {
        var writer = JSONWriter()
        writer.array([0, 1]) { writer, index in
            if index == 0 { writer.object { $0.member("a", 1) } } else { writer.array(["x", "y"]) { $0.value($1) } }
        }
        #expect(writer.text == #"[{"a":1},["x","y"]]"#)
        #expect(Array(writer.text.utf8) == writer.bytes)
    }

    @Test
    func `every control character, quote and backslash is escaped`() throws {
        for value in 0..<0x80 as Range<UInt8> {
            let text = "a" + String(Unicode.Scalar(value)) + "b"
            var writer = JSONWriter()
            writer.value(text)
            #expect(try parsed(writer.text, as: String.self) == text, "\(value)")
            #expect(writer.bytes.allSatisfy { $0 >= 0x20 })
        }
    }

    @Test
    func `numbers of every size are written whole`() throws {
        var writer = JSONWriter()
        writer.array([Int64.min, -1, 0, 1, .max]) { $0.value($1) }
        #expect(writer.text == "[-9223372036854775808,-1,0,1,9223372036854775807]")
    }

    @Test
    func `generated texts are read back by Foundation's parser as they were`() throws {
        var random = SeededRandom.announced(for: "JSONWriter texts")
        for _ in 0..<3_000 {
            let name = random.text(maximumLength: 12)
            let text = random.text(maximumLength: 40)
            let json = JSONWriter.object { $0.member(name, text) }
            let read = try parsed(json, as: [String: String].self)
            #expect(read.keys.map { Array($0.unicodeScalars) } == [Array(name.unicodeScalars)])
            #expect(read.values.map { Array($0.unicodeScalars) } == [Array(text.unicodeScalars)])
        }
    }

    @Test
    func `generated values are read back by Foundation's parser as they were`() throws {
        var random = SeededRandom.announced(for: "JSONWriter values")
        for _ in 0..<500 {
            let value = Value.random(depth: 4, using: &random)
            var writer = JSONWriter(capacity: 0)
            value.write(to: &writer)
            #expect(try parsed(writer.text, as: Value.self) == value, "\(writer.text)")
        }
    }
}

/// A JSON value, to be written and to be held against what Foundation reads.
private indirect enum Value: Equatable, Decodable {
    case null
    case flag(Bool)
    case number(Int64)
    case text(String)
    case list([Value])
    case object([String: Value])

    static func random(depth: Int, using random: inout SeededRandom) -> Value {
        switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &random) {
        case 0: return .null
        case 1: return .flag(.random(using: &random))
        case 2: return .number(.random(in: .min ... .max, using: &random))
        case 3: return .text(random.text(maximumLength: 8))
        case 4:
            let count = Int.random(in: 0..<4, using: &random)
            return .list((0..<count).map { _ in .random(depth: depth - 1, using: &random) })
        default:
            var members: [String: Value] = [:]
            for index in 0..<Int.random(in: 0..<4, using: &random) {
                members["\(index)\(random.text(maximumLength: 3))"] = .random(depth: depth - 1, using: &random)
            }
            return .object(members)
        }
    }

    func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .flag(let flag): writer.value(flag)
        case .number(let number): writer.value(number)
        case .text(let text): writer.value(text)
        case .list(let values): writer.array(values) { $1.write(to: &$0) }
        case .object(let members):
            writer.object { writer in
                for (name, value) in members {
                    writer.key(name)
                    value.write(to: &writer)
                }
            }
        }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Int64.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let values = try? container.decode([Value].self) {
            self = .list(values)
        } else {
            self = .object(try container.decode([String: Value].self))
        }
    }
}
