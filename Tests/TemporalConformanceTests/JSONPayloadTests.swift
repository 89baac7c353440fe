import SwiftProtobuf
import TemporalAPI
import TemporalTestKit
import Testing

@Suite
struct JSONPayloadTests {
    /// The bytes are what the data converter of `temporalio` 1.35.0 made of the text `a`.
    @Test
    func `a JSON payload has the bytes that the official Python SDK writes`() throws {
        let official: [UInt8] = [
            0x0a, 0x16, 0x0a, 0x08, 0x65, 0x6e, 0x63, 0x6f, 0x64, 0x69, 0x6e, 0x67, 0x12, 0x0a, 0x6a, 0x73, 0x6f, 0x6e,
            0x2f, 0x70, 0x6c, 0x61, 0x69, 0x6e, 0x12, 0x03, 0x22, 0x61, 0x22,
        ]
        let payload = try APIPayload(serializedBytes: official)
        #expect(payload == .json(text: "\"a\""))
    }
}
