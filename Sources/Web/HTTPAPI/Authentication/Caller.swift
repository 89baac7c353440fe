import Access

/// Whose key came with a request.
struct Caller: Sendable {
    /// The key's id, for the log; `bootstrap` for the bootstrap key.
    let keyID: String
    let scopes: Set<Scope>
    let rateLimit: RateLimit?

    /// As events record it.
    var actor: String { "key:\(keyID)" }
}
