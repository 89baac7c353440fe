package import TemporalAPI

/// One run of a workflow: a pure state machine.
///
/// What it knows is the fold of its history (`apply(_:)`) plus what events do not tell (`RunRecord`). Each request is
/// a mutating function that either throws a `RunRefusal` and changes nothing, or changes the state, adds events and
/// notes effects, which `takeTransition()` hands out. It reads no clock and makes no ids.
package struct RunState: Sendable, Equatable {
    package let limits: RunLimits
    package let key: RunKey

    // MARK: How it started

    package internal(set) var start: APIWorkflowExecutionStartedEventAttributes
    package internal(set) var startTime: EngineTime
    package internal(set) var userMetadata: APIUserMetadata?
    /// The request that started the run: the same request again is answered with this run.
    package internal(set) var startRequestID: String
    /// Later start requests that were answered with this run, with the event that notes each.
    package internal(set) var attachedRequestIDs: [String: Int64] = [:]

    // MARK: Where it stands

    package internal(set) var status: APIWorkflowExecutionStatus = .running
    /// The last event of a closed run.
    package internal(set) var closeEvent: APIHistoryEvent?
    /// Event ids are dense from 1.
    package internal(set) var nextEventID: Int64 = 1
    /// Bytes of the serialised batches taken so far.
    package internal(set) var historyBytes: Int64 = 0
    package internal(set) var stateTransitions: Int64 = 0

    // MARK: Workflow task

    /// The workflow task that waits or is worked on.
    package internal(set) var workflowTask: WorkflowTask?
    /// Which attempt the open or the next workflow task is. From 2 on a task is transient: it adds no events until it
    /// completes.
    package internal(set) var workflowTaskAttempt: Int32 = 1
    /// The started event of the last workflow task that completed; 0 before the first.
    package internal(set) var lastCompletedStartedEventID: Int64 = 0
    package internal(set) var sticky: StickyQueue?
    /// The worker tried to close the run while events waited: signals are refused until its next try ended.
    package internal(set) var isCloseAttempted = false

    // MARK: What it waits for

    /// By scheduled event id.
    package internal(set) var activities: [Int64: PendingActivity] = [:]
    /// Scheduled event id by activity id.
    package internal(set) var activityIDs: [String: Int64] = [:]
    /// By timer id.
    package internal(set) var timers: [String: PendingTimer] = [:]
    /// By initiated event id.
    package internal(set) var children: [Int64: PendingChild] = [:]
    /// By initiated event id. What was not told before the run closed stays: it is sent all the same.
    package internal(set) var externalSignals: [Int64: APISignalExternalWorkflowExecutionInitiatedEventAttributes] = [:]
    /// By initiated event id.
    package internal(set) var externalCancels:
        [Int64: APIRequestCancelExternalWorkflowExecutionInitiatedEventAttributes] = [:]

    // MARK: What it was told

    package internal(set) var isCancelRequested = false
    package internal(set) var cancelRequestID = ""
    package internal(set) var signalCount = 0
    package internal(set) var signalRequestIDs: Set<String> = []
    package internal(set) var memo: [String: APIPayload]
    package internal(set) var searchAttributes: [String: APIPayload]

    // MARK: Not yet part of the history

    /// Events that arrived while a workflow task is worked on; they get their ids when it ends.
    package internal(set) var buffer: [APIHistoryEvent] = []
    /// Events not yet taken by `takeTransition()`.
    package internal(set) var untaken: [APIHistoryEvent] = []
    var effects: [RunEffect] = []

    init(key: RunKey, started: APIHistoryEvent, startRequestID: String, limits: RunLimits) {
        let attributes = started.workflowExecutionStartedEventAttributes
        self.key = key
        self.limits = limits
        self.startRequestID = startRequestID
        start = attributes
        startTime = EngineTime(started.eventTime)
        userMetadata = started.hasUserMetadata ? started.userMetadata : nil
        memo = attributes.memo.fields
        searchAttributes = attributes.searchAttributes.indexedFields
    }

    /// What happened since the last call: to be stored in one commit, or forgotten together with this state.
    ///
    /// - Throws: what serialising the events threw; nothing is taken then.
    package mutating func takeTransition() throws -> RunTransition {
        let transition = RunTransition(events: untaken, batch: try APIHistory.batch(untaken), effects: effects)
        historyBytes += Int64(transition.batch.count)
        untaken = []
        effects = []
        return transition
    }
}
