import SwiftProtobuf
import struct GRPCCore.RPCError
package import TemporalAPI

extension Frontend {
    package func startWorkflowExecution(
        _ request: APIStartWorkflowExecutionRequest,
        _ options: CallOptions
    ) async throws -> APIStartWorkflowExecutionResponse {
        try await answering {
            let namespace = try namespace(request.namespace)
            var request = request
            if request.requestID.isEmpty { request.requestID = host.ids.make() }
            let policies = try policies(request.workflowIDReusePolicy, request.workflowIDConflictPolicy, else: .fail)
            try check(start: request, in: namespace)
            let isEager = request.requestEagerExecution && Duration(request.workflowStartDelay) == .zero
            let outcome = try await starter.start(policies, offersTasks: !isEager) { existing in
                guard request.onConflictOptions.attachRequestID else { return }
                try await self.host.update(existing) { state, now in
                    try state.attachRequest(request.requestID, identity: request.identity, now: now)
                }
            } make: { runID, now in
                let key = self.key(request.workflowID, runID, in: namespace)
                var start = try RunStart(request, key: key, now: now, limits: self.host.runLimits)
                if isEager { start.attributes.eagerExecutionAccepted = true }
                return start
            }
            var task: APIPollWorkflowTaskQueueResponse?
            if isEager, outcome.isNew {
                task = await eagerTask(of: key(request.workflowID, outcome.runID, in: namespace), for: request)
            }
            return .with {
                if let task { $0.eagerWorkflowTask = task }
                $0.runID = outcome.runID
                $0.started = outcome.isStarted
                $0.status = APIWorkflowExecutionStatus(rawValue: outcome.status) ?? .running
                $0.firstExecutionRunID = outcome.firstRunID
            }
        }
    }

    package func signalWithStartWorkflowExecution(
        _ request: APISignalWithStartWorkflowExecutionRequest,
        _ options: CallOptions
    ) async throws -> APISignalWithStartWorkflowExecutionResponse {
        try await answering {
            let namespace = try namespace(request.namespace)
            var request = request
            if request.requestID.isEmpty { request.requestID = host.ids.make() }
            guard request.workflowIDConflictPolicy != .fail else {
                throw ServiceError.invalid(
                    "Invalid WorkflowIDConflictPolicy: WORKFLOW_ID_CONFLICT_POLICY_FAIL is not supported for this "
                        + "operation."
                )
            }
            guard !request.signalName.isEmpty else { throw ServiceError.invalid("SignalName is not set on request.") }
            try check(request.signalName, isShort: "SignalName")
            let policies = try policies(
                request.workflowIDReusePolicy,
                request.workflowIDConflictPolicy,
                else: .useExisting
            )
            try check(start: request.start, in: namespace)
            try check(blob: try request.signalInput.serializedData().count)
            let outcome = try await starter.start(policies) { existing in
                _ = try await self.host.update(existing) { state, now in
                    try state.signal(SignalRequest(request), now: now)
                }
            } make: { runID, now in
                let key = self.key(request.workflowID, runID, in: namespace)
                return try RunStart(request, key: key, now: now, limits: self.host.runLimits)
            }
            return .with {
                $0.runID = outcome.runID
                $0.started = outcome.isStarted
                $0.firstExecutionRunID = outcome.firstRunID
            }
        }
    }

    /// Starts the first workflow task of a new run for the one who started the run. When that fails it is offered to
    /// all, and when the answer gets lost it times out and is offered then.
    private func eagerTask(
        of key: RunKey,
        for request: APIStartWorkflowExecutionRequest
    ) async -> APIPollWorkflowTaskQueueResponse? {
        let poller = WorkflowTaskPoller(
            identity: request.identity,
            requestID: host.ids.make(),
            taskQueue: request.taskQueue
        )
        let begin = { (state: inout RunState, now: EngineTime) throws -> HandedOutTask in
            try Task.checkCancellation()
            guard let waiting = state.workflowTask, waiting.started == nil else {
                throw RunRefusal.workflowTaskNotFound
            }
            let task = try state.startWorkflowTask(
                scheduledEventID: waiting.scheduledEventID,
                poller: poller,
                now: now
            )
            return self.handingOut(task, of: key)
        }
        do {
            if storesTaskStarts {
                let (task, snapshot) = try await host.updateAndSee(key, begin)
                return try await response(to: task, in: snapshot)
            }
            let (task, before, snapshot) = try await host.updateInMemory(key, begin)
            let response = try await response(to: task, in: snapshot)
            guard !Task.isCancelled else {
                await host.revert(snapshot, to: before) { $0.offerWorkflowTask(of: $1) }
                return nil
            }
            return response
        } catch {
            try? await host.offerTasks(of: key)
            return nil
        }
    }

    // MARK: Checks, in the real service's order and words

    private func policies(
        _ reuse: APIWorkflowIdReusePolicy,
        _ conflict: APIWorkflowIdConflictPolicy,
        else standard: APIWorkflowIdConflictPolicy
    ) throws -> RunStarter.Policies {
        if reuse == .terminateIfRunning, conflict != .unspecified {
            throw ServiceError.invalid(
                "Invalid WorkflowIDReusePolicy: WORKFLOW_ID_REUSE_POLICY_TERMINATE_IF_RUNNING cannot be used together "
                    + "with a WorkflowIDConflictPolicy"
            )
        }
        if reuse == .rejectDuplicate, conflict == .terminateExisting {
            throw ServiceError.invalid(
                "Invalid WorkflowIDReusePolicy: WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE cannot be used together "
                    + "with WorkflowIdConflictPolicy WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING"
            )
        }
        var policies = RunStarter.Policies(reuse: reuse, conflict: conflict)
        policies.fillIn(conflict: standard)
        return policies
    }

    private func check(start request: APIStartWorkflowExecutionRequest, in namespace: Namespace) throws {
        guard !request.workflowID.isEmpty else { throw ServiceError.invalid("WorkflowId is not set on request.") }
        guard request.workflowID.utf8.count <= limits.idBytes else {
            throw ServiceError.invalid(
                "WorkflowId exceeds maximum allowed length (\(request.workflowID.utf8.count)/\(limits.idBytes))"
            )
        }
        guard request.cronSchedule.isEmpty else {
            throw ServiceError(.unimplemented, "StartWorkflowExecution: cron schedules")
        }
        guard !request.workflowType.name.isEmpty else {
            throw ServiceError.invalid("WorkflowType is not set on request.")
        }
        try check(request.workflowType.name, isShort: "WorkflowType")
        try check(request.taskQueue, isSet: request.hasTaskQueue)
        try check(request.requestID, isShort: "RequestId")
        try check(request.identity, isShort: "Identity")
        let rules = SearchAttributeRules(namespace: namespace)
        if let problem = rules.problem(request.searchAttributes.indexedFields) {
            throw ServiceError.invalid(problem)
        }
    }
}
