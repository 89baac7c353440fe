package import PostgresDriver

/// A PostgreSQL connection URI, as far as the rules of the configuration need to look into it.
package struct PostgresURL: Sendable, Equatable {
    /// The whole URI, password included. Never logged.
    package let text: String
    /// How what is sent to the server is protected on its way: by what libpq makes of the URI and of `PGHOST`,
    /// `PGSSLMODE` and their like.
    package let protection: PostgresConfiguration.Protection
    /// The URI without its passwords.
    package let masked: String

    /// - Parameter text: a URI that starts with `postgres://` or `postgresql://` and that libpq understands;
    ///   anything else gives nil.
    package init?(_ text: String) {
        guard let scheme = ["postgres://", "postgresql://"].first(where: text.hasPrefix),
            let protection = try? PostgresConfiguration(url: text).protection
        else { return nil }
        self.text = text
        self.protection = protection
        masked = Self.masked(text, scheme: scheme)
    }

    private static func masked(_ text: String, scheme: String) -> String {
        let rest = text.dropFirst(scheme.count)
        let beforeQuery = rest.prefix { $0 != "?" }
        let query = rest.dropFirst(beforeQuery.count).dropFirst()
        let authority = beforeQuery.prefix { $0 != "/" }
        var shown = beforeQuery[...]
        if let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") {
            shown = authority[..<colon] + ":" + EffectiveSetting.mask + beforeQuery[at...]
        }
        let parameters = query.split(separator: "&").map { parameter in
            let name = parameter.prefix { $0 != "=" }
            return name.hasPrefix("password") || name == "sslpassword"
                ? "\(name)=\(EffectiveSetting.mask)" : String(parameter)
        }
        return scheme + shown + (parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&"))
    }
}

/// What an address says about who can reach it.
package enum NetworkAddress {
    package static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
