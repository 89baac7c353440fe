package import Access
package import OMSKernel
import Synchronization

/// API keys in memory, for tests. One lock makes each call one atomic step.
package final class MemoryAPIKeyStore: APIKeyStore {
    private let keys = Mutex<[APIKeyID: APIKey]>([:])

    package init() {}

    package func save(_ key: APIKey) async throws {
        keys.withLock { $0[key.id] = key }
    }

    package func key(_ id: APIKeyID) async throws -> APIKey? {
        keys.withLock { $0[id] }
    }

    package func keys(after: APIKeyID?, limit: PageLimit) async throws -> Page<APIKey, APIKeyID> {
        let rest = keys.withLock { keys in
            keys.values.filter { key in after.map { $0 < key.id } ?? true }.sorted { $0.id < $1.id }
        }
        let page = Array(rest.prefix(limit.count))
        return Page(elements: page, next: rest.count > page.count ? page.last?.id : nil)
    }

    package func revoke(_ id: APIKeyID, at moment: Timestamp) async throws -> APIKey? {
        keys.withLock { keys in
            guard let key = keys[id] else { return nil }
            let revoked = APIKey(
                id: key.id,
                name: key.name,
                secretHash: key.secretHash,
                scopes: key.scopes,
                rateLimit: key.rateLimit,
                createdAt: key.createdAt,
                expiresAt: key.expiresAt,
                revokedAt: key.revokedAt ?? moment
            )
            keys[id] = revoked
            return revoked
        }
    }

    package func keysExpiring(
        from now: Timestamp,
        before deadline: Timestamp,
        limit: Int
    ) async throws -> [APIKey] {
        let expiring = keys.withLock { keys in
            keys.values.filter { key in
                key.isValid(at: now) && (key.expiresAt.map { $0 < deadline } ?? false)
            }
        }
        return Array(expiring.sorted { $0.id < $1.id }.prefix(limit))
    }
}
