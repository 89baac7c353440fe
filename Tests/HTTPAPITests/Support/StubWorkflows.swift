import HTTPAPI
import OMSKernel
import Synchronization

/// A Temporal service that knows one running and one ended workflow.
final class StubWorkflows: WorkflowDirectory {
    struct Asked: Equatable, Sendable {
        let verb: String
        let run: WorkflowRun
        let detail: String?
    }

    static let now = Timestamp(milliseconds: 1_795_168_800_000)
    static let running = summary("w/1", "Running")
    static let ended = summary("w-2", "Completed")

    private let calls = Mutex<[Asked]>([])

    /// What was asked, in order.
    var asked: [Asked] { calls.withLock { $0 } }

    func workflows(query: String, after token: [UInt8]?, limit: PageLimit) async throws
        -> WorkflowPage<WorkflowSummary>
    {
        if query == "nonsense" { throw WorkflowDirectoryError.refused("no such column") }
        return token == nil
            ? WorkflowPage(elements: [Self.running], next: [7]) : WorkflowPage(elements: [Self.ended], next: nil)
    }

    func describe(_ run: WorkflowRun) async throws -> WorkflowDescription {
        let summary = try find(run)
        let activity = WorkflowDescription.PendingActivity(
            activityID: "5",
            type: "CreateShipment",
            state: "SCHEDULED",
            attempt: 3,
            maximumAttempts: nil,
            scheduledAt: Self.now,
            lastStartedAt: nil,
            nextAttemptAt: nil,
            lastFailure: "away",
            lastWorker: nil
        )
        return WorkflowDescription(
            summary: summary,
            isCancelRequested: false,
            pendingActivities: [activity],
            pendingChildren: [WorkflowRun(workflowID: "child", runID: "r")],
            progress: .init(step: "CREATE_SHIPMENT", blockingReason: nil, since: Self.now)
        )
    }

    func history(
        of run: WorkflowRun,
        after token: [UInt8]?,
        limit: PageLimit,
        payloads: Bool
    ) async throws -> WorkflowPage<WorkflowEvent> {
        _ = try find(run)
        let attributes = payloads ? #"{"input":"secret"}"# : #"{"input":"hidden"}"#
        let event = WorkflowEvent(id: 1, time: Self.now, type: "WorkflowExecutionStarted", attributes: attributes)
        return WorkflowPage(elements: [event], next: token == nil ? [1, 2, 3] : nil)
    }

    func cancel(_ run: WorkflowRun, reason: String?) async throws {
        try note("cancel", run, reason)
    }

    func terminate(_ run: WorkflowRun, reason: String) async throws {
        try note("terminate", run, reason)
    }

    private func note(_ verb: String, _ run: WorkflowRun, _ detail: String?) throws {
        if try find(run) == Self.ended { throw WorkflowDirectoryError.closed(workflowID: run.workflowID) }
        calls.withLock { $0.append(Asked(verb: verb, run: run, detail: detail)) }
    }

    private func find(_ run: WorkflowRun) throws -> WorkflowSummary {
        if run.runID == "none" { throw WorkflowDirectoryError.refused("Invalid RunId.") }
        guard let found = [Self.running, Self.ended].first(where: { $0.workflowID == run.workflowID }) else {
            throw WorkflowDirectoryError.notFound(workflowID: run.workflowID)
        }
        return found
    }

    private static func summary(_ id: String, _ status: String) -> WorkflowSummary {
        WorkflowSummary(
            workflowID: id,
            runID: "run-\(id)",
            type: "Any",
            taskQueue: "orders",
            status: status,
            startedAt: now,
            closedAt: status == "Running" ? nil : now,
            historyLength: 4,
            parentWorkflowID: nil
        )
    }
}
