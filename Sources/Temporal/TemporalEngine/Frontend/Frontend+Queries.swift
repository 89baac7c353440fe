import SwiftProtobuf
import struct GRPCCore.RPCError
import Foundation
package import TemporalAPI

extension Frontend {
    package func queryWorkflow(
        _ request: APIQueryWorkflowRequest,
        _ options: CallOptions
    ) async throws -> APIQueryWorkflowResponse {
        try await answering {
            let key = try key(request.execution, isSet: request.hasExecution, in: request.namespace)
            guard request.hasQuery else { throw ServiceError.invalid("WorkflowQuery is not set on request.") }
            guard !request.query.queryType.isEmpty else {
                throw ServiceError.invalid("QueryType is not set on request.")
            }
            try check(blob: try request.query.queryArgs.serializedData().count)
            let deadline = pollDeadline(options, limit: limits.query)
            let run = try await snapshot(key).key
            let id = host.ids.make()
            // Held, so that no workflow task ends between the look and the place in its queue of queries.
            let plan = try await host.holding(run) { loaded in
                try route(try await host.loaded(loaded).state, request, id: id, deadline: deadline)
            }
            switch plan {
            case .rejected(let status): return .with { $0.queryRejected.status = status }
            case .direct: return try await ask(request.query, run, until: deadline)
            case .buffered(let promise):
                defer { host.queries.remove(id, of: run.runID) }
                guard let outcome = await promise.value(until: deadline) else { throw ServiceError.queryTimedOut }
                guard case .answered(let result) = outcome else {
                    return try await ask(request.query, run, until: deadline)
                }
                return try response(to: result)
            }
        }
    }

    package func respondQueryTaskCompleted(
        _ request: APIRespondQueryTaskCompletedRequest,
        _ options: CallOptions
    ) async throws -> APIRespondQueryTaskCompletedResponse {
        try await answering {
            let (token, _) = try token(request.taskToken, .query)
            guard !token.queryID.isEmpty else { throw ServiceError.invalid("Invalid TaskToken.") }
            var answer = request
            if try request.queryResult.serializedData().count > limits.blobBytes {
                answer.completedType = .failed
                answer.clearQueryResult()
                answer.errorMessage = "Blob data size exceeds limit."
            }
            guard host.queries.answer(answer, to: token.queryID) else {
                throw ServiceError(.notFound, "query task not found, or already expired")
            }
            return APIRespondQueryTaskCompletedResponse()
        }
    }

    // MARK: How a query is answered

    private enum Plan {
        case rejected(APIWorkflowExecutionStatus)
        /// Nothing stands before it: a worker gets it at once.
        case direct
        /// It goes with the run's next workflow task, so that it sees all that came before it.
        case buffered(Promise<QueryOutcome>)
    }

    private func route(
        _ state: RunState,
        _ request: APIQueryWorkflowRequest,
        id: String,
        deadline: ContinuousClock.Instant
    ) throws -> Plan {
        if !state.isRunning {
            let isUnclean = state.status != .completed
            switch request.queryRejectCondition {
            case .notOpen: return .rejected(state.status)
            case .notCompletedCleanly where isUnclean: return .rejected(state.status)
            default: break
            }
            guard state.lastCompletedStartedEventID > 0 else {
                throw ServiceError.notReady("Workflow execution closed before WorkflowTaskStarted event")
            }
        }
        if state.isWaitingForFirstTask {
            let wait = state.executionTime - host.clock.now()
            guard ContinuousClock.now + wait < deadline else {
                throw ServiceError.notReady("Workflow task is not scheduled yet.")
            }
        }
        guard state.workflowTaskAttempt < limits.queryFailsFromAttempt || !state.isRunning else {
            throw ServiceError.notReady("Unable to query workflow due to Workflow Task in failed state.")
        }
        if state.lastCompletedStartedEventID > 0, state.workflowTask == nil || !state.isRunning { return .direct }
        guard let promise = host.queries.buffer(request.query, id: id, of: state.key.runID) else {
            throw ServiceError.exhausted(
                .busyWorkflow,
                .namespace,
                "consistent query buffer is full, this may be caused by too many queries and workflow not able to "
                    + "process query fast enough"
            )
        }
        return .buffered(promise)
    }

