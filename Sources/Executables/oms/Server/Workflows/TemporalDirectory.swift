import Foundation
import GRPCCore
package import HTTPAPI
import Logging
package import OMSKernel
import OMSWorkflows
import SwiftProtobuf
import TemporalAPI
package import TemporalSDK

/// The workflows of the deployment, read and ended through a Temporal client.
package struct TemporalDirectory: WorkflowDirectory {
    /// How long a caller waits for the service, and for a workflow's own answers.
    private static let maximumWait = Duration.seconds(5)

    private let client: TemporalClient
    private let maximumWait: Duration

    /// - Parameters:
    ///   - client: speaks with the service, and decrypts what workflows carry.
    ///   - maximumWait: how long a caller waits for the service.
    package init(client: TemporalClient, maximumWait: Duration = TemporalDirectory.maximumWait) {
        self.client = client
        self.maximumWait = maximumWait
    }

    package func workflows(
        query: String,
        after token: [UInt8]?,
        limit: PageLimit
    ) async throws -> WorkflowPage<WorkflowSummary> {
        let page = try await answer { client in
            try await client.workflowsPage(query: query, after: token.map { Data($0) }, size: limit.count)
        }
        return WorkflowPage(elements: page.elements.map(WorkflowSummary.init), next: page.next.map { Array($0) })
    }

    package func describe(_ run: WorkflowRun) async throws -> WorkflowDescription {
        let found = try await answer { try await $0.handle(run).describe() }
        return WorkflowDescription(
            summary: WorkflowSummary(found.summary),
            isCancelRequested: found.isCancelRequested,
            pendingActivities: found.pendingActivities.map(WorkflowDescription.PendingActivity.init),
            pendingChildren: found.pendingChildren.map { WorkflowRun(workflowID: $0.workflowID, runID: $0.runID) },
            progress: await progress(of: found)
        )
    }

    /// What the service knows of a workflow's latest run; nil when there is none.
    package func summary(of workflowID: String) async throws -> WorkflowSummary? {
        do {
            let run = WorkflowRun(workflowID: workflowID, runID: nil)
            return WorkflowSummary(try await answer { try await $0.handle(run).describe() }.summary)
        } catch WorkflowDirectoryError.notFound {
            return nil
        }
    }

    /// The ids of all running workflows of a type. What was just started may be missing.
    /// - Parameters:
    ///   - type: the type's name.
    ///   - limit: the most that are read.
    /// - Returns: the ids; nil when there are more than the limit.
    /// - Throws: ``WorkflowDirectoryError``.
    package func runningIDs(ofType type: String, limit: Int) async throws -> Set<String>? {
        var ids: Set<String> = []
        var token: Data?
        let query = "WorkflowType = '\(type)' AND ExecutionStatus = 'Running'"
        repeat {
            let after = token
            let page = try await answer { try await $0.workflowsPage(query: query, after: after, size: 1_000) }
            ids.formUnion(page.elements.map(\.id))
            guard ids.count <= limit else { return nil }
            token = page.next
        } while token != nil
        return ids
    }

    package func history(
        of run: WorkflowRun,
        after token: [UInt8]?,
        limit: PageLimit,
        payloads: Bool
    ) async throws -> WorkflowPage<WorkflowEvent> {
        let page = try await answer { client in
            let handle = client.handle(run)
            let token = token.map { Data($0) }
            do {
                // Also for who may not see payloads: what they are about is told all the same.
                return try await handle.historyPage(after: token, size: limit.count, decoding: true)
            } catch is CodecError {
                // Another deployment's key: its payloads are shown as they lie.
                return try await handle.historyPage(after: token, size: limit.count, decoding: false)
            }
        }
        let writer = HistoryEventWriter(showsPayloads: payloads)
        return WorkflowPage(elements: try page.elements.map(writer.event), next: page.next.map { Array($0) })
    }

    package func cancel(_ run: WorkflowRun, reason: String?) async throws {
        // The service takes the wish to cancel what has ended, and does nothing.
        let found = try await answer { try await $0.handle(run).describe() }
        guard found.summary.closeTime == nil else { throw WorkflowDirectoryError.closed(workflowID: run.workflowID) }
        let exact = WorkflowRun(workflowID: run.workflowID, runID: found.runID)
        try await answer { try await $0.handle(exact).cancel(reason: reason) }
    }

    package func terminate(_ run: WorkflowRun, reason: String) async throws {
        do {
            try await answer { try await $0.handle(run).terminate(reason: reason) }
        } catch WorkflowDirectoryError.notFound {
            // The service says of an ended workflow, too, that it finds none.
            _ = try await answer { try await $0.handle(run).describe() }
            throw WorkflowDirectoryError.closed(workflowID: run.workflowID)
        }
    }

    /// What one of the system's own workflows says of itself. Nobody fails when no worker answers in time.
    private func progress(of found: WorkflowExecutionDescription) async -> WorkflowDescription.Progress? {
        let run = WorkflowRun(workflowID: found.id, runID: found.runID)
        switch found.summary.type {
        case OrderFulfillmentWorkflow.name:
            return try? await answer { client in
                let handle = client.workflowHandle(type: OrderFulfillmentWorkflow.self, id: found.id, runID: run.runID)
                return WorkflowDescription.Progress(
                    step: try await handle.query(OrderFulfillmentWorkflow.getCurrentStep),
                    blockingReason: try await handle.query(OrderFulfillmentWorkflow.getBlockingReason),
                    since: Timestamp(milliseconds: try await handle.query(OrderFulfillmentWorkflow.getSince))
                )
            }
        case OrderIntakeWorkflow.name:
            return try? await answer { client in
                let handle = client.workflowHandle(type: OrderIntakeWorkflow.self, id: found.id, runID: run.runID)
                return WorkflowDescription.Progress(
                    step: try await handle.query(OrderIntakeWorkflow.getStatus),
                    blockingReason: nil,
                    since: nil
                )
            }
        default: return nil
        }
    }

    /// Asks the service, within the time that a caller waits.
    private func answer<Result: Sendable>(
        _ body: @escaping @Sendable (TemporalClient) async throws -> Result
    ) async throws -> Result {
        do {
            return try await withThrowingTaskGroup(of: Result.self) { group in
                group.addTask { [client] in try await body(client) }
                group.addTask { [maximumWait] in
                    try await Task.sleep(for: maximumWait)
                    throw WorkflowDirectoryError.unavailable
                }
                defer { group.cancelAll() }
                guard let first = try await group.next() else { throw WorkflowDirectoryError.unavailable }
                return first
            }
        } catch let error as WorkflowNotFoundError {
            throw WorkflowDirectoryError.notFound(workflowID: error.workflowID)
        } catch let error as ServiceError {
            switch error.code {
            case .invalidArgument: throw WorkflowDirectoryError.refused(error.message)
            case .unavailable, .deadlineExceeded, .resourceExhausted, .cancelled:
                throw WorkflowDirectoryError.unavailable
            default: throw error
            }
        }
    }
}

extension TemporalClient {
    fileprivate func handle(_ run: WorkflowRun) -> UntypedWorkflowHandle {
        workflowHandle(id: run.workflowID, runID: run.runID)
    }
}
