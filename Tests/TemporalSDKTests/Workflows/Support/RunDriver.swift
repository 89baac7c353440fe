import Foundation
import SwiftProtobuf
import TemporalAPI
import TemporalSDK

/// Plays the service for one run: keeps its history, writes the commands of the workflow into it, and lets a test say
/// what happens. The run is driven as a sticky worker does, one task at a time; `replay()` runs the whole history
/// again from its first event.
final class RunDriver {
    let environment: WorkflowEnvironment
    let workflow: RegisteredWorkflow
    let execution: APIWorkflowExecution
    private(set) var history: [APIHistoryEvent] = []
    private(set) var machine: WorkflowMachine
    /// The commands of the last task.
    private(set) var commands: [APICommand] = []
    private var lastStartedEventID: Int64 = 0
    /// Makes the attempts of local activities; nil when all are left to the service.
    var attempts: ((APIPollActivityTaskQueueResponse) throws -> APIPayload?)?

    init<Workflow: WorkflowDefinition>(
        _ type: Workflow.Type,
        _ input: any Sendable = (),
        environment: WorkflowEnvironment = WorkflowEnvironment(taskQueue: "queue"),
        memo: [String: APIPayload] = [:],
        runID: String? = nil
    ) throws {
        let execution = APIWorkflowExecution.with {
            $0.workflowID = "workflow-1"
            $0.runID = runID ?? "0198c0de-0000-7000-8000-000000000001"
        }
        self.execution = execution
        self.environment = environment
        workflow = try RegisteredWorkflow(type)
        machine = WorkflowMachine(workflow, execution: execution, environment: environment)
        let payloads = input is Void ? [] : [try environment.converter.convertValue(input)]
        append(.workflowExecutionStarted) { event in
            event.workflowExecutionStartedEventAttributes = .with {
                $0.workflowType.name = type.name
                $0.taskQueue.name = "queue"
                $0.input.payloads = payloads
                $0.originalExecutionRunID = execution.runID
                $0.firstExecutionRunID = execution.runID
                $0.attempt = 1
                $0.memo.fields = memo
            }
        }
    }

    deinit {
        machine.evict()
    }

    // MARK: Workflow tasks

    /// One whole workflow task: what happened since the last one goes to the workflow, its commands into the history.
    @discardableResult
    func task() throws -> [APICommand] {
        try startTask()
        completeTask()
        return commands
    }

    /// Begins a task and runs the workflow's code.
    func startTask(historySize: Int64 = 0, suggestsContinueAsNew: Bool = false) throws {
        addTaskStart(historySize: historySize, suggestsContinueAsNew: suggestsContinueAsNew)
        try machine.read(unread, current: lastStartedEventID, triesActivities: attempts != nil)
        while let attempts, let attempt = try machine.nextAttempt() { try machine.goOn(with: attempts(attempt)) }
        commands = try machine.apiCommands()
    }

    /// The events that the cached run has not read: what a sticky poll brings.
    var unread: [APIHistoryEvent] { Array(history[Int(machine.lastEventID)...]) }

    func addTaskStart(historySize: Int64 = 0, suggestsContinueAsNew: Bool = false) {
        let scheduled = append(.workflowTaskScheduled)
        lastStartedEventID = append(.workflowTaskStarted) { event in
            event.workflowTaskStartedEventAttributes = .with {
                $0.scheduledEventID = scheduled
                $0.historySizeBytes = historySize
                $0.suggestContinueAsNew = suggestsContinueAsNew
            }
        }
    }

    /// Writes the completion of the task and an event for each command.
    func completeTask() {
        completeTask(commands)
    }

    func completeTask(_ commands: [APICommand]) {
        let completed = append(.workflowTaskCompleted) { event in
            event.workflowTaskCompletedEventAttributes.startedEventID = lastStartedEventID
        }
        for command in commands { record(command, completed) }
    }

    func timeOutTask() {
        append(.workflowTaskTimedOut)
    }

    func failTask() {
        append(.workflowTaskFailed) { $0.workflowTaskFailedEventAttributes.cause = .workflowWorkerUnhandledFailure }
    }

    /// Forgets the cached run and takes a new one, as another worker would.
    func loseCache() {
        machine.evict()
        machine = WorkflowMachine(workflow, execution: execution, environment: environment)
    }

    /// Replays the whole history.
    func replay(environment other: WorkflowEnvironment? = nil) -> WorkflowTaskFailure? {
        WorkflowReplayer.replay(history, of: workflow, execution, other ?? environment)
    }

    /// Replays the whole history with other code.
    func replay<Workflow: WorkflowDefinition>(with type: Workflow.Type) throws -> WorkflowTaskFailure? {
        WorkflowReplayer.replay(history, of: try RegisteredWorkflow(type), execution, environment)
    }

    /// The answer to a query, read as a value.
    func query<Value>(_ name: String, _ input: any Sendable = (), as type: Value.Type = Value.self) throws -> Value {
        let query = try APIWorkflowQuery.with {
            $0.queryType = name
            $0.queryArgs.payloads = input is Void ? [] : [try environment.converter.convertValue(input)]
        }
        return try environment.converter.convertSinglePayload(try machine.answer(query), as: type)
    }

    // MARK: Events

    @discardableResult
    func append(_ type: APIEventType, _ fill: (inout APIHistoryEvent) throws -> Void) rethrows -> Int64 {
        var event = APIHistoryEvent()
        event.eventID = Int64(history.count) + 1
        event.eventType = type
        // A second between any two events.
        event.eventTime = Google_Protobuf_Timestamp(seconds: 1_800_000_000 + event.eventID, nanos: 0)
        try fill(&event)
        history.append(event)
        return event.eventID
    }

    @discardableResult
    func append(_ type: APIEventType) -> Int64 {
        append(type) { _ in }
    }

    func payloads(_ value: any Sendable) throws -> APIPayloads {
        try .with { $0.payloads = value is Void ? [] : [try environment.converter.convertValue(value)] }
    }
}
