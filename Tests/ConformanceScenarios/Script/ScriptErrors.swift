import TemporalSDK

/// Errors in words that are the same in both languages.
enum ScriptErrors {
    static func text(of error: any Error) -> String {
        switch error {
        case _ where isCancellation(error): "cancelled"
        case let error as ActivityError: "activity " + (error.cause.map(text) ?? "failed")
        case let error as ChildWorkflowError: "child " + (error.cause.map(text) ?? "failed")
        case let error as ApplicationError: "\(error.type ?? ""): \(error.message)"
        case let error as TimeoutError: "timeout \(error.type)"
        case is TerminatedError: "terminated"
        case is WorkflowAlreadyStartedError: "already started"
        default: "other \(type(of: error))"
        }
    }

    /// Whether it is the workflow's own cancellation, or that of something it waited for.
    static func isCancellation(_ error: any Error) -> Bool {
        switch error {
        case is CancellationError, is CanceledError: true
        case let error as ActivityError: error.cause.map(isCancellation) ?? false
        case let error as ChildWorkflowError: error.cause.map(isCancellation) ?? false
        default: false
        }
    }
}
