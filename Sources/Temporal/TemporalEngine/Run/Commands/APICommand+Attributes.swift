import TemporalAPI

/// The attributes of a command, nil when they are not those of its type.
extension APICommand {
    var scheduleActivity: APIScheduleActivityTaskCommandAttributes? {
        guard case .scheduleActivityTaskCommandAttributes(let found) = attributes else { return nil }
        return found
    }

    var requestCancelActivity: APIRequestCancelActivityTaskCommandAttributes? {
        guard case .requestCancelActivityTaskCommandAttributes(let found) = attributes else { return nil }
        return found
    }

    var startTimer: APIStartTimerCommandAttributes? {
        guard case .startTimerCommandAttributes(let found) = attributes else { return nil }
        return found
    }

    var cancelTimer: APICancelTimerCommandAttributes? {
        guard case .cancelTimerCommandAttributes(let found) = attributes else { return nil }
        return found
    }

    var recordMarker: APIRecordMarkerCommandAttributes? {
        guard case .recordMarkerCommandAttributes(let found) = attributes else { return nil }
        return found
    }

    var upsertSearchAttributes: APIUpsertWorkflowSearchAttributesCommandAttributes? {
        guard case .upsertWorkflowSearchAttributesCommandAttributes(let found) = attributes else { return nil }
        return found
    }

    var modifyProperties: APIModifyWorkflowPropertiesCommandAttributes? {
        guard case .modifyWorkflowPropertiesCommandAttributes(let found) = attributes else { return nil }
        return found
    }

    var startChild: APIStartChildWorkflowExecutionCommandAttributes? {
        guard case .startChildWorkflowExecutionCommandAttributes(let found) = attributes else { return nil }
        return found
    }

    var signalExternal: APISignalExternalWorkflowExecutionCommandAttributes? {
        guard case .signalExternalWorkflowExecutionCommandAttributes(let found) = attributes else { return nil }
        return found
    }

    var requestCancelExternal: APIRequestCancelExternalWorkflowExecutionCommandAttributes? {
        guard case .requestCancelExternalWorkflowExecutionCommandAttributes(let found) = attributes else {
            return nil
        }
        return found
    }

    var completeWorkflow: APICompleteWorkflowExecutionCommandAttributes? {
        guard case .completeWorkflowExecutionCommandAttributes(let found) = attributes else { return nil }
        return found
    }

    var failWorkflow: APIFailWorkflowExecutionCommandAttributes? {
        guard case .failWorkflowExecutionCommandAttributes(let found) = attributes else { return nil }
        return found
    }

    var cancelWorkflow: APICancelWorkflowExecutionCommandAttributes? {
        guard case .cancelWorkflowExecutionCommandAttributes(let found) = attributes else { return nil }
        return found
    }

    var continueAsNew: APIContinueAsNewWorkflowExecutionCommandAttributes? {
        guard case .continueAsNewWorkflowExecutionCommandAttributes(let found) = attributes else { return nil }
        return found
    }
}
