import Logging
import SwiftProtobuf
import TemporalAPI

// Running workflow code: news in, commands out.
extension WorkflowMachine {
    /// Gives workflow code what happened since the last workflow task and lets it run until it waits again.
    /// - Parameters:
    ///   - event: the WorkflowTaskStarted event; its time is the time of everything that happens now.
    ///   - id: that of the event.
    ///   - isReplaying: whether the commands of this activation are recorded already.
    /// - Throws: when the code broke a rule, threw what is no workflow failure, or does not fit the history.
    func activate(_ event: APIHistoryEvent, id: Int64, isReplaying: Bool) throws(WorkflowTaskFailure) {
        begin(event, id: id, isReplaying: isReplaying)
        let signals = self.signals
        let news = self.news
        self.signals = []
        self.news = []
        try runOn {
            let isFirst = instance == nil
            if isFirst { instance = try makeInstance() }
            if let newSeed {
                random = WorkflowRandom(runID: newSeed)
                self.newSeed = nil
            }
            // Everything is applied before any code runs, and signal handlers come before the rest: so a
            // handler sees the state in which the signal came, whatever else the task brings.
            for event in signals { signal(event) }
            if isFirst { startRun() }
            for event in news { try apply(event) }
        }
    }

    /// Applies news, lets workflow code run until it waits again, and closes the activation, unless it waits for a
    /// local activity.
    func runOn(_ news: () throws -> Void) throws(WorkflowTaskFailure) {
        do {
            try queue.asCurrent {
                try news()
                try settle()
            }
        } catch let error as WorkflowTaskFailure {
            throw error
        } catch {
            throw .unhandled(error)
        }
        try checkRules()
        if attempted == nil { finish() }
    }

    private func begin(_ event: APIHistoryEvent, id: Int64, isReplaying: Bool) {
        let now = event.eventTime
        if now.isAfter(time) { time = now }
        self.isReplaying = isReplaying
        lastStartedEventID = id
        calls = 0
        outstanding.removeAll(keepingCapacity: true)
        recorded = 0
        taskStart = event
    }

    private func makeInstance() throws -> any WorkflowInstance {
        guard started.hasWorkflowType else {
            throw WorkflowTaskFailure.malformedHistory("it does not begin with WorkflowExecutionStarted")
        }
        return try definition.makeInstance(context, started.input.payloads, environment.converter)
    }

    /// Applies one event that is no signal. What it resumes runs later.
    private func apply(_ event: APIHistoryEvent) throws {
        if case .workflowExecutionCancelRequested = event.eventType {
            cancellation = cancellation ?? event.workflowExecutionCancelRequestedEventAttributes
            rootTask?.cancel()
            return
        }
        guard let attributes = event.attributes else {
            throw WorkflowTaskFailure.malformedHistory("\(event.label) has no attributes")
        }
        guard let id = attributes.commandEventID, let operation = operations[id] else {
            throw WorkflowTaskFailure.nondeterminism("\(event.label) belongs to no command of the workflow")
        }
        if try operation.apply(event, attributes) { operations[id] = nil }
    }

    /// Runs workflow code until all of it waits. Conditions are tried in the order in which they were made, and the
    /// code that waits for one goes on before the next is tried: it may change what the next one sees. Local activities
    /// come after them.
    func settle() throws {
        var left = environment.limits.jobsPerTask
        while true {
            left -= queue.drain(limit: left)
            guard left > 0 else { throw WorkflowTaskFailure.tooManyJobs(environment.limits.jobsPerTask) }
            let tried = conditions
            if let met = tried.first(where: { $0.test() }) {
                remove(met)
                met.succeed()
            } else if !decideLocalActivity() {
                return
            }
        }
    }

    private func checkRules() throws(WorkflowTaskFailure) {
        if queue.foreignJobs > 0 { throw .foreignJobs(queue.foreignJobs) }
        if let failure { throw failure }
    }

    /// Puts the commands of this activation where their events will be held against them. The end of the workflow
    /// comes last, whenever it was asked for.
    private func finish() {
        swap(&outstanding, &commands)
        if outstanding.contains(where: \.isWithdrawn) { outstanding.removeAll(where: \.isWithdrawn) }
        guard let terminal else { return }
        outstanding.append(terminal)
        guard tasks.handlers > 0 else { return }
        telemetry.logger.warning(
            "the workflow ends while signal handlers still run: they are cut off",
            metadata: ["handlers": "\(tasks.handlers)"]
        )
    }
}

extension EventAttributes {
    /// The event of the command that this event answers; nil when it answers none.
    fileprivate var commandEventID: Int64? {
        switch self {
        case .activityTaskCompletedEventAttributes(let event): event.scheduledEventID
        case .activityTaskFailedEventAttributes(let event): event.scheduledEventID
        case .activityTaskTimedOutEventAttributes(let event): event.scheduledEventID
        case .activityTaskCanceledEventAttributes(let event): event.scheduledEventID
        case .timerFiredEventAttributes(let event): event.startedEventID
        case .startChildWorkflowExecutionFailedEventAttributes(let event): event.initiatedEventID
        case .childWorkflowExecutionStartedEventAttributes(let event): event.initiatedEventID
        case .childWorkflowExecutionCompletedEventAttributes(let event): event.initiatedEventID
        case .childWorkflowExecutionFailedEventAttributes(let event): event.initiatedEventID
        case .childWorkflowExecutionCanceledEventAttributes(let event): event.initiatedEventID
        case .childWorkflowExecutionTimedOutEventAttributes(let event): event.initiatedEventID
        case .childWorkflowExecutionTerminatedEventAttributes(let event): event.initiatedEventID
        case .externalWorkflowExecutionSignaledEventAttributes(let event): event.initiatedEventID
        case .signalExternalWorkflowExecutionFailedEventAttributes(let event): event.initiatedEventID
        case .externalWorkflowExecutionCancelRequestedEventAttributes(let event): event.initiatedEventID
        case .requestCancelExternalWorkflowExecutionFailedEventAttributes(let event): event.initiatedEventID
        default: nil
        }
    }
}

extension Google_Protobuf_Timestamp {
    fileprivate func isAfter(_ other: Self) -> Bool {
        (seconds, nanos) > (other.seconds, other.nanos)
    }
}
