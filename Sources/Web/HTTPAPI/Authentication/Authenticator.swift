import Access
import HTTPTypes
import OMSKernel
import Synchronization

/// Knows callers by their keys. Keys that were looked up are kept for a moment, so that the hot path asks no
/// store; while the store is away they are used for longer.
final class Authenticator: Sendable {
    private struct Entry {
        let key: APIKey
        let readAt: ContinuousClock.Instant
    }

    private let store: any APIKeyStore
    private let bootstrap: BootstrapKey?
    private let limits: APILimits
    private let now: @Sendable () -> ContinuousClock.Instant
    private let entries = Mutex<[APIKeyID: Entry]>([:])
    /// What an unknown key is compared with, so that it costs as much as a known one.
    private let nobody = SecretHash(of: "")

    init(
        store: any APIKeyStore,
        bootstrap: BootstrapKey?,
        limits: APILimits,
        now: @escaping @Sendable () -> ContinuousClock.Instant
    ) {
        self.store = store
        self.bootstrap = bootstrap
        self.limits = limits
        self.now = now
    }

    /// Finds out who calls.
    /// - Parameters:
    ///   - headers: the request's headers.
    ///   - wallTime: the moment at which the key must be valid.
    /// - Returns: the caller whose key came with the request.
    /// - Throws: 401; what the store throws for a key that is not known yet.
    func caller(_ headers: HTTPFields, at wallTime: Timestamp) async throws -> Caller {
        guard let secret = try PresentedKey.read(headers) else {
            throw Problem.unauthenticated("A key is needed: X-API-Key, or Authorization: Bearer")
        }
        let hash = SecretHash(of: secret)
        if let bootstrap, bootstrap.hash.matches(hash) {
            return Caller(keyID: BootstrapKey.id, scopes: Set(Scope.allCases), rateLimit: nil)
        }
        let key: APIKey? = if let id = APIKeySecret(secret)?.keyID { try await knownKey(id) } else { nil }
        let isRight = (key?.secretHash ?? nobody).matches(hash)
        guard isRight, let key, key.isValid(at: wallTime) else {
            throw Problem.unauthenticated("The key is not known, was revoked or has expired", error: "invalid_token")
        }
        return Caller(keyID: key.id.description, scopes: key.scopes, rateLimit: key.rateLimit)
    }

    /// Forgets a key, so that its revocation holds at once in this process.
    func forget(_ id: APIKeyID) {
        entries.withLock { $0[id] = nil }
    }

    private func knownKey(_ id: APIKeyID) async throws -> APIKey? {
        let now = now()
        let entry = entries.withLock { $0[id] }
        if let entry, now - entry.readAt < limits.keyFreshness { return entry.key }
        do {
            let key = try await store.key(id)
            entries.withLock { entries in
                guard let key else { return entries[id] = nil }
                if entries.count >= limits.cachedKeys, entries[id] == nil { makeRoom(in: &entries, now: now) }
                entries[id] = Entry(key: key, readAt: now)
            }
            return key
        } catch let error as StorageError {
            guard let entry, now - entry.readAt < limits.keyStaleness else { throw error }
            return entry.key
        }
    }

    private func makeRoom(in entries: inout [APIKeyID: Entry], now: ContinuousClock.Instant) {
        entries = entries.filter { now - $0.value.readAt < limits.keyFreshness }
        if entries.count >= limits.cachedKeys { entries.removeAll(keepingCapacity: true) }
    }
}
