/// Compares what the systems of record and the Temporal service say of the same orders. Handed in by the executable.
package protocol SystemExaminer: Sendable {
    /// Looks for what does not fit together. What is just happening is not found.
    /// - Parameters:
    ///   - repairs: whether what can be mended safely is mended.
    ///   - limit: the most of each kind that are found.
    /// - Returns: what was found, what was mended among it.
    /// - Throws: what the stores throw.
    func examine(repairs: Bool, limit: Int) async throws -> [SystemFinding]
}

/// Something that does not fit together.
package struct SystemFinding: Sendable, Equatable {
    package enum Severity: String, Sendable {
        case warning, error
    }

    package let severity: Severity
    /// A sentence.
    package let message: String
    /// The id of what it is about; nil when it is about the whole.
    package let subject: String?
    /// What a person can do about it.
    package let remedy: String?
    /// Whether a repair mends it.
    package let isRepairable: Bool
    package let isRepaired: Bool

    package init(
        _ message: String,
        severity: Severity = .error,
        subject: String?,
        remedy: String?,
        isRepairable: Bool = false,
        isRepaired: Bool = false
    ) {
        self.severity = severity
        self.message = message
        self.subject = subject
        self.remedy = remedy
        self.isRepairable = isRepairable
        self.isRepaired = isRepaired
    }
}
