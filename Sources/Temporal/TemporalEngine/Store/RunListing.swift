/// What lists show of a run. Times are nanoseconds since 1970.
package struct RunListing: Sendable, Equatable {
    package var workflowType: String
    package var taskQueue: String
    /// A number of `temporal.api.enums.v1.WorkflowExecutionStatus`.
    package var status: Int
    package var startTime: Int64
    package var executionTime: Int64
    package var closeTime: Int64?
    package var historyLength: Int64
    package var historySize: Int64
    package var stateTransitions: Int64
    package var parentWorkflowID: String?
    package var parentRunID: String?
    package var rootWorkflowID: String
    package var rootRunID: String
    package var firstRunID: String
    package var startRequestID: String
    /// A `temporal.api.common.v1.Memo`.
    package var memo: [UInt8]?
    /// A `temporal.api.common.v1.SearchAttributes`.
    package var searchAttributes: [UInt8]?
    /// The search attributes as they are found by; nil when they are as they were.
    package var attributes: [AttributeRow]?

    package init(
        workflowType: String,
        taskQueue: String,
        status: Int,
        startTime: Int64,
        executionTime: Int64,
        rootWorkflowID: String,
        rootRunID: String,
        firstRunID: String,
        startRequestID: String
    ) {
        self.workflowType = workflowType
        self.taskQueue = taskQueue
        self.status = status
        self.startTime = startTime
        self.executionTime = executionTime
        self.historyLength = 0
        self.historySize = 0
        self.stateTransitions = 0
        self.rootWorkflowID = rootWorkflowID
        self.rootRunID = rootRunID
        self.firstRunID = firstRunID
        self.startRequestID = startRequestID
    }

    /// What orders a list: open runs first, then those that closed last.
    package var listTime: Int64 { closeTime ?? Int64.max }
    /// Nanoseconds from the execution time to the close; nil while the run is open.
    package var executionDuration: Int64? { closeTime.map { max(0, $0 - executionTime) } }
}

/// One value of one search attribute.
package struct AttributeRow: Sendable, Equatable {
    package let name: String
    package let position: Int64
    package let value: IndexedValue

    package init(name: String, position: Int64, value: IndexedValue) {
        self.name = name
        self.position = position
        self.value = value
    }
}
