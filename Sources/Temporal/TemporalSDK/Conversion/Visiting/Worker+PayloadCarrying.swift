package import TemporalAPI

extension APIPollWorkflowTaskQueueResponse: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasHistory { visitor.visit(&history) }
        if hasQuery { visitor.visit(&query) }
        visitor.visit(&queries)
    }
}

extension APIPollActivityTaskQueueResponse: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasInput { visitor.visit(&input) }
        if hasHeartbeatDetails { visitor.visit(&heartbeatDetails) }
    }
}

extension APIRespondWorkflowTaskCompletedRequest: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        visitor.visit(&commands)
        visitor.visit(&queryResults)
    }
}

extension APIRespondWorkflowTaskCompletedResponse: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasWorkflowTask { visitor.visit(&workflowTask) }
        visitor.visit(&activityTasks)
    }
}

extension APIRespondWorkflowTaskFailedRequest: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasFailure { visitor.visit(&failure) }
    }
}

extension APIRespondQueryTaskCompletedRequest: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasQueryResult { visitor.visit(&queryResult) }
        if hasFailure { visitor.visit(&failure) }
    }
}

extension APIRecordActivityTaskHeartbeatRequest: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasDetails { visitor.visit(&details) }
    }
}

extension APIRecordActivityTaskHeartbeatByIdRequest: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasDetails { visitor.visit(&details) }
    }
}

extension APIRespondActivityTaskCompletedRequest: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasResult { visitor.visit(&result) }
    }
}

extension APIRespondActivityTaskCompletedByIdRequest: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasResult { visitor.visit(&result) }
    }
}

extension APIRespondActivityTaskFailedRequest: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasFailure { visitor.visit(&failure) }
        if hasLastHeartbeatDetails { visitor.visit(&lastHeartbeatDetails) }
    }
}

extension APIRespondActivityTaskFailedByIdRequest: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasFailure { visitor.visit(&failure) }
        if hasLastHeartbeatDetails { visitor.visit(&lastHeartbeatDetails) }
    }
}

extension APIRespondActivityTaskCanceledRequest: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasDetails { visitor.visit(&details) }
    }
}

extension APIRespondActivityTaskCanceledByIdRequest: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasDetails { visitor.visit(&details) }
    }
}
