import Foundation
import HTTPAPI
import OMSKernel
import SwiftProtobuf
import TemporalAPI
import TemporalSDK

extension WorkflowSummary {
    init(_ found: WorkflowExecutionSummary) {
        self.init(
            workflowID: found.id,
            runID: found.runID,
            type: found.type,
            taskQueue: found.taskQueue,
            status: found.status.queryWord,
            startedAt: Timestamp(found.startTime),
            closedAt: found.closeTime.map { Timestamp($0) },
            historyLength: Int64(found.historyLength),
            parentWorkflowID: found.parentID
        )
    }
}

extension WorkflowDescription.PendingActivity {
    init(_ found: APIPendingActivityInfo) {
        self.init(
            activityID: found.activityID,
            type: found.activityType.name,
            state: found.state.word,
            attempt: Int64(found.attempt),
            maximumAttempts: found.maximumAttempts > 0 ? Int64(found.maximumAttempts) : nil,
            scheduledAt: found.hasScheduledTime ? Timestamp(found.scheduledTime.date) : nil,
            lastStartedAt: found.hasLastStartedTime ? Timestamp(found.lastStartedTime.date) : nil,
            nextAttemptAt: found.hasNextAttemptScheduleTime ? Timestamp(found.nextAttemptScheduleTime.date) : nil,
            lastFailure: found.hasLastFailure ? found.lastFailure.message : nil,
            lastWorker: found.lastWorkerIdentity.isEmpty ? nil : found.lastWorkerIdentity
        )
    }
}

extension OMSKernel.Timestamp {
    init(_ date: Date) {
        self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1_000).rounded()))
    }
}

extension APIWorkflowExecutionStatus {
    /// As the list filter language has it.
    fileprivate var queryWord: String {
        switch self {
        case .running: "Running"
        case .completed: "Completed"
        case .failed: "Failed"
        case .canceled: "Canceled"
        case .terminated: "Terminated"
        case .continuedAsNew: "ContinuedAsNew"
        case .timedOut: "TimedOut"
        case .paused: "Paused"
        case .unspecified, .UNRECOGNIZED: "Unknown"
        }
    }
}

extension APIPendingActivityState {
    fileprivate var word: String {
        switch self {
        case .scheduled: "SCHEDULED"
        case .started: "STARTED"
        case .cancelRequested: "CANCEL_REQUESTED"
        case .paused: "PAUSED"
        case .pauseRequested: "PAUSE_REQUESTED"
        case .unspecified, .UNRECOGNIZED: "UNKNOWN"
        }
    }
}
