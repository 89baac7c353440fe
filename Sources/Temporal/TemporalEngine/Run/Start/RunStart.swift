import SwiftProtobuf
package import TemporalAPI

/// All that makes a new run: its first event, before it has an id and a time.
package struct RunStart: Sendable, Equatable {
    package var key: RunKey
    /// Names the request that starts the run: the same request again is answered with the same run.
    package var requestID: String
    package var attributes: APIWorkflowExecutionStartedEventAttributes
    package var userMetadata: APIUserMetadata?
    /// A signal that comes with the start, before the first workflow task.
    package var signal: SignalRequest?

    init(key: RunKey, requestID: String, attributes: APIWorkflowExecutionStartedEventAttributes) {
        self.key = key
        self.requestID = requestID
        self.attributes = attributes
    }
}

extension RunState {
    /// A new run with its first events: started, the signal that came with it, and a workflow task unless the start is
    /// delayed.
    package init(starting start: RunStart, now: EngineTime, limits: RunLimits = .standard) {
        var started = APIHistoryEvent.with {
            $0.eventTime = now.timestamp
            $0.eventType = .workflowExecutionStarted
            $0.workflowExecutionStartedEventAttributes = start.attributes
        }
        if let userMetadata = start.userMetadata { started.userMetadata = userMetadata }
        self.init(key: start.key, started: started, startRequestID: start.requestID, limits: limits)
        append(&started)
        if let signal = start.signal { add(signal, at: now) }
        if !isWaitingForFirstTask { scheduleWorkflowTask(now: now) }
        settle(now: now)
    }
}
