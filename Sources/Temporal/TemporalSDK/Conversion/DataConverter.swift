package import TemporalAPI

/// How values and errors get onto the wire and back: a payload converter and a failure converter, which run
/// synchronously wherever a value is used, and a codec, which is applied to whole messages where they leave or
/// enter this process (so workflow code never waits for it).
package struct DataConverter: Sendable {
    /// As the official SDKs do by default, without a codec.
    package static let `default` = DataConverter()

    package let payloadConverter: any PayloadConverter
    package let failureConverter: any FailureConverter
    package let payloadCodec: (any PayloadCodec)?

    package init(
        payloadConverter: any PayloadConverter = DefaultPayloadConverter(),
        failureConverter: any FailureConverter = DefaultFailureConverter(),
        payloadCodec: (any PayloadCodec)? = nil
    ) {
        self.payloadConverter = payloadConverter
        self.failureConverter = failureConverter
        self.payloadCodec = payloadCodec
    }
}

// What workflow code uses: no codec, no waiting.
extension DataConverter {
    package func convertValue<Value>(_ value: Value) throws -> APIPayload {
        try payloadConverter.convertValue(value)
    }

    /// The payloads of several values. A Void is no argument at all and gets no payload.
    package func convertValues<each Value>(_ values: repeat each Value) throws -> [APIPayload] {
        var payloads: [APIPayload] = []
        for value in repeat each values {
            if !(value is Void) { payloads.append(try payloadConverter.convertValue(value)) }
        }
        return payloads
    }

    package func convertPayload<Value>(_ payload: APIPayload, as type: Value.Type = Value.self) throws -> Value {
        try payloadConverter.convertPayload(payload, as: type)
    }

    /// The values of several payloads. More payloads than values are allowed (the sender is newer); a missing one
    /// is nil or Void where the type allows it and an error elsewhere.
    package func convertPayloads<each Value>(
        _ payloads: [APIPayload],
        as types: repeat (each Value).Type
    ) throws -> (repeat each Value) {
        var rest = payloads[...]
        func next<Next>(_ type: Next.Type) throws -> Next {
            // A Void stands for no argument, hence takes no payload.
            if type == Void.self { return retyped(()) }
            guard let payload = rest.popFirst() else { return try missing(type) }
            return try payloadConverter.convertPayload(payload, as: type)
        }
        return (repeat try next((each Value).self))
    }

    /// The one value of a list of payloads, as the input of a workflow or activity and a result are.
    package func convertSinglePayload<Value>(
        _ payloads: [APIPayload],
        as type: Value.Type = Value.self
    ) throws -> Value {
        if type == Void.self { return retyped(()) }
        guard let payload = payloads.first else { return try missing(type) }
        return try payloadConverter.convertPayload(payload, as: type)
    }

    package func convertError(_ error: any Error) -> APIFailure {
        failureConverter.convertError(error, payloadConverter: payloadConverter)
    }

    package func convertFailure(_ failure: APIFailure) -> any Error {
        failureConverter.convertFailure(failure, payloadConverter: payloadConverter)
    }

    private func missing<Value>(_ type: Value.Type) throws -> Value {
        guard let optional = type as? any OptionalValue.Type, let none = optional.none as? Value else {
            throw PayloadConversionError.missing(type: String(describing: type))
        }
        return none
    }
}

// What stands at the edge of the process.
extension DataConverter {
    /// Applies the codec to every payload of a message that leaves this process.
    package func encode<Message: PayloadCarrying>(_ message: Message) async throws -> Message {
        guard let payloadCodec else { return message }
        return try await message.mappingPayloads { try await payloadCodec.encode($0) }
    }

    /// Undoes the codec in every payload of a message that came into this process.
    package func decode<Message: PayloadCarrying>(_ message: Message) async throws -> Message {
        guard let payloadCodec else { return message }
        return try await message.mappingPayloads { try await payloadCodec.decode($0) }
    }
}
