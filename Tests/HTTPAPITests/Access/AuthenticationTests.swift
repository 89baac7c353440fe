import Access
import HTTPAPI
import HTTPTypes
import OMSKernel
import Synchronization
import TestSupport
import Testing

@Suite
struct AuthenticationTests {
    @Test
    func `a key comes in X-API-Key or as a bearer token`() async throws {
        try await APIFixture.with { api in
            let secret = try #require(api.secrets[.ordersRead])
            for headers in [
                [("X-API-Key", secret)], [("Authorization", "Bearer \(secret)")],
                [("Authorization", "bearer  \(secret)")],
                [("X-API-Key", secret), ("Authorization", "Bearer \(secret)")],
                [("Authorization", "Bearer \(APIFixture.bootstrapSecret)")],
            ] {
                #expect(try await api.call(.get, "/orders", headers: headers).status == 200, "\(headers)")
            }
        }
    }

    @Test
    func `keys that are none, differ or have another scheme are 401`() async throws {
        try await APIFixture.with { api in
            let secret = try #require(api.secrets[.ordersRead])
            let other = try #require(api.secrets[.admin])
            let unknown = APIKeySecret(for: api.ids.next(APIKey.self, at: api.clock.now())).text
            for headers in [
                [("X-API-Key", "nonsense")], [("X-API-Key", secret + "x")], [("X-API-Key", String(secret.dropLast()))],
                [("X-API-Key", unknown)], [("Authorization", "Basic YTpi")], [("Authorization", "Bearer")],
                [("X-API-Key", secret), ("Authorization", "Bearer \(other)")],
                [("X-API-Key", String(repeating: "a", count: 600))],
            ] {
                let reply = try await api.call(.get, "/orders", headers: headers)
                #expect(reply.status == 401, "\(headers)")
                #expect(reply.header("WWW-Authenticate") != nil)
            }
        }
    }

    @Test(arguments: Backend.allCases)
    func `a revoked key opens nothing any more, at once`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let made = try await api.call(.post, "/keys", #"{"name":"shop","scopes":["orders:read"]}"#).json
            let headers = [("X-API-Key", try #require(made["secret"].text))]
            #expect(try await api.call(.get, "/orders", headers: headers).status == 200)
            let revoked = try await api.call(.delete, "/keys/\(made["keyId"].text ?? "")")
            #expect(revoked.status == 200)
            #expect(try revoked.json["revokedAt"].text == api.now)
            #expect(try await api.call(.get, "/orders", headers: headers).status == 401)
        }
    }

    @Test(arguments: Backend.allCases)
    func `a key ends at its moment`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let end = api.clock.now().advanced(by: .seconds(60))
            let body = #"{"name":"shop","scopes":["orders:read"],"expiresAt":"\#(end)"}"#
            let made = try await api.call(.post, "/keys", body).json
            let headers = [("X-API-Key", try #require(made["secret"].text))]
            #expect(try await api.call(.get, "/orders", headers: headers).status == 200)
            api.clock.set(end)
            #expect(try await api.call(.get, "/orders", headers: headers).status == 401)
        }
    }

    @Test
    func `a known key is looked up again after ten seconds, and outlives its store for ten minutes`() async throws {
        let store = FlakyKeyStore()
        try await APIFixture.with(adjust: { dependencies in
            store.base.withLock { $0 = dependencies.keys }
            dependencies.keys = store
        }) { api in
            let headers = [("X-API-Key", try #require(api.secrets[.ordersRead]))]
            func status() async throws -> Int { try await api.call(.get, "/orders", headers: headers).status }
            #expect(try await status() == 200)
            #expect(try await status() == 200)
            #expect(store.reads.withLock { $0 } == 1)
            api.monotonic.advance(by: .seconds(11))
            #expect(try await status() == 200)
            #expect(store.reads.withLock { $0 } == 2)
            store.isAway.withLock { $0 = true }
            api.monotonic.advance(by: .seconds(500))
            #expect(try await status() == 200)
            api.monotonic.advance(by: .seconds(101))
            #expect(try await status() == 503)
        }
    }

    @Test
    func `an unknown key is 503 while the store is away`() async throws {
        let store = FlakyKeyStore()
        store.isAway.withLock { $0 = true }
        try await APIFixture.with(adjust: { dependencies in
            store.base.withLock { $0 = dependencies.keys }
            dependencies.keys = store
        }) { api in
            let reply = try await api.call(.get, "/orders", headers: [("X-API-Key", api.secrets[.admin] ?? "")])
            #expect(reply.status == 503)
            #expect(reply.header("Retry-After") == "3")
        }
    }
}

/// A key store that counts its reads and can be away.
private final class FlakyKeyStore: APIKeyStore {
    let base = Mutex<(any APIKeyStore)?>(nil)
    let isAway = Mutex(false)
    let reads = Mutex(0)

    private func store() throws -> any APIKeyStore {
        guard let store = base.withLock({ $0 }), !isAway.withLock({ $0 }) else {
            throw StorageError.unavailable(retryAfter: .milliseconds(2_500))
        }
        return store
    }

    func save(_ key: APIKey) async throws { try await store().save(key) }

    func key(_ id: APIKeyID) async throws -> APIKey? {
        reads.withLock { $0 += 1 }
        return try await store().key(id)
    }

    func keys(after: APIKeyID?, limit: PageLimit) async throws -> Page<APIKey, APIKeyID> {
        try await store().keys(after: after, limit: limit)
    }

    func revoke(_ id: APIKeyID, at moment: Timestamp) async throws -> APIKey? {
        try await store().revoke(id, at: moment)
    }

    func keysExpiring(from now: Timestamp, before deadline: Timestamp, limit: Int) async throws -> [APIKey] {
        try await store().keysExpiring(from: now, before: deadline, limit: limit)
    }
}
