import Logging
import SwiftProtobuf
package import TemporalAPI

/// One run of a workflow in this process: its code, what it waits for, and how far its history was read.
///
/// It is a pure function of the history: the same events make the same code ask for the same commands in the same
/// order, whether they come one task at a time or all at once.
///
/// `@unchecked Sendable`: only the thread inside the run touches it; who holds the run sees to it that there is one
/// at a time. Workflow code reaches it on that thread alone, which every entrance checks.
package final class WorkflowMachine: @unchecked Sendable {
    let environment: WorkflowEnvironment
    let definition: RegisteredWorkflow
    let execution: APIWorkflowExecution
    let queue = WorkflowQueue()

    // The run.
    var instance: (any WorkflowInstance)?
    var rootTask: Task<Void, Never>?
    var started = APIWorkflowExecutionStartedEventAttributes()
    var startTime = Google_Protobuf_Timestamp()
    var sequence = WorkflowSequence()
    lazy var random = WorkflowRandom(runID: started.originalExecutionRunID)
    lazy var telemetry = WorkflowTelemetry(self)
    lazy var memo = started.memo.fields
    lazy var searchAttributes = SearchAttributeCollection(started.searchAttributes)
    var currentDetails = ""
    var cancellation: APIWorkflowExecutionCancelRequestedEventAttributes?

    // The history.
    /// The last event that was read.
    package internal(set) var lastEventID: Int64 = 0
    /// The WorkflowTaskStarted event of the last activation.
    package internal(set) var lastStartedEventID: Int64 = 0
    /// Whether the history holds the end of the run.
    package internal(set) var isClosed = false
    /// Events that the next activation brings to workflow code.
    var news: [APIHistoryEvent] = []
    var historySize: Int64 = 0
    var isContinueAsNewSuggested = false
    var newSeed: String?

    // The activation.
    var time = Google_Protobuf_Timestamp()
    var isReplaying = false
    /// Asked for in this activation.
    var commands: [WorkflowCommand] = []
    var terminal: WorkflowCommand?
    /// Asked for in earlier activations, in order; the events of those from `recorded` on are still to come.
    var outstanding: [WorkflowCommand] = []
    var recorded = 0
    /// What goes on, by the id of the event that recorded its command.
    var operations: [Int64: any WorkflowOperation] = [:]
    var conditions: [ConditionWait] = []
    var patches = WorkflowPatches()
    /// Why this activation cannot be answered.
    var failure: WorkflowTaskFailure?

    // Guards.
    var calls = 0
    var isReadOnly = false
    var isEvicting = false
    /// Tasks that called in a loop without end and were put to sleep for ever.
    var parked = 0
    var tasks = WorkflowTasks()

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
