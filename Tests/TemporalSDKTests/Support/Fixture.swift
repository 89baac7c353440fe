import Foundation
import SwiftProtobuf
import TemporalAPI

/// What the official Python SDK wrote (Fixtures/generate.py).
enum Fixture {
    struct Missing: Error {
        let name: String
    }

    static func json<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let url = folder.appending(path: "Fixtures/\(name).json")
        return try JSONDecoder().decode(type, from: Data(contentsOf: url))
    }

    static func payload(_ name: String) throws -> APIPayload {
        try message(name, in: "payloads")
    }

    static func failure(_ name: String) throws -> APIFailure {
        try message(name, in: "failures")
    }

    private static func message<Message: SwiftProtobuf.Message>(_ name: String, in file: String) throws -> Message {
        guard let bytes = try json(file, as: [String: Data].self)[name] else { throw Missing(name: name) }
        return try Message(serializedBytes: bytes)
    }
}
