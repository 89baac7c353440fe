import Foundation
import SwiftProtobuf
import TemporalAPI
import TemporalSDK
import Testing

@Suite
struct PayloadConverterTests {
    private struct Line: Codable, Hashable {
        var sku: String
        var quantity: Int
        var at: Date
        var note: String?
    }

    private let converter = DataConverter.default

    private func roundTrip<Value: Equatable>(_ value: Value, _ encoding: String) throws {
        let payload = try converter.convertValue(value)
        #expect(payload.encodingName == encoding)
        #expect(try converter.convertPayload(payload, as: Value.self) == value)
    }

    @Test
    func `values come back as they went`() throws {
        try roundTrip("hello", "json/plain")
        try roundTrip("a \"quoted\" \\ text\nwith ünïcode 🎉", "json/plain")
        try roundTrip("", "json/plain")
        try roundTrip(Int.min, "json/plain")
        try roundTrip(0, "json/plain")
        try roundTrip(-1.25, "json/plain")
        try roundTrip(false, "json/plain")
        try roundTrip(["a": [1, 2]], "json/plain")
        try roundTrip(Int?.none, "binary/null")
        try roundTrip(Int?.some(3), "json/plain")
        try roundTrip(Data([0, 255]), "binary/plain")
        try roundTrip([UInt8](arrayLiteral: 1, 2), "binary/plain")
        try roundTrip([UInt8](), "binary/plain")
        try roundTrip([UInt8]?.some([]), "binary/plain")
        try roundTrip([String](), "json/plain")
        try roundTrip(Data?.some(Data([9])), "binary/plain")
        try roundTrip(APIWorkflowExecution.with { $0.workflowID = "w" }, "json/protobuf")
        let at = Date(timeIntervalSince1970: 1_795_168_800.25)
        try roundTrip(Line(sku: "A/1", quantity: 2, at: at, note: nil), "json/plain")
    }

    @Test
    func `JSON is compact, sorted and has times as text`() throws {
        let line = Line(sku: "A/1", quantity: 2, at: Date(timeIntervalSince1970: 0), note: nil)
        let text = String(decoding: try converter.convertValue(line).data, as: UTF8.self)
        #expect(text == #"{"at":"1970-01-01T00:00:00.000Z","quantity":2,"sku":"A/1"}"#)
    }

    @Test
    func `Void is no argument and a null result`() throws {
        #expect(try converter.convertValues((), 1).count == 1)
        #expect(try converter.convertValue(()).encodingName == "binary/null")
        let one = try converter.convertValue("x")
        let _: Void = try converter.convertSinglePayload([one])
        let _: Void = try converter.convertPayload(one)
    }

    @Test
    func `a raw payload is not touched`() throws {
        let payload = APIPayload(encoding: PayloadEncoding("mine"), data: Data([1]))
        #expect(try converter.convertValue(TemporalRawValue(payload)) == payload)
        #expect(try converter.convertPayload(payload, as: TemporalRawValue.self).payload == payload)
    }

    @Test
    func `several payloads become several values, and a missing one nil where that is allowed`() throws {
        let payloads = try converter.convertValues("a", 2)
        let (text, number) = try converter.convertPayloads(payloads, as: String.self, Int.self)
        #expect(text == "a" && number == 2)
        let (first, missing) = try converter.convertPayloads([payloads[0]], as: String.self, Int?.self)
        #expect(first == "a" && missing == nil)
        #expect(throws: PayloadConversionError.missing(type: "Int")) {
            _ = try converter.convertPayloads([payloads[0]], as: String.self, Int.self)
        }
        #expect(try converter.convertSinglePayload(payloads, as: String.self) == "a")
    }

    @Test
    func `what cannot be read says what is wrong, without the data`() throws {
        let secret = try converter.convertValue(["name": "Ada"])
        let error = #expect(throws: PayloadConversionError.self) {
            _ = try converter.convertPayload(secret, as: Line.self)
        }
        #expect(error?.description.contains("'sku' is missing") == true, "\(String(describing: error))")
        #expect(error?.description.contains("Ada") == false)
        #expect(throws: PayloadConversionError.unknownEncoding("odd")) {
            _ = try converter.convertPayload(
                APIPayload(encoding: PayloadEncoding("odd"), data: Data()),
                as: Int.self
            )
        }
        #expect(throws: PayloadConversionError.unknownEncoding(nil)) {
            _ = try converter.convertPayload(APIPayload(), as: Int.self)
        }
        #expect(throws: PayloadConversionError.self) {
            _ = try converter.convertPayload(converter.convertValue(Int?.none), as: Int.self)
        }
    }

    @Test
    func `a type without any form is refused`() {
        struct Opaque {}
        #expect(throws: PayloadConversionError.unsupportedType("Opaque")) {
            _ = try converter.convertValue(Opaque())
        }
    }

    @Test(arguments: ["1.5", "01", "+1", "1e2", "99999999999999999999", "\"1\"", "-", "-01"])
    func `a number that is no Swift integer in JSON is not taken for one`(json: String) {
        let payload = APIPayload(encoding: .jsonPlain, data: Data(json.utf8))
        let value = try? converter.convertPayload(payload, as: Int.self)
        #expect(value == nil || json == "1e2")
    }
}
