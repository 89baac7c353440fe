import CLibPQ
import Foundation

/// A connection string as libpq reads it (`postgres://…` or `host=… dbname=…`), which may hold a password:
/// printing it shows where it leads, and nothing else.
struct ConnectionString: Sendable {
    let text: String
    private let parameters: [String: String]

    /// - Parameter text: what libpq is to get, as it is.
    /// - Throws: ``PostgresConfiguration/InvalidURL`` without libpq's own message, which repeats parts of the text.
    init(_ text: String) throws(PostgresConfiguration.InvalidURL) {
        var message: UnsafeMutablePointer<CChar>?
        let options = PQconninfoParse(text, &message)
        PQfreemem(message)
        guard let options else { throw PostgresConfiguration.InvalidURL() }
        defer { PQconninfoFree(options) }
        // libpq would read it up to there only.
        guard !text.utf8.contains(0) else { throw PostgresConfiguration.InvalidURL() }
        var parameters: [String: String] = [:]
        var next = options
        while let keyword = next.pointee.keyword {
            // Like libpq, a parameter that is not given comes from the environment (PGHOST, PGSSLMODE, …).
            let value = next.pointee.val ?? next.pointee.envvar.flatMap { getenv($0) }
            if let value { parameters[String(cString: keyword)] = String(cString: value) }
            next += 1
        }
        self.text = text
        self.parameters = parameters
    }

    subscript(keyword: String) -> String? { parameters[keyword] }

    /// The hosts, one or several; empty names and those that begin with `/` or `@` are unix sockets.
    var hosts: [String] {
        list(parameters["host"] ?? parameters["hostaddr"] ?? "")
    }

    /// Where connections go: a `hostaddr` wins over the name beside it.
    var addresses: [String] {
        let given = parameters["hostaddr"].map(list) ?? []
        return hosts.enumerated().map { index, host in
            index < given.count && !given[index].isEmpty ? given[index] : host
        }
    }

    private func list(_ text: String) -> [String] {
        text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    /// A text of libpq's without the password, in case it ever repeats one.
    func withoutSecrets(_ message: String) -> String {
        var message = message
        for keyword in ["password", "sslpassword"] {
            guard let secret = parameters[keyword], !secret.isEmpty else { continue }
            let encoded = secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? secret
            for form in [secret, encoded] { message = message.replacingOccurrences(of: form, with: "***") }
        }
        return message
    }
}

extension ConnectionString: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    var description: String {
        let user = parameters["user"].map { "\($0)@" } ?? ""
        let port = parameters["port"].map { ":\($0)" } ?? ""
        let host = hosts.joined(separator: ",")
        return "postgres://\(user)\(host)\(port)/\(parameters["dbname"] ?? "")"
    }

    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }
}
