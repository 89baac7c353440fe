import SwiftProtobuf
package import TemporalAPI

// Commands as the service takes them.
extension WorkflowMachine {
    /// The commands of the last activation.
    ///
    /// Values are written now, not when workflow code gave them: a replay needs none of them.
    /// - Returns: the commands in order.
    /// - Throws: when a value cannot be written.
    package func apiCommands() throws(WorkflowTaskFailure) -> [APICommand] {
        var commands: [APICommand] = []
        commands.reserveCapacity(outstanding.count)
        do {
            for command in outstanding { commands.append(try apiCommand(command)) }
        } catch {
            throw .unhandled(error)
        }
        return commands
    }

    private func apiCommand(_ command: WorkflowCommand) throws -> APICommand {
        var result = APICommand()
        switch command {
        case .scheduleActivity(let activity) where activity.localResult != nil:
            result.commandType = .recordMarker
            result.recordMarkerCommandAttributes.markerName = LocalActivityMarker.markerName
            result.recordMarkerCommandAttributes.details = try activity.marker?.details(time: time) ?? [:]
        case .scheduleActivity(let activity):
            result.commandType = .scheduleActivityTask
            result.scheduleActivityTaskCommandAttributes = try attributes(of: activity)
            try note(activity.options.summary, in: &result)
        case .cancelActivity(let activity):
            result.commandType = .requestCancelActivityTask
            result.requestCancelActivityTaskCommandAttributes.scheduledEventID = activity.scheduledEventID
        case .startTimer(let timer):
            result.commandType = .startTimer
            result.startTimerCommandAttributes.timerID = timer.id
            result.startTimerCommandAttributes.startToFireTimeout = Google_Protobuf_Duration(timer.duration)
            try note(timer.summary, in: &result)
        case .cancelTimer(let timer):
            result.commandType = .cancelTimer
            result.cancelTimerCommandAttributes.timerID = timer.id
        case .startChild(let child):
            result.commandType = .startChildWorkflowExecution
            result.startChildWorkflowExecutionCommandAttributes = try attributes(of: child)
            try note(child.options.staticSummary, details: child.options.staticDetails, in: &result)
        case .signalExternal(let signal):
            result.commandType = .signalExternalWorkflowExecution
            result.signalExternalWorkflowExecutionCommandAttributes = try attributes(of: signal)
        case .cancelExternal(let cancel):
            result.commandType = .requestCancelExternalWorkflowExecution
            result.requestCancelExternalWorkflowExecutionCommandAttributes = attributes(of: cancel)
        case .patch(let patch):
            result.commandType = .recordMarker
            result.recordMarkerCommandAttributes.markerName = WorkflowPatch.markerName
            result.recordMarkerCommandAttributes.details = try patch.details()
        case .listPatches(let ids):
            result.commandType = .upsertWorkflowSearchAttributes
            result.upsertWorkflowSearchAttributesCommandAttributes.searchAttributes =
                WorkflowPatch.list(ids)?.message ?? APISearchAttributes()
        case .upsertSearchAttributes(let attributes):
            result.commandType = .upsertWorkflowSearchAttributes
            result.upsertWorkflowSearchAttributesCommandAttributes.searchAttributes = attributes.message
        case .upsertMemo(let fields):
            result.commandType = .modifyWorkflowProperties
            result.modifyWorkflowPropertiesCommandAttributes.upsertedMemo.fields = fields
        case .complete(let output):
            result.commandType = .completeWorkflowExecution
            result.completeWorkflowExecutionCommandAttributes.result.payloads = try output(environment.converter)
        case .fail(let error):
            result.commandType = .failWorkflowExecution
            result.failWorkflowExecutionCommandAttributes.failure = environment.converter.convertError(error)
        case .cancel:
            result.commandType = .cancelWorkflowExecution
            result.cancelWorkflowExecutionCommandAttributes = APICancelWorkflowExecutionCommandAttributes()
        case .continueAsNew(let next):
            result.commandType = .continueAsNewWorkflowExecution
            result.continueAsNewWorkflowExecutionCommandAttributes = try attributes(of: next)
        }
        return result
    }

    /// Texts for people are JSON whatever converter the values of the workflow use.
    private func note(_ summary: String?, details: String? = nil, in command: inout APICommand) throws {
        let converter = DataConverter.default
        if let summary { command.userMetadata.summary = try converter.convertValue(summary) }
        if let details { command.userMetadata.details = try converter.convertValue(details) }
    }
}

