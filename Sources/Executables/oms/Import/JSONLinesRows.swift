import Foundation

/// Makes rows of the lines of a JSON Lines file: one order a line, as `POST /orders` takes it.
package struct JSONLinesRows: RowParser {
    private var splitter = LineSplitter()
    private var keys = RowKeys()
    private var count = 0
    private let decoder = JSONDecoder()

    package init() {}

    package mutating func feed(_ bytes: [UInt8], _ emit: (ImportRow) -> Void) throws {
        var lines: [LineSplitter.Line] = []
        splitter.feed(bytes) { lines.append($0) }
        for line in lines { try take(line, emit) }
    }

    package mutating func finish(_ emit: (ImportRow) -> Void) throws {
        var lines: [LineSplitter.Line] = []
        splitter.finish { lines.append($0) }
        for line in lines { try take(line, emit) }
    }

    private mutating func take(_ line: LineSplitter.Line, _ emit: (ImportRow) -> Void) throws {
        switch line {
        case .tooLong(let number):
            let reason = "the line is longer than \(LineSplitter.maximumLineLength) bytes"
            emit(row(line: number, name: nil, .malformed([reason])))
        case .whole(let bytes, let number):
            guard !bytes.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) else { return }
            do {
                let identity = try decoder.decode(JSONIdentity.self, from: Data(bytes)).identity
                let key = try keys.key(for: identity, content: bytes)
                let order = ImportOrder(body: bytes, key: key, identity: identity)
                emit(row(line: number, name: identity.name, .order(order)))
            } catch let error as DecodingError {
                emit(row(line: number, name: nil, .malformed([Self.reason(error)])))
            }
        }
    }

    private mutating func row(line: Int, name: String?, _ content: ImportRow.Content) -> ImportRow {
        defer { count += 1 }
        return ImportRow(index: count, line: line, lastLine: line, name: name, content: content)
    }

    private static func reason(_ error: DecodingError) -> String {
        if case .typeMismatch = error { return "the line is not a JSON object" }
        return "the line is not JSON"
    }
}

/// The members of an order's JSON that name it; members of a wrong type are the server's to refuse.
private struct JSONIdentity: Decodable {
    private enum Key: String, CodingKey {
        case requestID = "requestId"
        case channel
        case externalOrderID = "externalOrderId"
    }

    let identity: RowIdentity

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        func text(_ key: Key) -> String? { (try? container.decodeIfPresent(String.self, forKey: key)) ?? nil }
        let hasRequestID = try container.contains(.requestID) && !container.decodeNil(forKey: .requestID)
        identity = RowIdentity(
            requestID: text(.requestID),
            channel: text(.channel),
            externalOrderID: text(.externalOrderID),
            hasRequestID: hasRequestID
        )
    }
}
