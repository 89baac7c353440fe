import Foundation

/// The settings of `json/plain`.
enum JSONCoding {
    static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(Timestamp.text(of: date))
        }
        return encoder
    }

    static func decoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            let text = try container.decode(String.self)
            guard let date = Timestamp.date(of: text) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "it is no RFC 3339 time")
            }
            return date
        }
        return decoder
    }

    /// What was wrong and where, without any of the data.
    static func reason(_ error: DecodingError) -> String {
        switch error {
        case .typeMismatch(let type, let context): "\(path(context.codingPath)) is not a \(type)"
        case .valueNotFound(let type, let context): "\(path(context.codingPath)) is null, not a \(type)"
        case .keyNotFound(let key, let context): "\(path(context.codingPath + [key])) is missing"
        case .dataCorrupted(let context): "\(path(context.codingPath)) is not valid"
        @unknown default: "it could not be decoded"
        }
    }

    static func reason(_ error: EncodingError) -> String {
        guard case .invalidValue(_, let context) = error else { return "it could not be encoded" }
        return "\(path(context.codingPath)) has no JSON form"
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.isEmpty ? "the value" : "'" + keys.map(\.stringValue).joined(separator: ".") + "'"
    }
}
