import Foundation
import SwiftProtobuf
import TemporalAPI

extension RunState {
    /// Attempts before a failing workflow task is slowed down by a longer timeout.
    private static let attemptsBeforeBackoff: Int32 = 3
    private static let firstBackoff: Duration = .seconds(5)

    /// Schedules a workflow task unless one is open.
    ///
    /// A task whose attempt before it failed is transient: no events, unless something new arrived since.
    ///
    /// - Parameters:
    ///   - now: the time.
    ///   - original: when the first of a chain of tasks that only kept a worker alive was scheduled.
    ///   - handsOut: false when the caller starts the task itself.
    mutating func scheduleWorkflowTask(now: EngineTime, original: EngineTime? = nil, handsOut: Bool = true) {
        guard isRunning, workflowTask == nil else { return }
        if !buffer.isEmpty {
            workflowTaskAttempt = 1
            flushBuffer()
        }
        let timeout = workflowTaskTimeout(attempt: workflowTaskAttempt)
        if workflowTaskAttempt == 1 {
            add(
                .workflowTaskScheduledEventAttributes(
                    .with {
                        $0.taskQueue = currentTaskQueue
                        $0.startToCloseTimeout = timeout.protobuf
                        $0.attempt = 1
                    }
                ),
                at: now
            )
        } else {
            workflowTask = WorkflowTask(
                scheduledEventID: nextEventID,
                taskQueue: currentTaskQueue,
                attempt: workflowTaskAttempt,
                startToCloseTimeout: timeout,
                scheduledTime: now,
                originalScheduledTime: now
            )
        }
        workflowTask?.scheduleToStartTimeout = sticky?.scheduleToStartTimeout
        if let original { workflowTask?.originalScheduledTime = original }
        if handsOut { effects.append(.workflowTaskReady) }
    }

    private func workflowTaskTimeout(attempt: Int32) -> Duration {
        guard attempt > Self.attemptsBeforeBackoff else { return defaultWorkflowTaskTimeout }
        let doublings = Double(attempt - Self.attemptsBeforeBackoff - 1)
        let backoff = Duration(roundingNanoseconds: Double(Self.firstBackoff.wholeNanoseconds) * pow(2, doublings))
        return defaultWorkflowTaskTimeout + min(backoff, limits.workflowTaskRetryMaximum)
    }

    /// What ends every transition: waiting events join the history unless a worker looks at it, and a run that grew
    /// over its limits is stopped.
    ///
    /// - Parameters:
    ///   - now: the time.
    ///   - stopsLargeRun: false for a transition that is not stored by itself.
    mutating func settle(now: EngineTime, stopsLargeRun: Bool = true) {
        if isRunning, workflowTask?.started != nil, isBufferFull {
            forceFailWorkflowTask(now: now)
            scheduleWorkflowTask(now: now)
        }
        if workflowTask?.started == nil {
            flushBuffer()
        }
        stateTransitions += 1
        guard stopsLargeRun, isRunning else { return }
        if historyBytes > limits.historyBytes {
            close(terminating: "Workflow history size exceeds limit.", now: now)
        } else if nextEventID - 1 > limits.historyEvents {
            close(terminating: "Workflow history count exceeds limit.", now: now)
        }
    }

    private var isBufferFull: Bool {
        if buffer.count > limits.bufferedEvents { return true }
        return buffer.reduce(0) { $0 + $1.byteCount } > limits.bufferedBytes
    }
}
