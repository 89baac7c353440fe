/// Where the orders are kept.
package enum DatabaseLocation: Sendable, Equatable {
    /// A file on this machine.
    case sqlite(path: String)
    case postgres(PostgresURL)

    package static let allowed = "sqlite:PATH, postgres://… or postgresql://…"

    /// - Parameter text: `sqlite:PATH`, `postgres://…` or `postgresql://…`; anything else gives nil.
    package init?(_ text: String) {
        if text.hasPrefix("sqlite:") {
            var path = text.dropFirst("sqlite:".count)
            // sqlite:///absolute and sqlite:relative are both common.
            if path.hasPrefix("//") { path = path.dropFirst(2) }
            guard !path.isEmpty, path != ":memory:" else { return nil }
            self = .sqlite(path: String(path))
        } else if let url = PostgresURL(text) {
            self = .postgres(url)
        } else {
            return nil
        }
    }

    /// Whether it is a file, which one process alone writes.
    package var isSQLite: Bool {
        switch self {
        case .sqlite: true
        case .postgres: false
        }
    }

    /// The location without its password.
    package var masked: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .postgres(let url): url.masked
        }
    }
}
