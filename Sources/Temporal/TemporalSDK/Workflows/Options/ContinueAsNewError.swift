/// How the next run of a workflow is to differ from this one. What is nil stays as it is.
package struct ContinueAsNewOptions: Sendable {
    package var taskQueue: String?
    package var runTimeout: Duration?
    package var taskTimeout: Duration?
    package var retryPolicy: RetryPolicy?
    package var memo: [String: any Sendable]?
    package var searchAttributes: SearchAttributeCollection?

    package init(
        taskQueue: String? = nil,
        runTimeout: Duration? = nil,
        taskTimeout: Duration? = nil,
        retryPolicy: RetryPolicy? = nil,
        memo: [String: any Sendable]? = nil,
        searchAttributes: SearchAttributeCollection? = nil
    ) {
        self.taskQueue = taskQueue
        self.runTimeout = runTimeout
        self.taskTimeout = taskTimeout
        self.retryPolicy = retryPolicy
        self.memo = memo
        self.searchAttributes = searchAttributes
    }
}

/// Thrown out of `run` it ends this run and begins the next one of the same workflow, with an empty history.
/// Made by `WorkflowContext.makeContinueAsNewError`.
package struct ContinueAsNewError: Error {
    let workflowName: String
    let options: ContinueAsNewOptions
    let input: WorkflowInputs
}
