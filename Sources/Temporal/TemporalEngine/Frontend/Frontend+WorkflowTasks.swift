import SwiftProtobuf
import struct GRPCCore.RPCError
import Foundation
package import TemporalAPI

extension Frontend {
    package func pollWorkflowTaskQueue(
        _ request: APIPollWorkflowTaskQueueRequest,
        _ options: CallOptions
    ) async throws -> APIPollWorkflowTaskQueueResponse {
        try await answering {
            let namespace = try namespace(request.namespace)
            try check(request.identity, isShort: "Identity")
            try check(request.taskQueue, isSet: request.hasTaskQueue)
            let queue = QueueName(namespaceID: namespace.id, name: request.taskQueue.name, kind: .workflow)
            let deadline = pollDeadline(options, limit: limits.taskPoll)
            while ContinuousClock.now < deadline {
                let task = try await matching.poll(
                    queue,
                    identity: request.identity,
                    workerKey: request.workerInstanceKey,
                    deadline: deadline
                )
                guard let task else { break }
                if let answer = try await answer(task, on: queue, to: request) { return answer }
            }
            return APIPollWorkflowTaskQueueResponse()
        }
    }

    package func respondWorkflowTaskCompleted(
        _ request: APIRespondWorkflowTaskCompletedRequest,
        _ options: CallOptions
    ) async throws -> APIRespondWorkflowTaskCompletedResponse {
        try await answering {
            let (token, key) = try token(request.taskToken, .workflow)
            try check(request.identity, isShort: "Identity")
            guard request.messages.isEmpty else {
                throw ServiceError(.unimplemented, "RespondWorkflowTaskCompleted: workflow updates")
            }
            let results = checkedResults(request.queryResults)
            var ids = host.ids
            let (outcome, next) = try await host.update(key) {
                self.host.queries.complete(results, of: key.runID)
            } _: { state, now in
                let outcome = try state.completeWorkflowTask(
                    token.workflowTask,
                    request,
                    rules: self.rules(for: key),
                    engineProcess: self.engineProcess,
                    now: now,
                    ids: &ids
                )
                return (outcome, outcome.nextTask.map { self.handingOut($0, of: key, without: results) })
            }
            if let refusal = outcome.refusal { throw refusal }
            return try await response(to: outcome, next, key)
        }
    }

    package func respondWorkflowTaskFailed(
        _ request: APIRespondWorkflowTaskFailedRequest,
        _ options: CallOptions
    ) async throws -> APIRespondWorkflowTaskFailedResponse {
        try await answering {
            let (token, key) = try token(request.taskToken, .workflow)
            try check(request.identity, isShort: "Identity")
            _ = try await host.update(key) { state, now in
                try state.failWorkflowTask(
                    token.workflowTask,
                    cause: request.cause,
                    failure: request.hasFailure ? request.failure : nil,
                    identity: request.identity,
                    now: now
                )
            }
            return APIRespondWorkflowTaskFailedResponse()
        }
    }

    // MARK: Handing out

    /// Answers a poll with a task, unless the task is none any more.
    private func answer(
        _ task: QueuedTask,
        on queue: QueueName,
        to request: APIPollWorkflowTaskQueueRequest
    ) async throws -> APIPollWorkflowTaskQueueResponse? {
        switch task {
        case .workflow(let reference): try await start(reference, on: queue, for: request)
        case .query(let query): try await pollResponse(to: query, isSticky: request.taskQueue.kind == .sticky)
        case .activity: nil
        }
    }

    private func start(
        _ reference: WorkflowTaskReference,
        on queue: QueueName,
        for request: APIPollWorkflowTaskQueueRequest
    ) async throws -> APIPollWorkflowTaskQueueResponse? {
        let poller = WorkflowTaskPoller(
            identity: request.identity,
            requestID: host.ids.make(),
            taskQueue: request.taskQueue
        )
        let begin = { (state: inout RunState, now: EngineTime) throws -> HandedOutTask in
            try Task.checkCancellation()
            guard state.workflowTask?.attempt == reference.attempt else { throw RunRefusal.workflowTaskNotFound }
            let task = try state.startWorkflowTask(
                scheduledEventID: reference.scheduledEventID,
                poller: poller,
                now: now
            )
            return self.handingOut(task, of: reference.key)
        }
        do {
            if storesTaskStarts { return try await handOutStored(reference, begin) }
            let (task, before, snapshot) = try await host.updateInMemory(reference.key, begin)
            let response = try await response(to: task, in: snapshot)
            guard !Task.isCancelled else {
                await host.revert(snapshot, to: before) { $0.offerWorkflowTask(of: $1) }
                throw CancellationError()
            }
            return response
        } catch is RunRefusal {
            return nil
        } catch let error as ServiceError where error.code == .notFound {
            return nil
        } catch {
            // It was not this task's fault: the next poller gets it.
            matching.giveBack(.workflow(reference), to: queue)
            throw error
        }
    }

