import Access
import HTTPTypes
import NIOCore
import OMSKernel

/// Takes the encryption off the payloads of workflows, and puts it on. Handed in by the executable.
package protocol PayloadCoding: Sendable {
    /// - Parameter body: `{"payloads":[…]}`, as protobuf writes `temporal.api.common.v1.Payloads` in JSON.
    /// - Returns: the same with other payloads.
    /// - Throws: ``PayloadCodingError`` for what is wrong with the body.
    func encode(_ body: [UInt8]) async throws -> [UInt8]

    /// - Parameter body: as for ``encode(_:)``.
    /// - Returns: the same with other payloads.
    /// - Throws: ``PayloadCodingError`` for what is wrong with the body.
    func decode(_ body: [UInt8]) async throws -> [UInt8]
}

/// Why payloads cannot be coded, in words for the caller.
package struct PayloadCodingError: Error {
    package let reason: String

    package init(reason: String) {
        self.reason = reason
    }
}

/// `/codec`: lets a Temporal UI or CLI see what is encrypted.
struct CodecRoutes: Sendable {
    private let coding: (any PayloadCoding)?
    private let origins: Set<String>

    init(_ dependencies: APIDependencies) {
        coding = dependencies.payloads
        origins = dependencies.codecOrigins
    }

    var routes: [Route] {
        [
            Route(.post, "/codec/encode", .scope(.payloads), origins: origins) { call in
                try await answer(call) { try await $0.encode($1) }
            },
            Route(.post, "/codec/decode", .scope(.payloads), origins: origins) { call in
                try await answer(call) { try await $0.decode($1) }
            },
        ]
    }

    private func answer(
        _ call: Call,
        _ work: (any PayloadCoding, [UInt8]) async throws -> [UInt8]
    ) async throws -> Answer {
        let body = try await call.jsonBytes(limit: call.limits.codecBodyBytes)
        guard let coding else {
            throw Problem(.unavailable, "This server has no keys for payloads")
        }
        do {
            return Answer(.ok, bytes: try await work(coding, body))
        } catch let error as PayloadCodingError {
            throw Problem(field: "body", error.reason)
        }
    }
}
