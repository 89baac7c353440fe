import SwiftProtobuf
import TemporalAPI

extension APIDescribeWorkflowExecutionResponse {
    /// What is known of a run.
    ///
    /// - Parameters:
    ///   - state: the run.
    ///   - namespace: it lives in.
    init(_ state: RunState, namespace: Namespace) {
        self.init()
        executionConfig = .with {
            $0.taskQueue = state.normalTaskQueue
            if state.start.hasWorkflowExecutionTimeout {
                $0.workflowExecutionTimeout = state.start.workflowExecutionTimeout
            }
            if state.start.hasWorkflowRunTimeout { $0.workflowRunTimeout = state.start.workflowRunTimeout }
            $0.defaultWorkflowTaskTimeout = state.defaultWorkflowTaskTimeout.protobuf
            if let metadata = state.userMetadata { $0.userMetadata = metadata }
        }
        workflowExecutionInfo = APIWorkflowExecutionInfo(state, namespace: namespace)
        workflowExtendedInfo = .with {
            if let time = state.executionExpiration { $0.executionExpirationTime = time.timestamp }
            if let time = state.runExpiration { $0.runExpirationTime = time.timestamp }
            $0.cancelRequested = state.isCancelRequested
            $0.originalStartTime = state.startTime.timestamp
            $0.requestIDInfos[state.startRequestID] = .with {
                $0.eventType = .workflowExecutionStarted
                $0.eventID = 1
            }
            for (requestID, eventID) in state.attachedRequestIDs {
                $0.requestIDInfos[requestID] = .with {
                    $0.eventType = .workflowExecutionOptionsUpdated
                    $0.eventID = eventID
                }
            }
        }
        // A closed run waits for nothing.
        guard state.isRunning else { return }
        pendingActivities = state.activities.values
            .sorted { $0.scheduledEventID < $1.scheduledEventID }
            .map(APIPendingActivityInfo.init)
        pendingChildren = state.children.values
            .sorted { $0.initiatedEventID < $1.initiatedEventID }
            .map(APIPendingChildExecutionInfo.init)
        if let task = state.workflowTask { pendingWorkflowTask = APIPendingWorkflowTaskInfo(task) }
    }
}

extension APIWorkflowExecutionInfo {
    fileprivate init(_ state: RunState, namespace: Namespace) {
        self.init()
        execution = state.key.execution
        type = state.start.workflowType
        startTime = state.startTime.timestamp
        executionTime = state.executionTime.timestamp
        status = state.status
        historyLength = state.nextEventID - 1
        historySizeBytes = state.historyBytes
        stateTransitionCount = state.stateTransitions
        taskQueue = state.normalTaskQueue.name
        memo = .with { $0.fields = state.memo }
        searchAttributes = SearchAttributeRules(namespace: namespace).typed(state.searchAttributes)
        rootExecution = state.root
        firstRunID = state.start.firstExecutionRunID
        if let parent = state.parent {
            parentNamespaceID = parent.namespaceID
            parentExecution = parent.execution
        }
        if state.start.hasPriority { priority = state.start.priority }
        if let time = state.closeTime {
            closeTime = time.timestamp
            executionDuration = max(.zero, time - state.executionTime).protobuf
        }
    }
}

extension APIPendingActivityInfo {
    fileprivate init(_ activity: PendingActivity) {
        self.init()
        let scheduled = activity.attributes
        activityID = scheduled.activityID
        activityType = scheduled.activityType
        state = activity.state
        attempt = activity.attempt
        maximumAttempts = scheduled.retryPolicy.maximumAttempts
        scheduledTime = activity.scheduledTime.timestamp
        if let time = activity.retryExpiration { expirationTime = time.timestamp }
        if let failure = activity.lastFailure { lastFailure = failure }
        lastWorkerIdentity = activity.started?.identity ?? activity.lastWorkerIdentity
        if let started = activity.started { lastStartedTime = started.time.timestamp }
        if let heartbeat = activity.lastHeartbeat {
            lastHeartbeatTime = heartbeat.time.timestamp
            if let details = heartbeat.details { heartbeatDetails = details }
        }
        if let time = activity.lastAttemptCompleteTime {
            lastAttemptCompleteTime = time.timestamp
            if activity.started == nil {
                nextAttemptScheduleTime = activity.scheduledTime.timestamp
                currentRetryInterval = max(.zero, activity.scheduledTime - time).protobuf
            }
        }
        if scheduled.hasPriority { priority = scheduled.priority }
        activityOptions = .with {
            $0.taskQueue = scheduled.taskQueue
            $0.scheduleToCloseTimeout = scheduled.scheduleToCloseTimeout
            $0.scheduleToStartTimeout = scheduled.scheduleToStartTimeout
            $0.startToCloseTimeout = scheduled.startToCloseTimeout
            $0.heartbeatTimeout = scheduled.heartbeatTimeout
            if scheduled.hasRetryPolicy { $0.retryPolicy = scheduled.retryPolicy }
        }
    }
}

extension APIPendingChildExecutionInfo {
    fileprivate init(_ child: PendingChild) {
        self.init()
        workflowID = child.attributes.workflowID
        runID = child.started?.runID ?? ""
        workflowTypeName = child.attributes.workflowType.name
        initiatedID = child.initiatedEventID
        parentClosePolicy = child.attributes.parentClosePolicy
    }
}

extension APIPendingWorkflowTaskInfo {
    fileprivate init(_ task: WorkflowTask) {
        self.init()
        state = task.started == nil ? .scheduled : .started
        scheduledTime = task.scheduledTime.timestamp
        originalScheduledTime = task.originalScheduledTime.timestamp
        if let started = task.started { startedTime = started.time.timestamp }
        attempt = task.attempt
    }
}