    /// Sends a query to the worker that has the run cached, else to any worker of the run's queue.
    private func ask(
        _ query: APIWorkflowQuery,
        _ key: RunKey,
        until deadline: ContinuousClock.Instant
    ) async throws -> APIQueryWorkflowResponse {
        let state = try await host.snapshot(key).state
        if let sticky = state.sticky {
            let queue = QueueName(namespaceID: key.namespaceID, name: sticky.name, kind: .workflow)
            if matching.isServed(queue) {
                let patience = min(deadline, ContinuousClock.now + sticky.scheduleToStartTimeout)
                if let answer = try await send(query, key, to: queue, until: patience) {
                    return try response(to: answer)
                }
            }
            if state.isRunning {
                _ = try? await host.update(key) { state, now in try state.resetSticky(now: now) }
            }
        }
        let queue = QueueName(namespaceID: key.namespaceID, name: state.normalTaskQueue.name, kind: .workflow)
        guard let answer = try await send(query, key, to: queue, until: deadline) else {
            throw ServiceError.queryTimedOut
        }
        return try response(to: answer)
    }

    private func send(
        _ query: APIWorkflowQuery,
        _ key: RunKey,
        to queue: QueueName,
        until deadline: ContinuousClock.Instant
    ) async throws -> APIRespondQueryTaskCompletedRequest? {
        let id = host.ids.make()
        guard let promise = host.queries.expectAnswer(to: id) else {
            throw ServiceError.exhausted(.concurrentLimit, .system, "too many queries wait for workers")
        }
        matching.add(.query(QueryTask(id: id, key: key, query: query)), to: queue)
        let answer = await promise.value(until: deadline)
        host.queries.forget(id)
        matching.removeQuery(id, from: queue)
        try Task.checkCancellation()
        return answer
    }

    /// What a worker gets of a query that comes by itself. One that has the run cached needs no history.
    func pollResponse(to task: QueryTask, isSticky: Bool) async throws -> APIPollWorkflowTaskQueueResponse? {
        guard let snapshot = try? await host.snapshot(task.key) else { return nil }
        let end = snapshot.committedNextEventID
        var page = HistoryReader.Page(events: [], next: nil)
        if !isSticky {
            page = try await history.page(of: snapshot, from: 1, before: end, limit: limits.historyPageEvents)
        }
        var token = TaskToken(kind: .query, key: snapshot.key)
        token.queryID = task.id
        return .with {
            $0.taskToken = token.data
            $0.workflowExecution = snapshot.key.execution
            $0.workflowType = snapshot.state.start.workflowType
            $0.previousStartedEventID = snapshot.state.lastCompletedStartedEventID
            $0.attempt = 1
            $0.history.events = page.events
            if let next = page.next {
                $0.nextPageToken = HistoryToken(runID: snapshot.key.runID, next: next, end: end).data
            }
            $0.query = task.query
            $0.workflowExecutionTaskQueue = snapshot.state.normalTaskQueue
        }
    }

    // MARK: Answers

    private func response(to result: APIWorkflowQueryResult) throws -> APIQueryWorkflowResponse {
        guard result.resultType == .answered else {
            throw ServiceError.queryFailed(result.errorMessage, result.hasFailure ? result.failure : nil)
        }
        return .with { $0.queryResult = result.answer }
    }

    private func response(to answer: APIRespondQueryTaskCompletedRequest) throws -> APIQueryWorkflowResponse {
        guard answer.completedType == .answered else {
            throw ServiceError.queryFailed(answer.errorMessage, answer.hasFailure ? answer.failure : nil)
        }
        return .with { $0.queryResult = answer.queryResult }
    }
}
