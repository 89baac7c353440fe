package import OMSKernel

/// Keeps keys. Each call is one atomic step.
package protocol APIKeyStore: Sendable {
    /// Stores a key; one with the same id is replaced (the development key is stored at each start).
    func save(_ key: APIKey) async throws

    func key(_ id: APIKeyID) async throws -> APIKey?

    /// One page in the order in which they were made.
    func keys(after: APIKeyID?, limit: PageLimit) async throws -> Page<APIKey, APIKeyID>

    /// Marks a key as revoked; a key revoked before keeps its first moment.
    /// - Returns: the key, or nil when there is none.
    func revoke(_ id: APIKeyID, at moment: Timestamp) async throws -> APIKey?

    /// Keys still valid at `now` that expire before `deadline`.
    func keysExpiring(from now: Timestamp, before deadline: Timestamp, limit: Int) async throws -> [APIKey]
}
