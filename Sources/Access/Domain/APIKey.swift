package import OMSKernel

package typealias APIKeyID = Identifier<APIKey>

/// A caller's key. The secret itself is shown once, when the key is made; only its hash is kept.
package struct APIKey: Sendable, Equatable {
    package static let maximumNameLength = 100

    package let id: APIKeyID
    /// What the key is for, in its owner's words.
    package let name: String
    package let secretHash: SecretHash
    package let scopes: Set<Scope>
    /// How many requests it may make in a window; nil when it has no limit.
    package let rateLimit: RateLimit?
    package let createdAt: Timestamp
    package let expiresAt: Timestamp?
    package internal(set) var revokedAt: Timestamp?

    package init(
        id: APIKeyID,
        name: String,
        secretHash: SecretHash,
        scopes: Set<Scope>,
        rateLimit: RateLimit?,
        createdAt: Timestamp,
        expiresAt: Timestamp?,
        revokedAt: Timestamp?
    ) {
        self.id = id
        self.name = name
        self.secretHash = secretHash
        self.scopes = scopes
        self.rateLimit = rateLimit
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
    }

    /// Whether the key opens anything at a moment.
    package func isValid(at now: Timestamp) -> Bool {
        revokedAt == nil && (expiresAt.map { now < $0 } ?? true)
    }
}

/// How many requests a key may make in a window of time.
package struct RateLimit: Sendable, Equatable {
    package static let requestsRange: ClosedRange<Int64> = 1...1_000_000
    package static let windowSecondsRange: ClosedRange<Int64> = 1...86_400

    package let requests: Int64
    package let windowSeconds: Int64

    /// - Returns: nil when either number is out of its range.
    package init?(requests: Int64, windowSeconds: Int64) {
        guard Self.requestsRange.contains(requests), Self.windowSecondsRange.contains(windowSeconds) else { return nil }
        self.requests = requests
        self.windowSeconds = windowSeconds
    }
}
