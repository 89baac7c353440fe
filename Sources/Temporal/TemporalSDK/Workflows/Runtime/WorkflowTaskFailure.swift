package import TemporalAPI

/// Why a workflow task cannot be completed. The run itself goes on: the service offers the task again, and a worker
/// with other code may do better.
package struct WorkflowTaskFailure: Error, CustomStringConvertible {
    /// What the service records.
    package let cause: APIWorkflowTaskFailedCause
    /// Says what happened and what to do; goes into the history, so it holds no payloads.
    package let message: String
    /// The error that workflow code threw, if one did.
    package let underlying: (any Error)?

    package init(cause: APIWorkflowTaskFailedCause, message: String, underlying: (any Error)? = nil) {
        self.cause = cause
        self.message = message
        self.underlying = underlying
    }

    package var description: String { message }

    /// Whether the code and the history disagree.
    package var isNondeterminism: Bool { cause == .nonDeterministicError }
}

extension WorkflowTaskFailure {
    static func nondeterminism(_ message: String) -> Self {
        Self(cause: .nonDeterministicError, message: "[TMPRL1100] Nondeterminism error: \(message)")
    }

    static func foreignJobs(_ count: Int) -> Self {
        Self(
            cause: .nonDeterministicError,
            message: """
                [TMPRL1100] Nondeterminism error: \(count) time(s) code of this workflow was started or resumed from \
                outside its run. Workflow code may await only what its context offers: no Task, Task.detached, \
                Task.sleep, MainActor, other actors that do real work, or I/O. Use context.spawn, context.sleep and \
                activities.
                """
        )
    }

    static func calledFromOutside() -> Self {
        Self(
            cause: .nonDeterministicError,
            message: """
                [TMPRL1100] Nondeterminism error: the workflow's context was used by code that does not run in this \
                workflow. Use context.spawn instead of Task and Task.detached.
                """
        )
    }

    static func unhandled(_ error: any Error) -> Self {
        Self(
            cause: .workflowWorkerUnhandledFailure,
            message: "workflow code threw an error that is no workflow failure: \(error)",
            underlying: error
        )
    }

    static func worker(_ message: String) -> Self {
        Self(cause: .workflowWorkerUnhandledFailure, message: message)
    }

    static func deadlock(after limit: Duration) -> Self {
        worker("[TMPRL1101] Potential deadlock detected: workflow code did not give up its thread within \(limit)")
    }

    static func tooManyJobs(_ limit: Int) -> Self {
        worker("workflow code did not come to rest within \(limit) jobs: it loops without waiting for anything")
    }

    static func tooManyCalls(_ limit: Int) -> Self {
        worker(
            """
            workflow code called its context \(limit) times in one workflow task: it loops, probably because it \
            catches errors (cancellation among them) and tries again
            """
        )
    }

    static func malformedHistory(_ message: String) -> Self {
        worker("the history cannot be read: \(message)")
    }

    static func unsupported(_ what: String) -> Self {
        worker("the history holds \(what), which this SDK does not support")
    }
}

/// Thrown into workflow code of a run that leaves the cache. Nothing that the code does about it has an effect.
struct WorkflowEvicted: Error {}

/// A query handler, which may only read, asked for a command.
package struct WorkflowReadOnlyError: Error, CustomStringConvertible {
    package let description: String

    init(_ call: String) {
        description = "a query handler may not call \(call): it may read the workflow's state, nothing else"
    }
}
