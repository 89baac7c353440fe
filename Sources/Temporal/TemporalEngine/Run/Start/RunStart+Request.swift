import SwiftProtobuf
package import TemporalAPI

extension RunStart {
    /// A run as a client asks for it, with the service's checks and defaults.
    ///
    /// - Parameters:
    ///   - request: as it came.
    ///   - key: where the run will live; its run id is new.
    ///   - now: the time.
    ///   - limits: what the run may hold.
    /// - Throws: `RunRefusal.invalidArgument` for a request that makes no sense.
    package init(
        _ request: APIStartWorkflowExecutionRequest,
        key: RunKey,
        now: EngineTime,
        limits: RunLimits = .standard
    ) throws(RunRefusal) {
        let checked = try StartChecks(limits: limits).checked(request)
        let deadline = Duration(checked.workflowExecutionTimeout)
        self.init(
            key: key,
            requestID: checked.requestID,
            attributes: .with {
                $0.workflowType = checked.workflowType
                $0.taskQueue = .normal(checked.taskQueue.name)
                if checked.hasInput { $0.input = checked.input }
                if checked.hasWorkflowExecutionTimeout {
                    $0.workflowExecutionTimeout = checked.workflowExecutionTimeout
                }
                if checked.hasWorkflowRunTimeout { $0.workflowRunTimeout = checked.workflowRunTimeout }
                $0.workflowTaskTimeout = checked.workflowTaskTimeout
                if checked.hasContinuedFailure { $0.continuedFailure = checked.continuedFailure }
                if checked.hasLastCompletionResult { $0.lastCompletionResult = checked.lastCompletionResult }
                $0.originalExecutionRunID = key.runID
                $0.identity = checked.identity
                $0.firstExecutionRunID = key.runID
                if checked.hasRetryPolicy { $0.retryPolicy = checked.retryPolicy }
                $0.attempt = 1
                if deadline > .zero {
                    $0.workflowExecutionExpirationTime = (now + deadline).roundedToMilliseconds.timestamp
                }
                $0.firstWorkflowTaskBackoff = checked.workflowStartDelay
                $0.set(memo: checked.memo, searchAttributes: checked.searchAttributes)
                if checked.hasHeader { $0.header = checked.header }
                $0.workflowID = checked.workflowID
                if checked.hasPriority { $0.priority = checked.priority }
            }
        )
        if checked.hasUserMetadata { userMetadata = checked.userMetadata }
    }

    /// A run as a client asks for it together with a signal.
    ///
    /// - Parameters:
    ///   - request: as it came.
    ///   - key: where the run will live; its run id is new.
    ///   - now: the time.
    ///   - limits: what the run may hold.
    /// - Throws: `RunRefusal.invalidArgument` for a request that makes no sense.
    package init(
        _ request: APISignalWithStartWorkflowExecutionRequest,
        key: RunKey,
        now: EngineTime,
        limits: RunLimits = .standard
    ) throws(RunRefusal) {
        try self.init(request.start, key: key, now: now, limits: limits)
        let signal = SignalRequest(request)
        guard (signal.input?.byteCount ?? 0) <= limits.blobBytes else { throw .blobTooLarge }
        self.signal = signal
    }
}

extension APISignalWithStartWorkflowExecutionRequest {
    /// The start without the signal.
    var start: APIStartWorkflowExecutionRequest {
        .with {
            $0.namespace = namespace
            $0.workflowID = workflowID
            $0.workflowType = workflowType
            $0.taskQueue = taskQueue
            if hasInput { $0.input = input }
            if hasWorkflowExecutionTimeout { $0.workflowExecutionTimeout = workflowExecutionTimeout }
            if hasWorkflowRunTimeout { $0.workflowRunTimeout = workflowRunTimeout }
            if hasWorkflowTaskTimeout { $0.workflowTaskTimeout = workflowTaskTimeout }
            $0.identity = identity
            $0.requestID = requestID
            if hasRetryPolicy { $0.retryPolicy = retryPolicy }
            $0.cronSchedule = cronSchedule
            if hasMemo { $0.memo = memo }
            if hasSearchAttributes { $0.searchAttributes = searchAttributes }
            if hasHeader { $0.header = header }
            if hasWorkflowStartDelay { $0.workflowStartDelay = workflowStartDelay }
            if hasUserMetadata { $0.userMetadata = userMetadata }
            if hasPriority { $0.priority = priority }
        }
    }
}

extension APIWorkflowExecutionStartedEventAttributes {
    /// Memo and search attributes without the fields that stand for nothing; left out when nothing is left.
    mutating func set(memo: APIMemo, searchAttributes: APISearchAttributes) {
        let fields = memo.fields.withoutNothings
        if !fields.isEmpty { self.memo = .with { $0.fields = fields } }
        let indexed = searchAttributes.indexedFields.withoutNothings
        if !indexed.isEmpty { self.searchAttributes = .with { $0.indexedFields = indexed } }
    }
}

extension APITaskQueue {
    static func normal(_ name: String) -> APITaskQueue {
        .with {
            $0.name = name
            $0.kind = .normal
        }
    }
}

extension EngineTime {
    fileprivate var roundedToMilliseconds: EngineTime {
        let half = nanoseconds.saturatingAdded(to: 500_000)
        return EngineTime(nanoseconds: half - half % 1_000_000)
    }
}
