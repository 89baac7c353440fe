import Crypto
import Foundation
import TestSupport
import Testing
import oms

@Suite struct FilePrefixHashTests {
    @Test func `the hash of the first lines is the hash of their bytes, however it got there`() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var generator = SeededRandom(seed: seed)
        let lines = (0..<3_000).map {
            "\($0)" + String(repeating: "x", count: Int.random(in: 0...300, using: &generator)) + "\n"
        }
        let path = FileManager.default.temporaryDirectory.appending(path: "oms-hash-\(UUID().uuidString)").path()
        try Data(lines.joined().utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        var hash = try FilePrefixHash(path: path)
        for line in [1, 7, 7, 1_500, 3_000, 9_999] {
            try hash.advance(toEndOfLine: line)
            let prefix = Array(lines.prefix(line).joined().utf8)
            #expect(hash.bytes == prefix.count)
            #expect(hash.hex == Self.hex(prefix))
            var other = try FilePrefixHash(path: path)
            try other.advance(toByte: prefix.count)
            #expect(other.hex == hash.hex)
            // The lines passed over are counted, so that it can go on by lines.
            try other.advance(toEndOfLine: line + 2)
            #expect(other.hex == Self.hex(Array(lines.prefix(line + 2).joined().utf8)))
        }
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
