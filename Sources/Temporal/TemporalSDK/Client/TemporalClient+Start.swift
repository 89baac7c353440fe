import GRPCCore
import TemporalAPI

extension TemporalClient {
    /// Starts a workflow of this type.
    ///
    /// - Parameters:
    ///   - name: The workflow's type.
    ///   - options: Its id, task queue, policies and timeouts.
    ///   - input: Its arguments.
    /// - Returns: A handle of the run; with the conflict policy to use an existing one, of that one.
    /// - Throws: `WorkflowAlreadyStartedError` when the policies do not allow it.
    package func startWorkflow<each Input: Sendable>(
        name: String,
        options: WorkflowOptions,
        input: repeat each Input
    ) async throws -> UntypedWorkflowHandle {
        let requests = StartRequests(configuration: configuration, type: name, options: options)
        var request = try requests.start(input: converter.convertValues(repeat each input))
        let place = eagerPlace(name, options)
        request.requestEagerExecution = place != nil
        do {
            let encoded = try await converter.encode(request)
            let answer = try await starting(name, options) {
                try await call("StartWorkflowExecution") { try await $0.startWorkflowExecution(encoded, $1) }
            }
            if answer.hasEagerWorkflowTask { place?.take(answer.eagerWorkflowTask) } else { place?.giveBack() }
            var handle = handle(of: options.id, runID: answer.runID, firstRunID: answer.firstExecutionRunID)
            handle.isNewRun = answer.started
            return handle
        } catch {
            place?.giveBack()
            throw error
        }
    }

    /// Room for the first task in a worker of this process, when it may come with the answer.
    private func eagerPlace(_ name: String, _ options: WorkflowOptions) -> EagerWorkers.Place? {
        guard options.requestEagerStart, options.startDelay == nil else { return nil }
        return configuration.eagerWorkers?.place(
            namespace: configuration.namespace,
            taskQueue: options.taskQueue,
            workflowType: name
        )
    }

    /// Signals a workflow, and starts it before if it does not run.
    ///
    /// - Parameters:
    ///   - name: The workflow's type.
    ///   - options: Its id, task queue, policies and timeouts.
    ///   - input: Its arguments, used when it is started.
    ///   - signal: The signal's name.
    ///   - signalInput: The signal's argument; Void for none.
    /// - Returns: A handle of the run that got the signal.
    /// - Throws: `WorkflowAlreadyStartedError` when the reuse policy does not allow a new run.
    package func signalWithStartWorkflow<each Input: Sendable, SignalInput: Sendable>(
        name: String,
        options: WorkflowOptions,
        input: repeat each Input,
        signal: String,
        signalInput: SignalInput
    ) async throws -> UntypedWorkflowHandle {
        let requests = StartRequests(configuration: configuration, type: name, options: options)
        let request = try requests.signalWithStart(
            input: converter.convertValues(repeat each input),
            signal: signal,
            signalInput: converter.convertValues(signalInput)
        )
        let encoded = try await converter.encode(request)
        let answer = try await starting(name, options) {
            try await call("SignalWithStartWorkflowExecution") {
                try await $0.signalWithStartWorkflowExecution(encoded, $1)
            }
        }
        return handle(of: options.id, runID: answer.runID, firstRunID: answer.firstExecutionRunID)
    }

    /// A handle of a workflow that was started elsewhere.
    ///
    /// - Parameters:
    ///   - id: The workflow's id.
    ///   - runID: One run of it; nil for the latest.
    ///   - firstExecutionRunID: The first run of a chain: cancel and terminate then refuse another chain.
    /// - Returns: The handle. Nothing is asked.
    package func workflowHandle(
        id: String,
        runID: String? = nil,
        firstExecutionRunID: String? = nil
    ) -> UntypedWorkflowHandle {
        UntypedWorkflowHandle(
            client: self,
            id: id,
            runID: runID,
            resultRunID: runID,
            firstExecutionRunID: firstExecutionRunID
        )
    }

    /// Signals and queries of a started workflow go to whatever run is the latest, its result is that of this run
    /// and those that follow it.
    private func handle(of id: String, runID: String, firstRunID: String) -> UntypedWorkflowHandle {
        UntypedWorkflowHandle(
            client: self,
            id: id,
            runID: nil,
            resultRunID: runID,
            firstExecutionRunID: firstRunID.isEmpty ? runID : firstRunID
        )
    }

    private func starting<Response>(
        _ name: String,
        _ options: WorkflowOptions,
        _ body: () async throws -> Response
    ) async throws -> Response {
        do {
            return try await body()
        } catch let error as ServiceError where error.code == .alreadyExists {
            let detail = error.detail(APIWorkflowExecutionAlreadyStartedFailure.self)
            throw WorkflowAlreadyStartedError(workflowID: options.id, workflowType: name, runID: detail?.runID)
        }
    }
}
