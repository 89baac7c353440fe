import Access
import OMSKernel
import TestSupport
import Testing

@Suite
struct APIKeyTests {
    private static let now = Timestamp(milliseconds: 1_795_168_800_000)

    private func key(expiresAt: Timestamp? = nil, revokedAt: Timestamp? = nil) -> APIKey {
        APIKey(
            id: SequentialIDs().next(APIKey.self, at: Self.now),
            name: "test",
            secretHash: SecretHash(of: "x"),
            scopes: [.ordersRead],
            rateLimit: nil,
            createdAt: Self.now,
            expiresAt: expiresAt,
            revokedAt: revokedAt
        )
    }

    @Test
    func `a key is valid until it expires or is revoked`() {
        #expect(key().isValid(at: Self.now))
        #expect(key(expiresAt: Self.now.advanced(by: .milliseconds(1))).isValid(at: Self.now))
        #expect(!key(expiresAt: Self.now).isValid(at: Self.now))
        #expect(!key(revokedAt: Self.now).isValid(at: Self.now))
        #expect(!key(revokedAt: Self.now.advanced(by: .seconds(60))).isValid(at: Self.now))
    }

    @Test(arguments: Scope.allCases, Scope.allCases)
    func `a scope allows itself, and admin allows every one`(held: Scope, wanted: Scope) {
        #expect(Set([held]).allows(wanted) == (held == wanted || held == .admin))
        #expect(!Set<Scope>().allows(wanted))
    }

    @Test
    func `the scopes are spelt as callers write them`() {
        #expect(
            Scope.allCases.map(\.rawValue) == [
                "orders:read", "orders:write", "inventory:read", "inventory:write", "warehouse:read", "warehouse:write",
                "shipping:read", "shipping:write", "workflows:read", "workflows:write",
                "ops", "payloads", "admin",
            ]
        )
    }

    @Test(arguments: [
        (1, 1, true), (1_000_000, 86_400, true), (0, 1, false), (1, 0, false), (-1, 1, false), (1_000_001, 1, false),
        (1, 86_401, false),
    ])
    func `a rate limit has its ranges`(requests: Int64, seconds: Int64, isFine: Bool) {
        #expect((RateLimit(requests: requests, windowSeconds: seconds) != nil) == isFine)
    }
}
