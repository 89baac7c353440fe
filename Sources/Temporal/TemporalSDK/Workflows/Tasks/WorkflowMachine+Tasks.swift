import TemporalAPI

/// How far a task has come.
enum WorkflowTaskStep: Sendable {
    case answer(WorkflowTaskAnswer)
    /// The task goes on once this attempt of a local activity has ended. Its payloads need no codec.
    case attempt(APIPollActivityTaskQueueResponse)
}

/// What a task makes of a run.
struct WorkflowTaskAnswer: Sendable {
    let result: Result<Content, WorkflowTaskFailure>
    /// Whether the run is still good for its next task.
    let isCacheable: Bool

    enum Content: Sendable {
        case commands([APICommand], queries: [String: Result<[APIPayload], any Error>])
        case query(Result<[APIPayload], any Error>)
    }
}

extension WorkflowMachine {
    /// Whether this run, as it is cached, stands where the task begins.
    func canTake(_ task: APIPollWorkflowTaskQueueResponse) -> Bool {
        let first = task.history.events.first?.eventID
        if let first, first > lastEventID + 1 { return false }
        if task.hasQuery { return lastStartedEventID >= task.previousStartedEventID }
        return first != nil && lastStartedEventID == task.previousStartedEventID
    }

    /// Reads the events of a task and answers it. A run that is not to be cached is evicted before this returns.
    /// - Parameters:
    ///   - task: the task.
    ///   - events: its events.
    ///   - triesActivities: whether local activities can be tried.
    /// - Returns: the answer, or what it waits for.
    func answer(
        _ task: APIPollWorkflowTaskQueueResponse,
        _ events: [APIHistoryEvent],
        triesActivities: Bool = false
    ) -> WorkflowTaskStep {
        step {
            () throws(WorkflowTaskFailure) in
            if task.hasQuery { return .answer(try answerQuery(task, events)) }
            try read(events, current: task.startedEventID, triesActivities: triesActivities)
            guard lastStartedEventID == task.startedEventID else {
                throw .malformedHistory("it ends with event \(lastEventID), before event \(task.startedEventID)")
            }
            return try nextStep(of: task)
        }
    }

    /// Goes on with a task that waited for a local activity.
    /// - Parameters:
    ///   - task: the task.
    ///   - result: what the attempt came to; nil when the activity is left to the service.
    /// - Returns: the answer, or what it waits for.
    func answer(_ task: APIPollWorkflowTaskQueueResponse, after result: APIPayload?) -> WorkflowTaskStep {
        step {
            () throws(WorkflowTaskFailure) in
            try goOn(with: result)
            return try nextStep(of: task)
        }
    }

    private func step(_ body: () throws(WorkflowTaskFailure) -> WorkflowTaskStep) -> WorkflowTaskStep {
        do throws(WorkflowTaskFailure) {
            let step = try body()
            if case .answer(let answer) = step, !answer.isCacheable { evict() }
            return step
        } catch {
            evict()
            return .answer(WorkflowTaskAnswer(result: .failure(error), isCacheable: false))
        }
    }

    private func nextStep(
        of task: APIPollWorkflowTaskQueueResponse
    ) throws(WorkflowTaskFailure) -> WorkflowTaskStep {
        if let attempt = try nextAttempt() { return .attempt(attempt) }
        return .answer(try answerTask(task))
    }

    private func answerTask(
        _ task: APIPollWorkflowTaskQueueResponse
    ) throws(WorkflowTaskFailure) -> WorkflowTaskAnswer {
        let commands = try apiCommands()
        let queries = task.queries.mapValues { query in Result { try answer(query) } }
        return WorkflowTaskAnswer(result: .success(.commands(commands, queries: queries)), isCacheable: !isFinished)
    }

    private func answerQuery(
        _ task: APIPollWorkflowTaskQueueResponse,
        _ events: [APIHistoryEvent]
    ) throws(WorkflowTaskFailure) -> WorkflowTaskAnswer {
        try read(events, current: nil)
        // A task that another worker has at the moment was read over: the run would miss it.
        let isWhole = events.last?.eventType != .workflowTaskStarted
        let result = Result { try answer(task.query) }
        return WorkflowTaskAnswer(result: .success(.query(result)), isCacheable: isWhole && !isFinished)
    }
}
