/// The search attributes that every run has, each a column of its row.
struct SystemAttribute: Sendable, Equatable {
    let column: String
    let type: SearchAttributeType

    static let executionStatus = "ExecutionStatus"

    /// By the name that queries use.
    static let all: [String: SystemAttribute] = [
        "WorkflowId": SystemAttribute(column: "workflow_id", type: .keyword),
        "RunId": SystemAttribute(column: "run_id", type: .keyword),
        "WorkflowType": SystemAttribute(column: "workflow_type", type: .keyword),
        "TaskQueue": SystemAttribute(column: "task_queue", type: .keyword),
        executionStatus: SystemAttribute(column: "status", type: .keyword),
        "StartTime": SystemAttribute(column: "start_time", type: .datetime),
        "ExecutionTime": SystemAttribute(column: "execution_time", type: .datetime),
        "CloseTime": SystemAttribute(column: "close_time", type: .datetime),
        "HistoryLength": SystemAttribute(column: "history_length", type: .int),
        "HistorySizeBytes": SystemAttribute(column: "history_size", type: .int),
        "StateTransitionCount": SystemAttribute(column: "state_transitions", type: .int),
        "ExecutionDuration": SystemAttribute(column: "execution_duration", type: .int),
        "ParentWorkflowId": SystemAttribute(column: "parent_workflow_id", type: .keyword),
        "ParentRunId": SystemAttribute(column: "parent_run_id", type: .keyword),
        "RootWorkflowId": SystemAttribute(column: "root_workflow_id", type: .keyword),
        "RootRunId": SystemAttribute(column: "root_run_id", type: .keyword),
    ]

    /// Attributes that SDKs set by themselves; stored as custom ones are, and never to be added or removed.
    static let predefined: [String: SearchAttributeType] = [
        "BuildIds": .keywordList,
        "TemporalChangeVersion": .keywordList,
        "TemporalScheduledById": .keyword,
        "TemporalScheduledStartTime": .datetime,
        "TemporalSchedulePaused": .bool,
        "TemporalNamespaceDivision": .keyword,
        "TemporalWorkerDeployment": .keyword,
        "TemporalWorkerDeploymentVersion": .keyword,
        "TemporalWorkflowVersioningBehavior": .keyword,
        "BatcherNamespace": .keyword,
        "BatcherUser": .keyword,
        "BinaryChecksums": .keywordList,
    ]

    static let names = Set(all.keys)
    static let reservedPrefix = "Temporal"
}
