import Foundation
import TestSupport
import Testing
import oms

@Suite struct JSONTextTests {
    private func elements(_ json: String, of member: String = "data") -> [String]? {
        JSONText.elements(of: member, in: Array(json.utf8))?.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `elements come as they were written`() {
        #expect(
            elements(#"{"data":[{"a":1.10,"b":"]},\"{["},[1,[2]],"x",7,null],"nextCursor":null}"#)
                == [#"{"a":1.10,"b":"]},\"{["}"#, "[1,[2]]", #""x""#, "7", "null"]
        )
        #expect(elements(" { \"x\" : {\"data\":[1]} , \"data\" : [ 1 , { } ] } ") == ["1", "{ }"])
        #expect(elements(#"{"data":[]}"#) == [])
    }

    @Test func `an object without the array has no elements`() {
        for json in ["{}", "[]", "", #"{"data":{}}"#, #"{"x":"data"}"#, "{", #"{"data"#] {
            #expect(elements(json) == nil)
        }
    }

    @Test func `any page is cut where its elements end`() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var generator = SeededRandom(seed: seed)
        for _ in 0..<300 {
            let values = (0..<Int.random(in: 0...5, using: &generator)).map { _ in Self.value(depth: 3, &generator) }
            let page =
                #"{"meta":"# + Self.value(depth: 2, &generator) + #","data":["# + values.joined(separator: ",") + "]}"
            #expect(elements(page) == values)
        }
    }

    private static func value(depth: Int, _ generator: inout SeededRandom) -> String {
        switch Int.random(in: 0...(depth > 0 ? 5 : 3), using: &generator) {
        case 0: "null"
        case 1: String(Int.random(in: -9...9, using: &generator))
        case 2: #""\"[{\\""#
        case 3: #""é🙂,:""#
        case 4:
            "["
                + (0..<Int.random(in: 0...3, using: &generator)).map { _ in value(depth: depth - 1, &generator) }
                .joined(separator: ", ") + "]"
        default:
            "{"
                + (0..<Int.random(in: 0...3, using: &generator)).map {
                    #""k\#($0)": "# + value(depth: depth - 1, &generator)
                }
                .joined(separator: ",") + "}"
        }
    }
}
