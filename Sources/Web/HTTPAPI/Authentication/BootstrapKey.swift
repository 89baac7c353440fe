import Access

/// A key from the configuration, any text, with every scope; for local and dev only.
package struct BootstrapKey: Sendable {
    /// What the log and events call it.
    package static let id = "bootstrap"

    let hash: SecretHash

    package init(secret: String) {
        hash = SecretHash(of: secret)
    }
}
