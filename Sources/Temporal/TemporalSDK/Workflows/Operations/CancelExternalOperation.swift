import TemporalAPI

/// The request to cancel another workflow, from its call until the service delivered it. It cannot be cancelled
/// itself.
///
/// `@unchecked Sendable`: only the thread inside the run touches it.
final class CancelExternalOperation: WorkflowOperation, @unchecked Sendable {
    let target: APIWorkflowExecution
    /// Refuses a target that is no child of this workflow.
    let childrenOnly: Bool
    let reason: String
    /// What to do with the outcome, when no caller waits: the cancellation of a child.
    private let onEnd: (() -> Void)?
    private var caller = Suspension<Void>()

    init(_ target: APIWorkflowExecution, childrenOnly: Bool, reason: String, onEnd: (() -> Void)? = nil) {
        self.target = target
        self.childrenOnly = childrenOnly
        self.reason = reason
        self.onEnd = onEnd
    }

    var label: String { "cancellation of workflow \(target.workflowID)" }

    var isAwaited: Bool { onEnd == nil && caller.isOpen }

    func delivered() async throws {
        try await withUnsafeThrowingContinuation { caller.wait($0) }
    }

    func evict() {
        caller.end(throwing: WorkflowEvicted())
    }

    // MARK: Events

    func record(_ event: APIHistoryEvent) throws(WorkflowTaskFailure) {
        guard
            case .requestCancelExternalWorkflowExecutionInitiatedEventAttributes(let attributes) = event.attributes
        else { throw .malformedHistory("\(event.label) has no attributes") }
        guard attributes.workflowExecution.workflowID == target.workflowID else {
            throw .nondeterminism(
                """
                \(event.label) cancels workflow \(attributes.workflowExecution.workflowID), \
                the workflow asked for the \(label)
                """
            )
        }
    }

    func apply(_ event: APIHistoryEvent, _ attributes: EventAttributes) throws(WorkflowTaskFailure) -> Bool {
        switch attributes {
        case .externalWorkflowExecutionCancelRequestedEventAttributes:
            onEnd?()
            caller.end(.success(()))
        case .requestCancelExternalWorkflowExecutionFailedEventAttributes(let attributes):
            let reason =
                switch attributes.cause {
                case .externalWorkflowExecutionNotFound, .namespaceNotFound: "it was not found"
                default: "the service refused it"
                }
            caller.end(
                throwing: ApplicationError(
                    "Unable to cancel external workflow because \(reason)",
                    type: "RequestCancelExternalWorkflowExecutionFailed"
                )
            )
        default:
            throw unexpected(event)
        }
        return true
    }
}
