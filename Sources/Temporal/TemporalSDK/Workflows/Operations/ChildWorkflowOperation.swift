import SwiftProtobuf
import TemporalAPI

/// One child workflow, from its start to its end.
///
/// `@unchecked Sendable`: only the thread inside the run touches it.
final class ChildWorkflowOperation: WorkflowOperation, @unchecked Sendable {
    let name: String
    let id: String
    let options: ChildWorkflowOptions
    let input: WorkflowInputs
    /// The child's first run; empty before it started.
    private(set) var runID = ""
    /// Cancelled before the command was sent: it never is.
    private(set) var isWithdrawn = false
    private var initiatedEventID: Int64 = 0
    private var startedEventID: Int64 = 0
    private var isCancelRequested = false
    private var starter = Suspension<Void>()
    private var outcome: Result<APIPayloads, any Error>?
    private var callers: [UnsafeContinuation<APIPayloads, any Error>] = []
    private let machine: WorkflowMachine

    init(
        _ machine: WorkflowMachine,
        name: String,
        id: String,
        options: ChildWorkflowOptions,
        input: @escaping WorkflowInputs
    ) {
        self.machine = machine
        self.name = name
        self.id = id
        self.options = options
        self.input = input
    }

    var label: String { "child workflow \(name) (id \(id))" }

    var isAwaited: Bool { starter.isOpen || !callers.isEmpty }

    /// Waits until the child runs.
    func started() async throws {
        try await machine.wait(cancelled: cancel) { starter.wait($0) }
    }

    /// Waits until the child ended. Cancelling one who waits cancels the child.
    func result() async throws -> APIPayloads {
        if let outcome { return try outcome.get() }
        return try await machine.wait(cancelled: cancel) { continuation in
            guard let outcome else { return callers.append(continuation) }
            continuation.resume(with: outcome)
        }
    }

    /// Asks the child to cancel, as its options say.
    func cancel() {
        guard !machine.isEvicting else { return evict() }
        guard outcome == nil, !isCancelRequested else { return }
        isCancelRequested = true
        if initiatedEventID == 0 {
            isWithdrawn = true
            return end(.failure(cancelled("Child Workflow Execution cancelled before scheduled")))
        }
        switch options.cancellationType {
        case .abandon:
            end(.failure(cancelled("Child Workflow execution abandoned")))
        case .tryCancel:
            requestCancel(then: nil)
            end(.failure(cancelled("Child Workflow execution cancelled")))
        case .waitCancellationRequested:
            requestCancel { [self] in end(.failure(cancelled("Child Workflow execution cancelled"))) }
        case .waitCancellationCompleted:
            requestCancel(then: nil)
        }
    }

    private func requestCancel(then action: (() -> Void)?) {
        let target = APIWorkflowExecution.with {
            $0.workflowID = id
            $0.runID = runID
        }
        machine.issue(
            .cancelExternal(
                CancelExternalOperation(target, childrenOnly: true, reason: "Parent workflow cancelled") { action?() }
            )
        )
    }

    /// Gives everybody who waits the outcome; later ones are ignored.
    private func end(_ result: Result<APIPayloads, any Error>) {
        guard outcome == nil else { return }
        outcome = result
        starter.end(result.map { _ in () })
        let waiting = callers
        callers = []
        for caller in waiting { caller.resume(with: result) }
    }

    func evict() {
        end(.failure(WorkflowEvicted()))
    }

    // MARK: Events

    func record(_ event: APIHistoryEvent) throws(WorkflowTaskFailure) {
        guard case .startChildWorkflowExecutionInitiatedEventAttributes(let attributes) = event.attributes else {
            throw .malformedHistory("\(event.label) has no attributes")
        }
        guard attributes.workflowType.name == name, attributes.workflowID == id else {
            throw .nondeterminism(
                """
                \(event.label) starts child workflow \(attributes.workflowType.name) (id \(attributes.workflowID)), \
                the workflow started \(label)
                """
            )
        }
        initiatedEventID = event.eventID
    }

    func apply(_ event: APIHistoryEvent, _ attributes: EventAttributes) throws(WorkflowTaskFailure) -> Bool {
        switch attributes {
        case .childWorkflowExecutionStartedEventAttributes(let attributes):
            runID = attributes.workflowExecution.runID
            startedEventID = event.eventID
            starter.end(.success(()))
            return false
        case .startChildWorkflowExecutionFailedEventAttributes(let attributes):
            failStart(attributes.cause)
        case .childWorkflowExecutionCompletedEventAttributes(let attributes):
            end(.success(attributes.result))
        case .childWorkflowExecutionFailedEventAttributes(let attributes):
            fail("Child Workflow execution failed", attributes.failure, attributes.retryState)
        case .childWorkflowExecutionCanceledEventAttributes(let attributes):
            let cause = APIFailure.with { failure in
                failure.message = "Child Workflow execution cancelled"
                failure.canceledFailureInfo = .with { $0.details = attributes.details }
            }
            fail("Child Workflow execution cancelled", cause, .nonRetryableFailure)
        case .childWorkflowExecutionTimedOutEventAttributes(let attributes):
            let cause = APIFailure.with { failure in
                failure.message = "Timed out"
                failure.timeoutFailureInfo = .with { $0.timeoutType = .startToClose }
            }
            fail("Child Workflow execution timed out", cause, attributes.retryState)
        case .childWorkflowExecutionTerminatedEventAttributes:
            let cause = APIFailure.with { failure in
                failure.message = "Terminated"
                failure.terminatedFailureInfo = APITerminatedFailureInfo()
            }
            fail("Child Workflow execution terminated", cause, .nonRetryableFailure)
        default:
            throw unexpected(event)
        }
        return true
    }

    // MARK: Errors

    private func failStart(_ cause: APIStartChildWorkflowExecutionFailedCause) {
        switch cause {
        case .workflowAlreadyExists:
            end(.failure(WorkflowAlreadyStartedError(workflowID: id, workflowType: name, runID: nil)))
        case .namespaceNotFound:
            end(
                .failure(
                    ApplicationError("Child workflow could not start: no such namespace", type: "NamespaceNotFound")
                )
            )
        default:
            end(.failure(ApplicationError("Child workflow could not start", type: "StartChildWorkflowFailed")))
        }
    }

    private func fail(_ message: String, _ cause: APIFailure, _ retryState: APIRetryState) {
        guard outcome == nil else { return }
        let failure = APIFailure.with { failure in
            failure.message = message
            failure.cause = cause
            failure.childWorkflowExecutionFailureInfo = .with { info in
                info.namespace = machine.environment.namespace
                info.workflowType.name = name
                info.workflowExecution.workflowID = id
                info.workflowExecution.runID = runID
                info.initiatedEventID = initiatedEventID
                info.startedEventID = startedEventID
                info.retryState = retryState
            }
        }
        end(.failure(machine.environment.converter.convertFailure(failure)))
    }

    private func cancelled(_ message: String) -> any Error {
        ChildWorkflowError(
            message,
            namespace: machine.environment.namespace,
            workflowID: id,
            runID: runID,
            workflowType: name,
            initiatedEventID: initiatedEventID,
            startedEventID: startedEventID,
            retryState: .nonRetryableFailure,
            cause: CanceledError(message)
        )
    }
}