    /// Stores that a task started, and only then answers with it.
    private func handOutStored(
        _ reference: WorkflowTaskReference,
        _ begin: (inout RunState, EngineTime) throws -> HandedOutTask
    ) async throws -> APIPollWorkflowTaskQueueResponse? {
        let (task, snapshot) = try await host.updateAndSee(reference.key, begin)
        let response = try await response(to: task, in: snapshot)
        guard !Task.isCancelled else {
            // Nobody will hear of this start: the next one need not wait for its timeout.
            _ = try? await host.update(reference.key) { state, now in state.loseWorkflowTask(task.task.token, now: now)
            }
            throw CancellationError()
        }
        return response
    }

    /// A task with the queries that go with it; called while the run is held.
    func handingOut(
        _ task: StartedWorkflowTask,
        of key: RunKey,
        without answered: [String: APIWorkflowQueryResult] = [:]
    ) -> HandedOutTask {
        HandedOutTask(task: task, queries: host.queries.queries(of: key.runID).filter { answered[$0.key] == nil })
    }

    /// What a worker gets of a workflow task it has.
    func response(
        to handedOut: HandedOutTask,
        in snapshot: RunSnapshot
    ) async throws -> APIPollWorkflowTaskQueueResponse {
        let task = handedOut.task
        let end = task.startedEventID + 1
        let page = try await history.page(
            of: snapshot,
            from: task.isSticky ? task.previousStartedEventID + 1 : 1,
            before: end,
            limit: limits.historyPageEvents
        )
        var token = TaskToken(kind: .workflow, key: snapshot.key)
        token.scheduledEventID = task.scheduledEventID
        token.startedEventID = task.startedEventID
        token.attempt = task.attempt
        return .with {
            $0.taskToken = token.data
            $0.workflowExecution = snapshot.key.execution
            $0.workflowType = snapshot.state.start.workflowType
            $0.previousStartedEventID = task.previousStartedEventID
            $0.startedEventID = task.startedEventID
            $0.attempt = task.attempt
            $0.history.events = page.events
            if let next = page.next {
                $0.nextPageToken = HistoryToken(runID: snapshot.key.runID, next: next, end: end).data
            }
            $0.workflowExecutionTaskQueue = task.taskQueue
            $0.scheduledTime = task.scheduledTime.timestamp
            $0.startedTime = task.startedTime.timestamp
            $0.queries = handedOut.queries
        }
    }

    // MARK: Completing

    private func response(
        to outcome: WorkflowTaskOutcome,
        _ next: HandedOutTask?,
        _ key: RunKey
    ) async throws -> APIRespondWorkflowTaskCompletedResponse {
        var response = APIRespondWorkflowTaskCompletedResponse()
        if let next {
            response.workflowTask = try await self.response(to: next, in: try await host.snapshot(key))
        }
        response.activityTasks = outcome.activities.map { self.response(to: $0, key) }
        return response
    }

    private func rules(for key: RunKey) -> CommandRules {
        var rules = CommandRules()
        if let namespace = host.namespaces.withID(key.namespaceID) {
            let attributes = SearchAttributeRules(namespace: namespace)
            rules.searchAttributeProblem = { attributes.problem($0, $1) }
        }
        return rules
    }

    /// Answers to queries that are too large become failures, as the real service has it.
    private func checkedResults(_ results: [String: APIWorkflowQueryResult]) -> [String: APIWorkflowQueryResult] {
        results.mapValues { result in
            guard ((try? result.answer.serializedData().count) ?? 0) > limits.blobBytes else { return result }
            return .with {
                $0.resultType = .failed
                $0.errorMessage = "Blob data size exceeds limit."
            }
        }
    }

    // MARK: Tokens

    /// - Parameters:
    ///   - data: a token as the worker shows it.
    ///   - kind: of which task.
    /// - Returns: the token and its run.
    /// - Throws: `ServiceError` when it is no such token.
    func token(_ data: Data, _ kind: TaskToken.Kind) throws -> (TaskToken, RunKey) {
        guard let token = TaskToken(data), token.kind == kind else {
            throw ServiceError.invalid(
                data.isEmpty ? "Task token not set on request." : "Error deserializing task token."
            )
        }
        guard let namespace = host.namespaces.withID(token.namespaceID) else {
            throw ServiceError.namespaceNotFound(token.namespaceID)
        }
        return (token, key(token.workflowID, token.runID, in: namespace))
    }
}

extension TaskToken {
    var workflowTask: WorkflowTaskToken {
        WorkflowTaskToken(scheduledEventID: scheduledEventID, startedEventID: startedEventID, attempt: attempt)
    }
}

/// A workflow task that was started, and the queries that waited at that moment. One that comes later has to see what
/// happened after the start, so it goes with a later task.
struct HandedOutTask: Sendable {
    let task: StartedWorkflowTask
    let queries: [String: APIWorkflowQuery]
}
