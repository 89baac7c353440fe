package import OMSKernel

/// The workflows of the deployment, whatever type they are, as the Temporal service knows them. Handed in by the
/// executable.
package protocol WorkflowDirectory: Sendable {
    /// Workflows that a query finds, the latest first.
    /// - Parameters:
    ///   - query: in Temporal's list filter language; empty for all.
    ///   - token: ``WorkflowPage/next`` of the page before; nil for the first one.
    ///   - limit: the most that one page has.
    /// - Returns: the page.
    /// - Throws: ``WorkflowDirectoryError``.
    func workflows(query: String, after token: [UInt8]?, limit: PageLimit) async throws -> WorkflowPage<WorkflowSummary>

    /// - Throws: ``WorkflowDirectoryError``.
    func describe(_ run: WorkflowRun) async throws -> WorkflowDescription

    /// The run's history as it is now, oldest first.
    /// - Parameters:
    ///   - run: which run.
    ///   - token: ``WorkflowPage/next`` of the page before; nil for the first one.
    ///   - limit: the most that one page has.
    ///   - payloads: whether what the events carry is shown, decrypted.
    /// - Returns: the page.
    /// - Throws: ``WorkflowDirectoryError``.
    func history(
        of run: WorkflowRun,
        after token: [UInt8]?,
        limit: PageLimit,
        payloads: Bool
    ) async throws -> WorkflowPage<WorkflowEvent>

    /// Asks a workflow to end: it decides how.
    /// - Throws: ``WorkflowDirectoryError``.
    func cancel(_ run: WorkflowRun, reason: String?) async throws

    /// Ends a workflow at once, without asking it.
    /// - Throws: ``WorkflowDirectoryError``.
    func terminate(_ run: WorkflowRun, reason: String) async throws
}

/// A workflow, or one run of it.
package struct WorkflowRun: Sendable, Equatable {
    /// The longest id that Temporal takes.
    package static let maximumIDLength = 1_000

    package let workflowID: String
    /// nil for the latest.
    package let runID: String?

    package init(workflowID: String, runID: String?) {
        self.workflowID = workflowID
        self.runID = runID
    }
}

/// A part of a list that the Temporal service holds.
package struct WorkflowPage<Element: Sendable>: Sendable {
    package let elements: [Element]
    /// The service's own token; nil on the last page.
    package let next: [UInt8]?

    package init(elements: [Element], next: [UInt8]?) {
        self.elements = elements
        self.next = next
    }
}

/// Why the directory cannot answer.
package enum WorkflowDirectoryError: CategorizedError, Equatable {
    case notFound(workflowID: String)
    /// It has ended, so that nothing can be asked of it any more.
    case closed(workflowID: String)
    /// The service refused what was asked: the query, or a run's id.
    case refused(String)
    case unavailable

    package var category: ErrorCategory {
        switch self {
        case .notFound: .notFound
        case .closed: .conflict
        case .refused: .invalid
        case .unavailable: .unavailable(retryAfter: .seconds(5))
        }
    }

    package var message: String {
        switch self {
        case .notFound(let id): "There is no workflow \(id)"
        case .closed(let id): "The workflow \(id) has ended"
        case .refused(let reason): reason
        case .unavailable: "The Temporal service cannot be reached"
        }
    }
}