// The attributes of commands.
extension WorkflowMachine {
    private func attributes(
        of activity: ActivityOperation
    ) throws -> APIScheduleActivityTaskCommandAttributes {
        let options = activity.options
        var result = APIScheduleActivityTaskCommandAttributes()
        result.activityID = activity.id
        result.activityType.name = activity.name
        result.taskQueue.name = options.taskQueue ?? environment.taskQueue
        result.taskQueue.kind = .normal
        if let header = passedOnHeader { result.header = header }
        result.input.payloads = try activity.input(environment.converter)
        if let timeout = options.scheduleToCloseTimeout { result.scheduleToCloseTimeout = .init(timeout) }
        if let timeout = options.scheduleToStartTimeout { result.scheduleToStartTimeout = .init(timeout) }
        if let timeout = options.startToCloseTimeout { result.startToCloseTimeout = .init(timeout) }
        if let timeout = options.heartbeatTimeout { result.heartbeatTimeout = .init(timeout) }
        if let policy = options.retryPolicy { result.retryPolicy = APIRetryPolicy(policy) }
        // Whether there is room for it here is the worker's to decide, before it sends the command.
        result.requestEagerExecution =
            !options.disableEagerActivityExecution && result.taskQueue.name == environment.taskQueue
        return result
    }

    private func attributes(
        of child: ChildWorkflowOperation
    ) throws -> APIStartChildWorkflowExecutionCommandAttributes {
        let options = child.options
        var result = APIStartChildWorkflowExecutionCommandAttributes()
        result.namespace = environment.namespace
        result.workflowID = child.id
        result.workflowType.name = child.name
        result.taskQueue.name = options.taskQueue ?? environment.taskQueue
        result.taskQueue.kind = .normal
        if let header = passedOnHeader { result.header = header }
        result.input.payloads = try child.input(environment.converter)
        if let timeout = options.executionTimeout { result.workflowExecutionTimeout = .init(timeout) }
        if let timeout = options.runTimeout { result.workflowRunTimeout = .init(timeout) }
        if let timeout = options.taskTimeout { result.workflowTaskTimeout = .init(timeout) }
        result.parentClosePolicy = options.parentClosePolicy
        result.workflowIDReusePolicy = options.idReusePolicy
        if let policy = options.retryPolicy { result.retryPolicy = APIRetryPolicy(policy) }
        if !options.memo.isEmpty { result.memo.fields = try payloads(options.memo) }
        if !options.searchAttributes.isEmpty { result.searchAttributes = options.searchAttributes.message }
        return result
    }

    private func attributes(
        of signal: SignalExternalOperation
    ) throws -> APISignalExternalWorkflowExecutionCommandAttributes {
        var result = APISignalExternalWorkflowExecutionCommandAttributes()
        result.namespace = environment.namespace
        result.execution = signal.target
        result.signalName = signal.name
        if let header = passedOnHeader { result.header = header }
        result.input.payloads = try signal.input(environment.converter)
        result.childWorkflowOnly = signal.childrenOnly
        return result
    }

    private func attributes(
        of cancel: CancelExternalOperation
    ) -> APIRequestCancelExternalWorkflowExecutionCommandAttributes {
        var result = APIRequestCancelExternalWorkflowExecutionCommandAttributes()
        result.namespace = environment.namespace
        result.workflowID = cancel.target.workflowID
        result.runID = cancel.target.runID
        result.childWorkflowOnly = cancel.childrenOnly
        result.reason = cancel.reason
        return result
    }

    /// What the next run takes over from this one is written out: the service copies nothing by itself.
    private func attributes(
        of next: ContinueAsNewError
    ) throws -> APIContinueAsNewWorkflowExecutionCommandAttributes {
        let options = next.options
        var result = APIContinueAsNewWorkflowExecutionCommandAttributes()
        result.workflowType.name = next.workflowName
        result.taskQueue.name = options.taskQueue ?? environment.taskQueue
        result.taskQueue.kind = .normal
        if let header = passedOnHeader { result.header = header }
        result.input.payloads = try next.input(environment.converter)
        result.initiator = .workflow
        if let timeout = options.runTimeout { result.workflowRunTimeout = .init(timeout) }
        if let timeout = options.taskTimeout { result.workflowTaskTimeout = .init(timeout) }
        if let policy = options.retryPolicy {
            result.retryPolicy = APIRetryPolicy(policy)
        } else if started.hasRetryPolicy {
            result.retryPolicy = started.retryPolicy
        }
        let fields = try options.memo.map { try payloads($0) } ?? memo
        if !fields.isEmpty { result.memo.fields = fields }
        var attributes = searchAttributes
        if let changes = options.searchAttributes { attributes.upsert(changes) }
        if !attributes.isEmpty { result.searchAttributes = attributes.message }
        return result
    }

    /// The trace that the workflow was started in goes on into what it starts.
    var passedOnHeader: APIHeader? {
        started.header.fields[TracingHeader.name].map { trace in .with { $0.fields[TracingHeader.name] = trace } }
    }

    private func payloads(_ values: [String: any Sendable]) throws -> [String: APIPayload] {
        try values.mapValues { try environment.converter.convertValue($0) }
    }
}
