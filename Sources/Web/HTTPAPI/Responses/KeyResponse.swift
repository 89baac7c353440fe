import Access
import OMSKernel

extension JSONWriter {
    /// A key; its secret only in the answer that made it.
    mutating func apiKey(_ key: APIKey, secret: APIKeySecret? = nil) {
        object { writer in
            writer.member("keyId", key.id.description)
            writer.member("name", key.name)
            writer.member("scopes", array: Scope.allCases.filter(key.scopes.contains)) { $0.value($1.rawValue) }
            writer.key("rateLimit")
            if let limit = key.rateLimit {
                writer.object { writer in
                    writer.member("requests", limit.requests)
                    writer.member("windowSeconds", limit.windowSeconds)
                }
            } else {
                writer.null()
            }
            writer.member("createdAt", key.createdAt.description)
            writer.member("expiresAt", key.expiresAt?.description)
            writer.member("revokedAt", key.revokedAt?.description)
            if let secret { writer.member("secret", secret.text) }
        }
    }
}
