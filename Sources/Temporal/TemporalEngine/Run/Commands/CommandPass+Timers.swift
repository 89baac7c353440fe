import SwiftProtobuf
import TemporalAPI

extension CommandPass {
    mutating func startTimer(
        _ attributes: APIStartTimerCommandAttributes?,
        _ extras: EventExtras
    ) throws(CommandProblem) {
        let cause = APIWorkflowTaskFailedCause.badStartTimerAttributes
        guard let attributes else {
            throw CommandProblem(
                cause: cause,
                detail: "StartTimerCommandAttributes is not set on StartTimerCommand."
            )
        }
        let id = attributes.timerID
        try checkTimerID(id, command: "StartTimerCommand", cause: cause)
        let timeout = try capped(attributes.startToFireTimeout, cause: cause) {
            "An invalid StartToFireTimeout is set on StartTimerCommand: \($0). TimerId=\(id)"
        }
        if state.timers[id] != nil {
            throw CommandProblem(
                cause: .startTimerDuplicateID,
                detail: "invalid history builder state for action: add-timer-started-event, TimerID: \(id)"
            )
        }
        add(
            .timerStartedEventAttributes(
                .with {
                    $0.timerID = id
                    $0.startToFireTimeout = timeout
                    $0.workflowTaskCompletedEventID = completedEventID
                }
            ),
            extras
        )
    }

    mutating func cancelTimer(
        _ attributes: APICancelTimerCommandAttributes?,
        _ extras: EventExtras
    ) throws(CommandProblem) {
        let cause = APIWorkflowTaskFailedCause.badCancelTimerAttributes
        guard let attributes else {
            throw CommandProblem(
                cause: cause,
                detail: "CancelTimerCommandAttributes is not set on CancelTimerCommand."
            )
        }
        let id = attributes.timerID
        try checkTimerID(id, command: "CancelTimerCommand", cause: cause)
        guard let startedEventID = state.timers[id]?.startedEventID ?? takeUnseenFiring(of: id) else {
            throw CommandProblem(
                cause: cause,
                detail: "invalid history builder state for action: add-timer-canceled-event, TimerID: \(id)"
            )
        }
        add(
            .timerCanceledEventAttributes(
                .with {
                    $0.timerID = id
                    $0.startedEventID = startedEventID
                    $0.workflowTaskCompletedEventID = completedEventID
                    $0.identity = identity
                }
            ),
            extras
        )
        // The timer may have been all that waited: then nothing keeps the run from ending.
        hasUnseenEvents = hasUnseenEvents && !state.buffer.isEmpty
    }

    /// A timer that fired while the worker decided to cancel it counts as cancelled: its firing is forgotten.
    private mutating func takeUnseenFiring(of id: String) -> Int64? {
        for (index, event) in state.buffer.enumerated() {
            guard case .timerFiredEventAttributes(let fired) = event.attributes, fired.timerID == id else { continue }
            state.buffer.remove(at: index)
            return fired.startedEventID
        }
        return nil
    }

    private func checkTimerID(
        _ id: String,
        command: String,
        cause: APIWorkflowTaskFailedCause
    ) throws(CommandProblem) {
        guard !id.isEmpty else { throw CommandProblem(cause: cause, detail: "TimerId is not set on \(command).") }
        try check(length: id, cause: cause) { length, limit in
            "TimerId on \(command) exceeds length limit. TimerId=\(id) Length=\(length) Limit=\(limit)"
        }
    }
}
