import Foundation
import SwiftProtobuf
import TemporalAPI
import TemporalSDK
import Testing

/// Payloads that the official Python SDK wrote.
@Suite
struct OfficialPayloadTests {
    private struct Line: Codable, Hashable {
        var sku: String
        var quantity: Int
        var at: Date
        var note: String?
    }

    private let converter = DataConverter.default
    private let moment = Date(timeIntervalSince1970: 1_795_168_800.123)

    private func read<Value>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
        try converter.convertPayload(Fixture.payload(name), as: type)
    }

    @Test
    func `every kind is read`() throws {
        #expect(try read("nothing", as: String?.self) == nil)
        #expect(try read("bytes", as: Data.self) == Data([0, 1, 255]))
        #expect(try read("text", as: String.self) == "hello")
        #expect(try read("escaped text", as: String.self) == "a \"quoted\" \\ text\nwith ünïcode 🎉")
        #expect(try read("number", as: Int.self) == 42)
        #expect(try read("negative number", as: Int.self) == -7)
        #expect(try read("fraction", as: Double.self) == 1.5)
        #expect(try read("flag", as: Bool.self))
        #expect(try read("list", as: [Int].self) == [1, 2, 3])
        #expect(try read("dataclass", as: Line.self) == Line(sku: "A-1", quantity: 2, at: moment, note: nil))
        #expect(try read("uuid", as: UUID.self) == UUID(uuidString: "12345678-1234-5678-1234-567812345678"))
        let execution: APIWorkflowExecution = try read("protobuf")
        #expect(execution.workflowID == "w" && execution.runID == "r")
    }

    @Test
    func `times are read with an offset, with microseconds and without a zone`() throws {
        #expect(try read("time", as: Date.self) == moment)
        #expect(try read("time with an offset", as: Date.self) == moment)
        let naive: Date = try read("naive time")
        #expect(abs(naive.timeIntervalSince(moment) - 0.000456) < 0.000_001)
    }

    @Test
    func `what has one form is written as Python writes it`() throws {
        #expect(try converter.convertValue(String?.none) == Fixture.payload("nothing"))
        #expect(try converter.convertValue(Data([0, 1, 255])) == Fixture.payload("bytes"))
        #expect(try converter.convertValue("hello") == Fixture.payload("text"))
        #expect(try converter.convertValue(42) == Fixture.payload("number"))
        #expect(try converter.convertValue(1.5) == Fixture.payload("fraction"))
        #expect(try converter.convertValue(true) == Fixture.payload("flag"))
        #expect(try converter.convertValue([1, 2, 3]) == Fixture.payload("list"))
        let protobuf = try Fixture.payload("protobuf")
        let execution: APIWorkflowExecution = try converter.convertPayload(protobuf)
        let written = try converter.convertValue(execution)
        #expect(written.metadata == protobuf.metadata)
        #expect(try converter.convertPayload(written, as: APIWorkflowExecution.self) == execution)
    }

    @Test
    func `search attributes are written and read as Python does`() throws {
        struct Content: Decodable { var message: Data }
        let bytes = try Fixture.json("search-attributes", as: Content.self).message
        let official = try APISearchAttributes(serializedBytes: bytes)
        let time = Date(timeIntervalSince1970: 1_795_168_800)
        let own = SearchAttributeCollection { attributes in
            attributes[.keyword("K")] = "k"
            attributes[.text("T")] = "t"
            attributes[.int("I")] = 7
            attributes[.double("F")] = 1.5
            attributes[.bool("B")] = true
            attributes[.date("D")] = time
            attributes[.keywordList("L")] = ["a", "b"]
        }
        for (name, payload) in official.indexedFields where name != "D" {
            #expect(own.fields[name] == payload, "\(name)")
        }
        #expect(own.fields["D"]?.metadata == official.indexedFields["D"]?.metadata)
        let read = SearchAttributeCollection(official)
        #expect(read[.date("D")] == time)
        #expect(read[.keywordList("L")] == ["a", "b"])
        #expect(read[.int("I")] == 7)
    }

    @Test
    func `a search attribute set to nil is removed by an upsert`() {
        var attributes = SearchAttributeCollection { $0[.int("I")] = 7 }
        let removal = SearchAttributeCollection { $0[.int("I")] = nil }
        #expect(removal.fields["I"]?.encodingName == "binary/null")
        attributes.upsert(removal)
        #expect(attributes.isEmpty)
    }
}
