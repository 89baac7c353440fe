import TemporalAPI

/// A signal to another workflow, from its call until the service delivered it.
///
/// `@unchecked Sendable`: only the thread inside the run touches it.
final class SignalExternalOperation: WorkflowOperation, @unchecked Sendable {
    let target: APIWorkflowExecution
    /// Refuses a target that is no child of this workflow.
    let childrenOnly: Bool
    let name: String
    let input: WorkflowInputs
    private(set) var isWithdrawn = false
    private var initiatedEventID: Int64 = 0
    private var caller = Suspension<Void>()
    private let machine: WorkflowMachine

    init(
        _ machine: WorkflowMachine,
        _ name: String,
        to target: APIWorkflowExecution,
        childrenOnly: Bool,
        input: @escaping WorkflowInputs
    ) {
        self.machine = machine
        self.name = name
        self.target = target
        self.childrenOnly = childrenOnly
        self.input = input
    }

    var label: String { "signal \(name) to workflow \(target.workflowID)" }

    var isAwaited: Bool { caller.isOpen }

    func delivered() async throws {
        try await machine.wait(cancelled: cancel) { caller.wait($0) }
    }

    /// A signal that was sent cannot be called back: only one that was not is withdrawn.
    private func cancel() {
        guard !machine.isEvicting else { return evict() }
        guard initiatedEventID == 0, caller.isOpen else { return }
        isWithdrawn = true
        caller.end(throwing: CanceledError("Signal was cancelled before being sent"))
    }

    func evict() {
        caller.end(throwing: WorkflowEvicted())
    }

    // MARK: Events

    func record(_ event: APIHistoryEvent) throws(WorkflowTaskFailure) {
        guard case .signalExternalWorkflowExecutionInitiatedEventAttributes(let attributes) = event.attributes else {
            throw .malformedHistory("\(event.label) has no attributes")
        }
        guard attributes.signalName == name, attributes.workflowExecution.workflowID == target.workflowID else {
            throw .nondeterminism(
                """
                \(event.label) sends signal \(attributes.signalName) to workflow \
                \(attributes.workflowExecution.workflowID), the workflow sent \(label)
                """
            )
        }
        initiatedEventID = event.eventID
    }

    func apply(_ event: APIHistoryEvent, _ attributes: EventAttributes) throws(WorkflowTaskFailure) -> Bool {
        switch attributes {
        case .externalWorkflowExecutionSignaledEventAttributes:
            caller.end(.success(()))
        case .signalExternalWorkflowExecutionFailedEventAttributes(let attributes):
            let reason =
                switch attributes.cause {
                case .externalWorkflowExecutionNotFound, .namespaceNotFound: "it was not found"
                case .signalCountLimitExceeded: "it has had as many signals as a workflow may have"
                default: "the service refused it"
                }
            caller.end(
                throwing: ApplicationError(
                    "Unable to signal external workflow because \(reason)",
                    type: "SignalExternalWorkflowExecutionFailed"
                )
            )
        default:
            throw unexpected(event)
        }
        return true
    }
}
