import Access
import OMSKernel
import StorageTestKit
import TestSupport
import Testing

@Suite
struct ManageAPIKeysTests {
    private let store = MemoryAPIKeyStore()
    private let clock = SettableClock()
    private let manage: ManageAPIKeys

    init() {
        manage = ManageAPIKeys(store: store, ids: SequentialIDs(), clock: clock)
    }

    private func problems(_ request: ManageAPIKeys.Request) async throws -> [String] {
        do {
            _ = try await manage.create(request)
            return []
        } catch let error as ValidationError {
            return error.fields.keys.sorted()
        }
    }

    @Test
    func `a new key is stored with the hash of its secret, never the secret`() async throws {
        let expiry = clock.now().advanced(by: .seconds(3_600))
        let (key, secret) = try await manage.create(
            .init(
                name: "shop",
                scopes: ["orders:read", "orders:write"],
                expiresAt: expiry,
                requests: 10,
                windowSeconds: 60
            )
        )
        #expect(key.scopes == [.ordersRead, .ordersWrite])
        #expect(key.rateLimit == RateLimit(requests: 10, windowSeconds: 60))
        #expect(key.createdAt == clock.now() && key.expiresAt == expiry && key.revokedAt == nil)
        #expect(secret.keyID == key.id)
        let stored = try #require(try await store.key(key.id))
        #expect(stored == key)
        #expect(stored.secretHash.matches(secret.hash))
        #expect(!String(describing: stored).contains(secret.text.suffix(43)))
    }

    @Test
    func `each wrong part of a request is named`() async throws {
        #expect(try await problems(.init(name: "", scopes: ["ops"])) == ["name"])
        #expect(try await problems(.init(name: String(repeating: "n", count: 100), scopes: ["ops"])) == [])
        #expect(try await problems(.init(name: String(repeating: "n", count: 101), scopes: ["ops"])) == ["name"])
        #expect(try await problems(.init(name: "a", scopes: [])) == ["scopes"])
        #expect(try await problems(.init(name: "a", scopes: ["ops", "everything"])) == ["scopes[1]"])
        #expect(try await problems(.init(name: "a", scopes: ["ops"], expiresAt: clock.now())) == ["expiresAt"])
        #expect(try await problems(.init(name: "a", scopes: ["ops"], requests: 0)) == ["rateLimit.requests"])
        #expect(try await problems(.init(name: "a", scopes: ["ops"], windowSeconds: 60)) == ["rateLimit.requests"])
        #expect(
            try await problems(.init(name: "a", scopes: ["ops"], requests: 1, windowSeconds: 0))
                == ["rateLimit.windowSeconds"]
        )
        #expect(try await problems(.init(name: "", scopes: [])) == ["name", "scopes"])
    }

    @Test
    func `a limit without a window counts by the second`() async throws {
        let (key, _) = try await manage.create(.init(name: "a", scopes: ["ops"], requests: 5))
        #expect(key.rateLimit == RateLimit(requests: 5, windowSeconds: 1))
    }

    @Test
    func `a revoked key is not valid any more, and keeps its first moment`() async throws {
        let (key, _) = try await manage.create(.init(name: "a", scopes: ["ops"]))
        clock.advance(by: .seconds(1))
        let moment = clock.now()
        let revoked = try await manage.revoke(key.id)
        #expect(revoked.revokedAt == moment)
        #expect(!revoked.isValid(at: moment))
        clock.advance(by: .seconds(1))
        #expect(try await manage.revoke(key.id).revokedAt == moment)
    }

    @Test
    func `a key that is not there cannot be revoked`() async throws {
        let id = SequentialIDs().next(APIKey.self, at: clock.now())
        await #expect(throws: AccessError.keyNotFound(id)) { try await manage.revoke(id) }
    }

    @Test
    func `keys are listed in the order in which they were made, page by page`() async throws {
        var made: [APIKeyID] = []
        for index in 0..<5 { made.append(try await manage.create(.init(name: "\(index)", scopes: ["ops"])).key.id) }
        let limit = try #require(PageLimit(2))
        var listed: [APIKeyID] = []
        var after: APIKeyID?
        repeat {
            let page = try await manage.keys(after: after, limit: limit)
            listed += page.elements.map(\.id)
            after = page.next
        } while after != nil
        #expect(listed == made)
    }
}
