import PostgresDriver

extension Settings {
    /// The rules that settle more than one setting, most of them prod's.
    func checkRules(_ reader: inout SettingsReader) {
        if roles.contains(.api), http.tls != nil, !http.trustedProxies.isEmpty {
            reader.refuse(
                .trustedProxy,
                "cannot be set together with \(SettingName.tlsCertificate.environmentVariable)"
            )
        }
        checkWorkflowRules(&reader)
        guard profile == .prod else { return }
        if bootstrapAPIKey != nil {
            reader.refuse(.bootstrapAPIKey, "must not be set in prod; `oms keys init` makes the first key")
        }
        checkSigningSecret(&reader)
        if !NetworkAddress.isLoopback(http.host), http.tls == nil, http.trustedProxies.isEmpty {
            let ways = [SettingName.tlsCertificate, .tlsPrivateKey].map(\.environmentVariable).joined(
                separator: " and "
            )
            reader.refuse(
                .httpHost,
                "prod does not listen on \(http.host) without TLS: set \(ways), or name the proxies that end TLS in "
                    + SettingName.trustedProxy.environmentVariable
            )
        }
        if case .postgres(let url) = database.location, url.protection == .none {
            reader.refuse(
                .databaseURL,
                "prod does not send orders over a network in the clear: add sslmode=verify-full (or require) to the URL"
            )
        }
    }

    private func checkSigningSecret(_ reader: inout SettingsReader) {
        guard let signingSecret else {
            // A value that was refused for its length is reported once.
            guard !reader.problems.contains(where: { $0.name == .signingSecret }) else { return }
            reader.refuse(.signingSecret, "is required in prod; `openssl rand -hex 32` makes one")
            return
        }
        if SigningSecretRules.isKnownDefault(signingSecret) {
            reader.refuse(
                .signingSecret,
                "is a known default; prod needs its own, such as `openssl rand -hex 32` makes"
            )
        }
    }
}

/// What makes a signing secret fit for use.
package enum SigningSecretRules {
    package static let minimumBytes = 32

    /// Words that stand in examples; a secret made of them alone is no secret.
    private static let exampleWords = [
        "changeme", "change", "default", "secret", "signing", "local", "development", "example", "please", "replace",
        "password", "insecure", "oms", "test", "dev", "key", "this", "me", "not", "for", "production", "only", "a",
        "0123456789abcdef", "1234567890", "xxxx", "the",
    ]

    /// Whether a secret is a sample value: example words and digits in a row, or one character over and over.
    package static func isKnownDefault(_ secret: String) -> Bool {
        if Set(secret).count <= 2 { return true }
        var rest = secret.lowercased().filter { $0.isLetter || $0.isNumber }
        for word in exampleWords.sorted(by: { $0.count > $1.count }) {
            rest = rest.replacing(word, with: "")
        }
        return rest.allSatisfy(\.isNumber) && rest.count <= 4
    }
}
