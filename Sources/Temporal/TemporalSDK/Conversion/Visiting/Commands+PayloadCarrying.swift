package import TemporalAPI

extension APICommand: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasUserMetadata { visitor.visit(&userMetadata) }
        visitor.visit(&eventGroupMarkers)
        switch attributes {
        case .scheduleActivityTaskCommandAttributes(var attributes):
            guard attributes.hasInput else { break }
            visitor.visit(&attributes.input)
            self.attributes = .scheduleActivityTaskCommandAttributes(attributes)
        case .completeWorkflowExecutionCommandAttributes(var attributes):
            guard attributes.hasResult else { break }
            visitor.visit(&attributes.result)
            self.attributes = .completeWorkflowExecutionCommandAttributes(attributes)
        case .failWorkflowExecutionCommandAttributes(var attributes):
            guard attributes.hasFailure else { break }
            visitor.visit(&attributes.failure)
            self.attributes = .failWorkflowExecutionCommandAttributes(attributes)
        case .cancelWorkflowExecutionCommandAttributes(var attributes):
            guard attributes.hasDetails else { break }
            visitor.visit(&attributes.details)
            self.attributes = .cancelWorkflowExecutionCommandAttributes(attributes)
        case .signalExternalWorkflowExecutionCommandAttributes(var attributes):
            guard attributes.hasInput else { break }
            visitor.visit(&attributes.input)
            self.attributes = .signalExternalWorkflowExecutionCommandAttributes(attributes)
        case .modifyWorkflowPropertiesCommandAttributes(var attributes):
            guard attributes.hasUpsertedMemo else { break }
            visitor.visit(&attributes.upsertedMemo)
            self.attributes = .modifyWorkflowPropertiesCommandAttributes(attributes)
        case .recordMarkerCommandAttributes(var attributes):
            visitor.visit(&attributes)
            self.attributes = .recordMarkerCommandAttributes(attributes)
        case .continueAsNewWorkflowExecutionCommandAttributes(var attributes):
            visitor.visit(&attributes)
            self.attributes = .continueAsNewWorkflowExecutionCommandAttributes(attributes)
        case .startChildWorkflowExecutionCommandAttributes(var attributes):
            visitor.visit(&attributes)
            self.attributes = .startChildWorkflowExecutionCommandAttributes(attributes)
        default: break
        }
    }
}

extension APIRecordMarkerCommandAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        guard markerName != PatchMarker.name else { return }
        visitor.visit(&details)
        if hasFailure { visitor.visit(&failure) }
    }
}

extension APIContinueAsNewWorkflowExecutionCommandAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasInput { visitor.visit(&input) }
        if hasFailure { visitor.visit(&failure) }
        if hasLastCompletionResult { visitor.visit(&lastCompletionResult) }
        if hasMemo { visitor.visit(&memo) }
    }
}

extension APIStartChildWorkflowExecutionCommandAttributes: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasInput { visitor.visit(&input) }
        if hasMemo { visitor.visit(&memo) }
    }
}
