import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

/// A run with a clock of its own and its stored history: what the engine is around it.
struct RunDriver {
    static let key = RunKey(namespace: "default", namespaceID: "ns-id", workflowID: "order-1", runID: "run-1")
    static let began = EngineTime(seconds: 1_700_000_000)

    var state: RunState
    var now = RunDriver.began
    var ids = TestIDs()
    /// What was taken so far.
    var history: [APIHistoryEvent] = []
    /// The effects of the last `take()`.
    var effects: [RunEffect] = []
    /// Whether each `take()` looks at the whole history; what is stored is read back each time in any case.
    var checksHistory = true

    /// A run started as the closure changes the plain request, its first events taken.
    init(limits: RunLimits = .standard, _ change: (inout APIStartWorkflowExecutionRequest) -> Void = { _ in }) throws {
        var request = RunDriver.request
        change(&request)
        let start = try RunStart(request, key: Self.key, now: Self.began, limits: limits)
        try self.init(start: start, now: Self.began, limits: limits)
    }

    init(start: RunStart, now: EngineTime, limits: RunLimits = .standard) throws {
        state = RunState(starting: start, now: now, limits: limits)
        self.now = now
        try take()
    }

    static var request: APIStartWorkflowExecutionRequest {
        .with {
            $0.namespace = key.namespace
            $0.workflowID = key.workflowID
            $0.workflowType.name = "Order"
            $0.taskQueue.name = "orders"
            $0.requestID = "start-1"
            $0.identity = "client"
        }
    }

    /// Stores what happened, as one commit, and checks that what is stored makes the same state again.
    @discardableResult
    mutating func take(sourceLocation: SourceLocation = #_sourceLocation) throws -> RunTransition {
        let transition = try state.takeTransition()
        history += transition.events
        effects = transition.effects
        if checksHistory {
            try Invariants.check(state, history, sourceLocation: sourceLocation)
        } else {
            try Invariants.checkRebuild(state, history, sourceLocation: sourceLocation)
        }
        return transition
    }

    /// Lets time pass, and happen what is due then.
    mutating func pass(_ duration: Duration, sourceLocation: SourceLocation = #_sourceLocation) throws {
        now = now + duration
        state.fireDue(now: now, ids: &ids)
        try take(sourceLocation: sourceLocation)
    }

    /// Lets time pass until the next thing is due, and happen.
    mutating func passUntilDue(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let due = try #require(state.nextDue, sourceLocation: sourceLocation)
        try pass(due - now, sourceLocation: sourceLocation)
    }

    // MARK: Workflow tasks

    /// A worker takes the open workflow task from the queue it is on.
    mutating func startTask(sourceLocation: SourceLocation = #_sourceLocation) throws -> StartedWorkflowTask {
        let task = try #require(state.workflowTask, sourceLocation: sourceLocation)
        let poller = WorkflowTaskPoller(identity: "worker", requestID: ids.next(), taskQueue: task.taskQueue)
        return try state.startWorkflowTask(scheduledEventID: task.scheduledEventID, poller: poller, now: now)
    }

    /// A worker answers a task with commands; stored.
    @discardableResult
    mutating func complete(
        _ task: StartedWorkflowTask,
        _ commands: [APICommand] = [],
        rules: CommandRules = CommandRules(),
        sourceLocation: SourceLocation = #_sourceLocation,
        _ change: (inout APIRespondWorkflowTaskCompletedRequest) -> Void = { _ in }
    ) throws -> WorkflowTaskOutcome {
        var request = APIRespondWorkflowTaskCompletedRequest.with {
            $0.commands = commands
            $0.identity = "worker"
        }
        change(&request)
        let outcome = try state.completeWorkflowTask(task.token, request, rules: rules, now: now, ids: &ids)
        try take(sourceLocation: sourceLocation)
        return outcome
    }

    /// A worker takes the open task and answers it with commands.
    @discardableResult
    mutating func run(
        _ commands: [APICommand] = [],
        rules: CommandRules = CommandRules(),
        sourceLocation: SourceLocation = #_sourceLocation,
        _ change: (inout APIRespondWorkflowTaskCompletedRequest) -> Void = { _ in }
    ) throws -> WorkflowTaskOutcome {
        let task = try startTask(sourceLocation: sourceLocation)
        return try complete(task, commands, rules: rules, sourceLocation: sourceLocation, change)
    }

    // MARK: Others

    /// A worker takes an activity; stored.
    mutating func startActivity(
        _ scheduledEventID: Int64,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> StartedActivity {
        let poller = ActivityPoller(identity: "activity-worker", requestID: ids.next())
        let started = try state.startActivity(scheduledEventID: scheduledEventID, poller: poller, now: now)
        try take(sourceLocation: sourceLocation)
        return started
    }

    mutating func signal(
        _ name: String,
        requestID: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let request = SignalRequest(
            name: name,
            input: .json("\"\(name)\""),
            identity: "client",
            header: nil,
            requestID: requestID
        )
        try state.signal(request, now: now)
        try take(sourceLocation: sourceLocation)
    }

    /// The types of all stored events.
    var types: [APIEventType] { history.map(\.eventType) }

    /// The types of the stored events from an id on.
    func types(from eventID: Int64) -> [APIEventType] {
        history.filter { $0.eventID >= eventID }.map(\.eventType)
    }

    /// The only event of a type.
    func event(
        _ type: APIEventType,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> APIHistoryEvent {
        let found = history.filter { $0.eventType == type }
        #expect(found.count == 1, sourceLocation: sourceLocation)
        return try #require(found.first, sourceLocation: sourceLocation)
    }

    /// The last event of a type.
    func last(
        _ type: APIEventType,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> APIHistoryEvent {
        try #require(history.last { $0.eventType == type }, sourceLocation: sourceLocation)
    }
}
