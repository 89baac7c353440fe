package import TemporalAPI

/// The values that go along with a failure. Those of an error made here are values until it is converted; those
/// of an error that was read are payloads until somebody says what they are.
package struct FailureDetails: Sendable {
    private enum Content: Sendable {
        case values([any Sendable])
        case payloads([APIPayload], any PayloadConverter)
    }

    private let content: Content

    package static let none = FailureDetails()

    package init(_ values: any Sendable...) {
        content = .values(values)
    }

    package init(values: [any Sendable]) {
        content = .values(values)
    }

    /// Details that were read, to be decoded with this converter.
    package init(payloads: [APIPayload], converter: any PayloadConverter) {
        content = .payloads(payloads, converter)
    }

    package var count: Int {
        switch content {
        case .values(let values): values.count
        case .payloads(let payloads, _): payloads.count
        }
    }

    package var isEmpty: Bool { count == 0 }

    /// The detail at this place, the first one being 0; nil when there are fewer.
    package func detail<Value>(_ index: Int = 0, as type: Value.Type = Value.self) throws -> Value? {
        guard index >= 0, index < count else { return nil }
        switch content {
        case .payloads(let payloads, let converter):
            return try converter.convertPayload(payloads[index], as: type)
        case .values(let values):
            guard let value = values[index] as? Value else {
                throw PayloadConversionError.mismatch(
                    encoding: "none",
                    type: String(describing: type),
                    reason: "it holds another kind of value"
                )
            }
            return value
        }
    }

    /// The details as payloads, those made here by this converter.
    package func payloads(with converter: some PayloadConverter) throws -> [APIPayload] {
        switch content {
        case .payloads(let payloads, _): payloads
        case .values(let values): try values.map { try converter.convertAny($0) }
        }
    }
}

extension PayloadConverter {
    /// Opens the existential, so that the converter sees the value's own type.
    func convertAny(_ value: any Sendable) throws -> APIPayload {
        func convert<Value>(_ value: Value) throws -> APIPayload { try convertValue(value) }
        return try convert(value)
    }
}
