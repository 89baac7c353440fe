import TemporalAPI

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
    func answer(_ task: APIPollWorkflowTaskQueueResponse, _ events: [APIHistoryEvent]) -> WorkflowTaskAnswer {
        do throws(WorkflowTaskFailure) {
            let answer = task.hasQuery ? try answerQuery(task, events) : try answerTask(task, events)
            if !answer.isCacheable { evict() }
            return answer
        } catch {
            evict()
            return WorkflowTaskAnswer(result: .failure(error), isCacheable: false)
        }
    }

    private func answerTask(
        _ task: APIPollWorkflowTaskQueueResponse,
        _ events: [APIHistoryEvent]
    ) throws(WorkflowTaskFailure) -> WorkflowTaskAnswer {
        try read(events, current: task.startedEventID)
        guard lastStartedEventID == task.startedEventID else {
            throw .malformedHistory("it ends with event \(lastEventID), before event \(task.startedEventID)")
        }
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
