package import TemporalAPI

extension APIStartWorkflowExecutionRequest: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasInput { visitor.visit(&input) }
        if hasMemo { visitor.visit(&memo) }
        if hasContinuedFailure { visitor.visit(&continuedFailure) }
        if hasLastCompletionResult { visitor.visit(&lastCompletionResult) }
        if hasUserMetadata { visitor.visit(&userMetadata) }
    }
}

extension APIStartWorkflowExecutionResponse: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasEagerWorkflowTask { visitor.visit(&eagerWorkflowTask) }
    }
}

extension APISignalWithStartWorkflowExecutionRequest: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasInput { visitor.visit(&input) }
        if hasSignalInput { visitor.visit(&signalInput) }
        if hasMemo { visitor.visit(&memo) }
        if hasUserMetadata { visitor.visit(&userMetadata) }
    }
}

extension APISignalWorkflowExecutionRequest: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasInput { visitor.visit(&input) }
    }
}

extension APITerminateWorkflowExecutionRequest: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasDetails { visitor.visit(&details) }
    }
}

extension APIQueryWorkflowRequest: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasQuery { visitor.visit(&query) }
    }
}

extension APIQueryWorkflowResponse: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasQueryResult { visitor.visit(&queryResult) }
    }
}

extension APIGetWorkflowExecutionHistoryResponse: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasHistory { visitor.visit(&history) }
    }
}

extension APIGetWorkflowExecutionHistoryReverseResponse: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasHistory { visitor.visit(&history) }
    }
}

extension APIListWorkflowExecutionsResponse: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        visitor.visit(&executions)
    }
}

extension APIListOpenWorkflowExecutionsResponse: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        visitor.visit(&executions)
    }
}

extension APIListClosedWorkflowExecutionsResponse: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        visitor.visit(&executions)
    }
}

extension APIDescribeWorkflowExecutionResponse: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasExecutionConfig { visitor.visit(&executionConfig) }
        if hasWorkflowExecutionInfo { visitor.visit(&workflowExecutionInfo) }
        visitor.visit(&pendingActivities)
    }
}

extension APIWorkflowExecutionInfo: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasMemo { visitor.visit(&memo) }
    }
}

extension APIWorkflowExecutionConfig: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasUserMetadata { visitor.visit(&userMetadata) }
    }
}

extension APIPendingActivityInfo: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasHeartbeatDetails { visitor.visit(&heartbeatDetails) }
        if hasLastFailure { visitor.visit(&lastFailure) }
    }
}

extension APIQueryFailedFailure: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasFailure { visitor.visit(&failure) }
    }
}
