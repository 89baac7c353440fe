import Foundation
import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import TestSupport
import Testing

@Suite
struct PayloadSizeTests {
    @Test
    func `the counted size of payloads is the size of what is sent`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var generator = SeededRandom(seed: seed)
        for round in 0..<400 {
            let payloads = try random(using: &generator)
            let sent: [UInt8] = try payloads.serializedBytes()
            #expect(payloads.byteCount == sent.count, "seed \(seed), round \(round)")
        }
    }

    /// Lengths around those at which a length takes a byte more, and now and then what cannot be counted.
    private func random(using generator: inout SeededRandom) throws -> APIPayloads {
        let lengths = [0, 1, 5, 126, 127, 128, 129, 16_382, 16_383, 16_384, 16_390]
        func bytes() -> Data { Data(repeating: 7, count: lengths.randomElement(using: &generator) ?? 0) }
        var payloads = APIPayloads()
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            var payload = APIPayload()
            payload.data = bytes()
            for entry in 0..<Int.random(in: 0...3, using: &generator) {
                payload.metadata[String(repeating: "k", count: bytes().count % 200) + "\(entry)"] = bytes()
            }
            if Int.random(in: 0..<8, using: &generator) == 0 {
                payload.externalPayloads = [.with { $0.sizeBytes = 9 }]
            }
            if Int.random(in: 0..<8, using: &generator) == 0 {
                // A field that this version does not know.
                let newer: [UInt8] = try payload.serializedBytes() + [0xFA, 0x3E, 1, 7]
                payload = try APIPayload(serializedBytes: newer)
            }
            payloads.payloads.append(payload)
        }
        return payloads
    }
}
