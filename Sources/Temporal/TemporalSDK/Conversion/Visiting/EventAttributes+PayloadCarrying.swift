package import TemporalAPI

extension APIWorkflowExecutionStartedEventAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasInput { visitor.visit(&input) }
        if hasContinuedFailure { visitor.visit(&continuedFailure) }
        if hasLastCompletionResult { visitor.visit(&lastCompletionResult) }
        if hasMemo { visitor.visit(&memo) }
    }
}

extension APIWorkflowExecutionCompletedEventAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasResult { visitor.visit(&result) }
    }
}

extension APIWorkflowExecutionFailedEventAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasFailure { visitor.visit(&failure) }
    }
}

extension APIWorkflowExecutionCanceledEventAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasDetails { visitor.visit(&details) }
    }
}

extension APIWorkflowExecutionTerminatedEventAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasDetails { visitor.visit(&details) }
    }
}

extension APIWorkflowExecutionContinuedAsNewEventAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasInput { visitor.visit(&input) }
        if hasFailure { visitor.visit(&failure) }
        if hasLastCompletionResult { visitor.visit(&lastCompletionResult) }
        if hasMemo { visitor.visit(&memo) }
    }
}

extension APIWorkflowExecutionSignaledEventAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasInput { visitor.visit(&input) }
    }
}

extension APIWorkflowTaskFailedEventAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasFailure { visitor.visit(&failure) }
    }
}

extension APIWorkflowPropertiesModifiedEventAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasUpsertedMemo { visitor.visit(&upsertedMemo) }
    }
}

extension APIWorkflowPropertiesModifiedExternallyEventAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasUpsertedMemo { visitor.visit(&upsertedMemo) }
    }
}

extension APIActivityTaskScheduledEventAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasInput { visitor.visit(&input) }
    }
}

extension APIActivityTaskStartedEventAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasLastFailure { visitor.visit(&lastFailure) }
    }
}

extension APIActivityTaskCompletedEventAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasResult { visitor.visit(&result) }
    }
}

extension APIActivityTaskFailedEventAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasFailure { visitor.visit(&failure) }
    }
}

extension APIActivityTaskTimedOutEventAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasFailure { visitor.visit(&failure) }
    }
}

extension APIActivityTaskCanceledEventAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasDetails { visitor.visit(&details) }
    }
}

extension APIStartChildWorkflowExecutionInitiatedEventAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasInput { visitor.visit(&input) }
        if hasMemo { visitor.visit(&memo) }
    }
}

extension APIChildWorkflowExecutionCompletedEventAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasResult { visitor.visit(&result) }
    }
}

extension APIChildWorkflowExecutionFailedEventAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasFailure { visitor.visit(&failure) }
    }
}

extension APIChildWorkflowExecutionCanceledEventAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasDetails { visitor.visit(&details) }
    }
}

extension APISignalExternalWorkflowExecutionInitiatedEventAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasInput { visitor.visit(&input) }
    }
}

extension APIMarkerRecordedEventAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        guard markerName != PatchMarker.name else { return }
        visitor.visit(&details)
        if hasFailure { visitor.visit(&failure) }
    }
}
