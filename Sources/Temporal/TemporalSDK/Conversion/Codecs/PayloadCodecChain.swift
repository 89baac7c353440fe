package import TemporalAPI

/// Several codecs as one: encoding goes through them in their order, decoding in the opposite one.
package struct PayloadCodecChain: PayloadCodec {
    private let codecs: [any PayloadCodec]

    package init(_ codecs: [any PayloadCodec]) {
        self.codecs = codecs
    }

    package func encode(payload: APIPayload) async throws -> APIPayload {
        var payload = payload
        for codec in codecs { payload = try await codec.encode(payload: payload) }
        return payload
    }

    package func decode(payload: APIPayload) async throws -> APIPayload {
        var payload = payload
        for codec in codecs.reversed() { payload = try await codec.decode(payload: payload) }
        return payload
    }
}
