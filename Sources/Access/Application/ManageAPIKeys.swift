package import OMSKernel

/// Makes, lists and revokes keys.
package struct ManageAPIKeys: Sendable {
    /// What a new key is to be.
    package struct Request: Sendable {
        package var name: String
        package var scopes: [String]
        package var expiresAt: Timestamp?
        package var requests: Int64?
        package var windowSeconds: Int64?

        package init(
            name: String,
            scopes: [String],
            expiresAt: Timestamp? = nil,
            requests: Int64? = nil,
            windowSeconds: Int64? = nil
        ) {
            self.name = name
            self.scopes = scopes
            self.expiresAt = expiresAt
            self.requests = requests
            self.windowSeconds = windowSeconds
        }
    }

    private let store: any APIKeyStore
    private let ids: any IDGenerator
    private let clock: any WallClock

    package init(store: any APIKeyStore, ids: any IDGenerator, clock: any WallClock) {
        self.store = store
        self.ids = ids
        self.clock = clock
    }

    /// - Returns: the key and its secret, which nothing can show again.
    /// - Throws: ``ValidationError``.
    package func create(_ request: Request) async throws -> (key: APIKey, secret: APIKeySecret) {
        let now = clock.now()
        var problems = ValidationError()
        let name = problems.check("name") { () throws(TextError) in
            try Text.checked(request.name, maximumLength: APIKey.maximumNameLength)
        }
        var scopes: Set<Scope> = []
        if request.scopes.isEmpty { problems.add("scopes", "must not be empty") }
        for (index, text) in request.scopes.enumerated() {
            if let scope = Scope(rawValue: text) {
                scopes.insert(scope)
            } else {
                let known = Scope.allCases.map(\.rawValue).joined(separator: ", ")
                problems.add("scopes[\(index)]", "must be one of \(known)")
            }
        }
        if let expiresAt = request.expiresAt, expiresAt <= now { problems.add("expiresAt", "must be in the future") }
        var rateLimit: RateLimit?
        if request.requests != nil || request.windowSeconds != nil {
            let (requests, seconds) = (request.requests ?? 0, request.windowSeconds ?? 1)
            if !RateLimit.requestsRange.contains(requests) {
                problems.add("rateLimit.requests", Self.rule(RateLimit.requestsRange))
            }
            if !RateLimit.windowSecondsRange.contains(seconds) {
                problems.add("rateLimit.windowSeconds", Self.rule(RateLimit.windowSecondsRange))
            }
            rateLimit = RateLimit(requests: requests, windowSeconds: seconds)
        }
        try problems.throwIfAny()
        let id = ids.next(APIKey.self, at: now)
        let secret = APIKeySecret(for: id)
        let key = APIKey(
            id: id,
            name: name ?? request.name,
            secretHash: secret.hash,
            scopes: scopes,
            rateLimit: rateLimit,
            createdAt: now,
            expiresAt: request.expiresAt,
            revokedAt: nil
        )
        try await store.save(key)
        return (key, secret)
    }

    private static func rule(_ range: ClosedRange<Int64>) -> String {
        "must be \(range.lowerBound) to \(range.upperBound)"
    }

    package func keys(after: APIKeyID?, limit: PageLimit) async throws -> Page<APIKey, APIKeyID> {
        try await store.keys(after: after, limit: limit)
    }

    /// - Throws: ``AccessError/keyNotFound(_:)``.
    package func revoke(_ id: APIKeyID) async throws -> APIKey {
        guard let key = try await store.revoke(id, at: clock.now()) else { throw AccessError.keyNotFound(id) }
        return key
    }
}
