package import Access
import OMSKernel

/// What every ``APIKeyStore`` must do.
package struct APIKeyStoreContract: Sendable {
    package enum Check: String, CaseIterable, Sendable {
        case aKeyComesBackAsItWas
        case savingAgainReplaces
        case revokingKeepsTheFirstMoment
        case keysComeInPagesByCreation
        case expiringKeysAreFound
    }

    private static let now = Timestamp(milliseconds: 1_800_000_000_000)
    private static let ids = SystemIDGenerator()

    private let makeStore: @Sendable () async throws -> any APIKeyStore

    /// - Parameter makeStore: makes a store without keys, apart from every other one.
    package init(_ makeStore: @escaping @Sendable () async throws -> any APIKeyStore) {
        self.makeStore = makeStore
    }

    /// Runs one check on a fresh store.
    /// - Parameter check: what to check.
    /// - Throws: ``ContractViolation``, or what the store throws.
    package func run(_ check: Check) async throws {
        let store = try await makeStore()
        switch check {
        case .aKeyComesBackAsItWas: try await roundTrip(store)
        case .savingAgainReplaces: try await replacement(store)
        case .revokingKeepsTheFirstMoment: try await revocation(store)
        case .keysComeInPagesByCreation: try await pages(store)
        case .expiringKeysAreFound: try await expiring(store)
        }
    }

    private func roundTrip(_ store: any APIKeyStore) async throws {
        let full = Self.key(
            name: "Lager \"Süd\" 🎁",
            scopes: Set(Scope.allCases),
            rateLimit: RateLimit(requests: 10, windowSeconds: 60),
            expiresAt: Self.seconds(100)
        )
        for key in [full, Self.key()] {
            try await store.save(key)
            try await ContractViolation.expectEqual(try await store.key(key.id), key, "the key")
        }
        let unknown = try await store.key(Self.ids.next(APIKey.self, at: Self.now))
        try await ContractViolation.expectEqual(unknown, nil, "an unknown key")
    }

    private func replacement(_ store: any APIKeyStore) async throws {
        let first = Self.key(name: "one", rateLimit: RateLimit(requests: 1, windowSeconds: 1))
        let second = Self.key(id: first.id, name: "two", scopes: [.admin])
        try await store.save(first)
        try await store.save(second)
        try await ContractViolation.expectEqual(try await store.key(first.id), second, "the key")
    }

    private func revocation(_ store: any APIKeyStore) async throws {
        let key = Self.key()
        try await store.save(key)
        for moment in [5, 9] {
            let revoked = try await store.revoke(key.id, at: Self.seconds(moment))
            try await ContractViolation.expectEqual(revoked?.revokedAt, Self.seconds(5), "the answer's moment")
        }
        try await ContractViolation.expectEqual(try await store.key(key.id)?.revokedAt, Self.seconds(5), "the moment")
        let unknown = try await store.revoke(Self.ids.next(APIKey.self, at: Self.now), at: Self.now)
        try await ContractViolation.expectEqual(unknown, nil, "an unknown key")
    }

    private func pages(_ store: any APIKeyStore) async throws {
        let keys = (0..<5).map { Self.key(createdAt: Self.seconds($0)) }
        for key in keys.reversed() { try await store.save(key) }
        guard let two = PageLimit(2) else { return }
        var found: [[APIKeyID]] = []
        var after: APIKeyID?
        repeat {
            let page = try await store.keys(after: after, limit: two)
            found.append(page.elements.map(\.id))
            after = page.next
        } while after != nil && found.count < 10
        let expected = [keys[0...1], keys[2...3], keys[4...4]].map { $0.map(\.id) }
        try await ContractViolation.expectEqual(found, expected, "pages")
    }

    private func expiring(_ store: any APIKeyStore) async throws {
        let expiries: [Int?] = [nil, -1, 0, 10, 19, 20]
        for (index, expiry) in expiries.enumerated() {
            try await store.save(Self.key(name: "\(index)", expiresAt: expiry.map(Self.seconds)))
        }
        let revoked = Self.key(name: "revoked", expiresAt: Self.seconds(10))
        try await store.save(revoked)
        _ = try await store.revoke(revoked.id, at: Self.now)
        let found = try await store.keysExpiring(from: Self.now, before: Self.seconds(20), limit: 10)
        try await ContractViolation.expectEqual(Set(found.map(\.name)), ["3", "4"], "keys about to expire")
        let one = try await store.keysExpiring(from: Self.now, before: Self.seconds(20), limit: 1)
        try await ContractViolation.expectEqual(one.count, 1, "keys with a limit of 1")
    }

    private static func seconds(_ count: Int) -> Timestamp { now.advanced(by: .seconds(count)) }

    private static func key(
        id: APIKeyID? = nil,
        name: String = "key",
        scopes: Set<Scope> = [.ordersRead],
        rateLimit: RateLimit? = nil,
        createdAt: Timestamp = now,
        expiresAt: Timestamp? = nil
    ) -> APIKey {
        APIKey(
            id: id ?? ids.next(APIKey.self, at: createdAt),
            name: name,
            secretHash: SecretHash(of: name),
            scopes: scopes,
            rateLimit: rateLimit,
            createdAt: createdAt,
            expiresAt: expiresAt,
            revokedAt: nil
        )
    }
}
