import Foundation

/// Where the server is, and the key to it.
package struct APIConfiguration: Sendable {
    package static let standardURL = "http://127.0.0.1:8080"
    package static let developmentKeyPath = "./data/dev-api-key"

    /// Without a slash at its end.
    package let url: String
    /// Never logged.
    package let apiKey: String?

    /// - Parameters:
    ///   - url: `--url`; else `OMS_URL`, else the local server.
    ///   - apiKey: `--api-key`; else `OMS_API_KEY`, else, in the local profile, the key of the data folder.
    ///   - environment: the process's environment.
    /// - Throws: ``CommandFailure`` for an address that is none.
    package init(url: String?, apiKey: String?, environment: [String: String]) throws {
        func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let address = url ?? variable("OMS_URL") ?? Self.standardURL
        guard let parsed = URL(string: address), ["http", "https"].contains(parsed.scheme), parsed.host() != nil,
            parsed.query() == nil
        else {
            throw CommandFailure(
                "\"\(address)\" is no address of a server; one looks like \(Self.standardURL)",
                exit: .usage
            )
        }
        self.url = String(address.reversed().drop { $0 == "/" }.reversed())
        let profile = variable("OMS_PROFILE") ?? variable("SPRING_PROFILES_ACTIVE") ?? Profile.local.rawValue
        var key = apiKey ?? variable("OMS_API_KEY")
        // The machine's own key goes to the machine's own server only.
        if key == nil, profile == Profile.local.rawValue, NetworkAddress.isLoopback(parsed.host() ?? "") {
            let folder = variable(SettingName.dataDirectory.environmentVariable)
            key = SecretFile(path: folder.map { $0 + "/dev-api-key" } ?? Self.developmentKeyPath).read()
        }
        self.apiKey = key
    }
}
