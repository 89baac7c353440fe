/// Which set of rules and defaults a process runs under.
package enum Profile: String, Sendable, CaseIterable {
    /// One machine, one person: makes its own secrets, logs to be read.
    case local
    /// A shared test system: JSON logs, a bootstrap key is fine.
    case dev
    /// Refuses every default that would be unsafe.
    case prod

    package static let allowed = allCases.map(\.rawValue).joined(separator: ", ")
}
