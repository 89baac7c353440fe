/// What a process does for the system.
package enum Role: String, Sendable, CaseIterable {
    /// Answers requests.
    case api
    /// Delivers events from the outbox.
    case relay
    /// Runs the embedded Temporal engine.
    case engine

    /// What a process does unless it is told.
    package static let usual: Set<Role> = [.api, .relay]

    package static let allowed =
        "one or more of \(allCases.map(\.rawValue).joined(separator: ", ")), separated by commas"

    /// - Returns: nil when the list is empty or holds another word.
    package static func parse(_ text: String) -> Set<Role>? {
        let roles = text.split(separator: ",").map { Role(rawValue: $0.trimmed) }
        guard !roles.isEmpty, !roles.contains(nil) else { return nil }
        return Set(roles.compactMap { $0 })
    }
}

/// Where events are delivered to.
package enum EventTarget: String, Sendable, CaseIterable {
    case log
    case inProcess = "in-process"
}

extension StringProtocol {
    /// Without spaces and tabs at its ends.
    package var trimmed: String {
        var text = Substring(self)
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
