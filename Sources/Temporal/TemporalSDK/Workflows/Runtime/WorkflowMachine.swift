import Logging
import SwiftProtobuf
package import TemporalAPI

/// One run of a workflow in this process: its code, what it waits for, and how far its history was read.
///
/// It is a pure function of the history: the same events make the same code ask for the same commands in the same
/// order, whether they come one task at a time or all at once.
///
/// `exclusivity(unchecked)`: no access to these spans a call of workflow code, and the checks cost a tenth of a
/// replay.
///
/// `@unchecked Sendable`: only the thread inside the run touches it; who holds the run sees to it that there is one
/// at a time. Workflow code reaches it on that thread alone, which every entrance checks.
package final class WorkflowMachine: @unchecked Sendable {
    let environment: WorkflowEnvironment
    let definition: RegisteredWorkflow
    let execution: APIWorkflowExecution
    let queue = WorkflowQueue()

    // The run.
    @exclusivity(unchecked) var instance: (any WorkflowInstance)?
    var rootTask: Task<Void, Never>?
    var started = APIWorkflowExecutionStartedEventAttributes()
    var startTime = Google_Protobuf_Timestamp()
    @exclusivity(unchecked) var sequence = WorkflowSequence()
    lazy var random = WorkflowRandom(runID: started.originalExecutionRunID)
    lazy var telemetry = WorkflowTelemetry(self)
    lazy var memo = started.memo.fields
    lazy var searchAttributes = SearchAttributeCollection(started.searchAttributes)
    var currentDetails = ""
    var cancellation: APIWorkflowExecutionCancelRequestedEventAttributes?

    // The history.
    /// The last event that was read.
    @exclusivity(unchecked) package internal(set) var lastEventID: Int64 = 0
    /// The id of the WorkflowTaskStarted event of the last activation.
    @exclusivity(unchecked) package internal(set) var lastStartedEventID: Int64 = 0
    /// Whether the history holds the end of the run.
    @exclusivity(unchecked) package internal(set) var isClosed = false
    /// What the next activation brings to workflow code.
    @exclusivity(unchecked) var signals: [APIHistoryEvent] = []
    @exclusivity(unchecked) var news: [APIHistoryEvent] = []
    /// The WorkflowTaskStarted event of the last activation.
    @exclusivity(unchecked) var taskStart = APIHistoryEvent()
    @exclusivity(unchecked) var newSeed: String?

    // The activation.
    @exclusivity(unchecked) var time = Google_Protobuf_Timestamp()
    @exclusivity(unchecked) var isReplaying = false
    /// Asked for in this activation.
    @exclusivity(unchecked) var commands: [WorkflowCommand] = []
    @exclusivity(unchecked) var terminal: WorkflowCommand?
    /// Asked for in earlier activations, in order; the events of those from `recorded` on are still to come.
    @exclusivity(unchecked) var outstanding: [WorkflowCommand] = []
    @exclusivity(unchecked) var recorded = 0
    /// What goes on, by the id of the event that recorded its command.
    @exclusivity(unchecked) var operations: [Int64: any WorkflowOperation] = [:]
    @exclusivity(unchecked) var conditions: [ConditionWait] = []
    @exclusivity(unchecked) var local = LocalActivities()
    var patches = WorkflowPatches()
    /// Why this activation cannot be answered.
    @exclusivity(unchecked) var failure: WorkflowTaskFailure?

    // Guards.
    @exclusivity(unchecked) var calls = 0
    @exclusivity(unchecked) var isReadOnly = false
    @exclusivity(unchecked) var isEvicting = false
    /// Tasks that called in a loop without end and were put to sleep for ever.
    var parked = 0
    @exclusivity(unchecked) var tasks = WorkflowTasks()

    package init(
        _ definition: RegisteredWorkflow,
        execution: APIWorkflowExecution,
        environment: WorkflowEnvironment
    ) {
        self.definition = definition
        self.execution = execution
        self.environment = environment
    }

    /// Whether the workflow asked for its end.
    package var isFinished: Bool { terminal != nil || isClosed }

    var context: WorkflowContext { WorkflowContext(machine: self) }

    func issue(_ command: WorkflowCommand) {
        commands.append(command)
    }

    func remove(_ condition: ConditionWait) {
        conditions.removeAll { $0 === condition }
    }
}

/// The numbers that name activities, timers and the rest: the same ones at every replay, since they are counted.
struct WorkflowSequence {
    private var activity = 0
    private var timer = 0
    private var task = 0

    mutating func nextActivity() -> Int {
        activity += 1
        return activity
    }

    mutating func nextTimer() -> Int {
        timer += 1
        return timer
    }

    mutating func nextTask() -> Int {
        task += 1
        return task
    }
}

/// Which patches of the code this run has.
struct WorkflowPatches {
    /// Markers in the history, up to the activation that runs.
    var noted: Set<String> = []
    /// What each call answered: the answer never changes within a run.
    var answers: [String: Bool] = [:]
    /// Patches with a marker, whether the history holds it or a command asks for it.
    var marked: [String] = []
}
