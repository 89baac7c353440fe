package import TemporalAPI

/// What must happen outside the run because of a transition, once the transition is stored.
package enum RunEffect: Sendable, Equatable {
    /// A workflow task waits to be polled: `RunState.workflowTask` says on which queue.
    case workflowTaskReady
    /// An activity waits to be polled.
    case activityReady(scheduledEventID: Int64)
    /// `RunState.children[initiatedEventID]` says what to start.
    case startChild(initiatedEventID: Int64)
    case signalExternal(initiatedEventID: Int64)
    case cancelExternal(initiatedEventID: Int64)
    /// Memo or search attributes changed: visibility is to be written again.
    case visibilityChanged
    /// This run ended for good: its parent must hear of `RunState.closeEvent`.
    case notifyParent
    /// The open children that are not abandoned, in the order they were initiated.
    case applyParentClosePolicy([ChildToClose])
    /// The next run of the same workflow, to be created in the same commit.
    case continuedAs(RunStart)
    case closed(APIWorkflowExecutionStatus)
}

/// A child whose parent ended.
package struct ChildToClose: Sendable, Equatable {
    package let initiatedEventID: Int64
    package let namespace: String
    package let workflowID: String
    /// The first run of the child; empty when its start was not heard of yet.
    package let firstRunID: String
    package let policy: APIParentClosePolicy

    package init(
        initiatedEventID: Int64,
        namespace: String,
        workflowID: String,
        firstRunID: String,
        policy: APIParentClosePolicy
    ) {
        self.initiatedEventID = initiatedEventID
        self.namespace = namespace
        self.workflowID = workflowID
        self.firstRunID = firstRunID
        self.policy = policy
    }
}
