package import TemporalAPI

/// Changes payloads between the converters and the wire: encryption, compression.
package protocol PayloadCodec: Sendable {
    func encode(payload: APIPayload) async throws -> APIPayload

    /// Undoes `encode`. A payload that this codec did not make passes through unchanged.
    func decode(payload: APIPayload) async throws -> APIPayload
}

extension PayloadCodec {
    package func encode(_ payloads: [APIPayload]) async throws -> [APIPayload] {
        var result: [APIPayload] = []
        result.reserveCapacity(payloads.count)
        for payload in payloads { result.append(try await encode(payload: payload)) }
        return result
    }

    package func decode(_ payloads: [APIPayload]) async throws -> [APIPayload] {
        var result: [APIPayload] = []
        result.reserveCapacity(payloads.count)
        for payload in payloads { result.append(try await decode(payload: payload)) }
        return result
    }
}
