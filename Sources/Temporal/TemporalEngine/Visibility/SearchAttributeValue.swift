import Foundation
import TemporalAPI

/// The value of a search attribute, as the JSON of its payload has it.
enum SearchAttributeValue: Decodable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case decimal(Double)
    case text(String)
    case list([SearchAttributeValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .boolean(flag)
        } else if let number = try? container.decode(Int64.self) {
            self = .integer(number)
        } else if let number = try? container.decode(Double.self) {
            self = .decimal(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else {
            self = .list(try container.decode([SearchAttributeValue].self))
        }
    }

    /// - Parameters:
    ///   - payload: as a caller or a workflow gave it.
    ///   - type: of the attribute.
    /// - Returns: what it is found by; several values for a list or a text, none for nothing. Nil when the payload is
    ///   no value of that type.
    static func indexed(_ payload: APIPayload, as type: SearchAttributeType) -> [IndexedValue]? {
        guard payload.metadata["encoding"] != Data("binary/null".utf8) else { return [] }
        guard let value = try? JSONDecoder().decode(SearchAttributeValue.self, from: payload.data) else { return nil }
        guard case .list(let values) = value else { return value.indexed(as: type) }
        guard type == .keywordList || values.count <= 1 else { return nil }
        let indexed = values.map { $0.indexed(as: type) }
        return indexed.contains { $0 == nil } ? nil : indexed.compactMap(\.self).flatMap(\.self)
    }

    private func indexed(as type: SearchAttributeType) -> [IndexedValue]? {
        switch (type, self) {
        case (_, .null): []
        case (.keyword, .text(let text)), (.keywordList, .text(let text)): [.text(text)]
        case (.text, .text(let text)): IndexedValue.words(of: text).map { .text($0) }
        case (.datetime, .text(let text)): TimeText.nanoseconds(of: text).map { [.number($0)] }
        case (.bool, .boolean(let flag)): [.number(flag ? 1 : 0)]
        case (.int, .integer(let number)): [.number(number)]
        case (.double, .integer(let number)): [.number(IndexedValue.ordered(Double(number)))]
        case (.double, .decimal(let number)): [.number(IndexedValue.ordered(number))]
        default: nil
        }
    }
}
