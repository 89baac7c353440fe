import HTTPTypes
import HummingbirdCore

/// What `If-Match` asks of a resource's version (RFC 9110, section 13.1.1).
enum EntityTagCondition: Equatable {
    /// No header, or `*`: whatever is there.
    case any
    /// One of these versions; none at all when only weak or foreign tags were given, which never match.
    case versions([Int64])

    /// - Throws: 400 when the header is no list of entity tags.
    init(_ headers: HTTPFields) throws(Problem) {
        let values = headers[values: .ifMatch]
        guard !values.isEmpty else {
            self = .any
            return
        }
        let text = values.joined(separator: ",").trimmed
        if text == "*" {
            self = .any
            return
        }
        var versions: [Int64] = []
        var rest = text[...]
        while true {
            rest = rest.trimmed
            let isWeak = rest.hasPrefix("W/")
            if isWeak { rest = rest.dropFirst(2) }
            guard rest.first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") else { throw Self.malformed }
            let tag = rest[rest.index(after: rest.startIndex)..<end]
            if !isWeak, let version = Int64(tag), String(version) == tag { versions.append(version) }
            rest = rest[rest.index(after: end)...].trimmed
            if rest.isEmpty { break }
            guard rest.first == "," else { throw Self.malformed }
            rest = rest.dropFirst()
        }
        self = .versions(versions)
    }

    private static let malformed = Problem(
        field: "If-Match",
        "must be *, or a list of entity tags such as \"3\""
    )

    /// Turns the condition into what a command asks of the version it finds.
    /// - Parameter current: reads the version there is now; asked only when several tags were given.
    /// - Returns: nil when any version will do; 0, which no resource has, when no tag can match.
    /// - Throws: what `current` throws.
    func expectedVersion(current: () async throws -> Int64) async throws -> Int64? {
        guard case .versions(let versions) = self else { return nil }
        if versions.count <= 1 { return versions.first ?? 0 }
        let current = try await current()
        return versions.contains(current) ? current : 0
    }
}
