import Foundation

/// A PostgreSQL connection URI, as far as the rules of the configuration need to look into it. What libpq
/// makes of it is libpq's affair.
package struct PostgresURL: Sendable, Equatable {
    /// The whole URI, password included. Never logged.
    package let text: String
    /// The hosts it names, decoded; empty means a local socket.
    package let hosts: [String]
    package let sslMode: String?
    package let masked: String

    /// - Parameter text: a URI that starts with `postgres://` or `postgresql://`; anything else gives nil.
    package init?(_ text: String) {
        guard let scheme = ["postgres://", "postgresql://"].first(where: text.hasPrefix) else { return nil }
        let rest = text.dropFirst(scheme.count)
        let beforeQuery = rest.prefix { $0 != "?" }
        let authority = beforeQuery.prefix { $0 != "/" }
        let query = rest.dropFirst(beforeQuery.count).dropFirst()
        var hostPart = authority
        var maskedUser = ""
        if let at = authority.lastIndex(of: "@") {
            hostPart = authority[authority.index(after: at)...]
            let user = authority[..<at].prefix { $0 != ":" }
            maskedUser = user.count == at.utf16Offset(in: authority) ? "\(user)@" : "\(user):\(EffectiveSetting.mask)@"
        }
        var hosts = hostPart.split(separator: ",").map { Self.host(of: String($0)) }
        var sslMode: String?
        var maskedQuery: [String] = []
        for parameter in query.split(separator: "&") {
            let name = parameter.prefix { $0 != "=" }
            let value = parameter.dropFirst(name.count).dropFirst()
            let decoded = value.removingPercentEncoding ?? String(value)
            switch name {
            case "host", "hostaddr": hosts = decoded.split(separator: ",").map(String.init)
            case "sslmode": sslMode = decoded
            default: break
            }
            maskedQuery.append(
                name.hasPrefix("password") || name == "sslpassword"
                    ? "\(name)=\(EffectiveSetting.mask)" : String(parameter)
            )
        }
        self.text = text
        self.hosts = hosts.filter { !$0.isEmpty }
        self.sslMode = sslMode
        let path = beforeQuery.dropFirst(authority.count)
        masked =
            scheme + maskedUser + hostPart + path
            + (maskedQuery.isEmpty ? "" : "?" + maskedQuery.joined(separator: "&"))
    }

    /// Whether a password or an order would leave this machine.
    package var crossesNetwork: Bool {
        hosts.contains { !$0.hasPrefix("/") && !NetworkAddress.isLoopback($0) }
    }

    /// Whether the connection is encrypted for certain.
    package var isEncrypted: Bool { ["require", "verify-ca", "verify-full"].contains(sslMode) }

    private static func host(of text: String) -> String {
        let decoded = text.removingPercentEncoding ?? text
        if decoded.hasPrefix("[") { return String(decoded.dropFirst().prefix { $0 != "]" }) }
        if decoded.hasPrefix("/") { return decoded }
        return String(decoded.prefix { $0 != ":" })
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
