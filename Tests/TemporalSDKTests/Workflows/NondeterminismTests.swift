import TemporalAPI
import TemporalSDK
import Testing

@Suite
struct NondeterminismTests {
    /// Code that changed under a recorded run: what it recorded, what it does now, and what the message must name.
    private static let changes: [(recorded: String, now: String, mentions: [String])] = [
        ("activity A", "activity B", ["event 5 (ActivityTaskScheduled)", "activity A (id 1)", "activity B (id 1)"]),
        ("activity A", "sleep", ["event 5 (ActivityTaskScheduled)", "StartTimer: timer (id 1)"]),
        ("sleep", "activity A", ["event 5 (TimerStarted)", "ScheduleActivityTask: activity A (id 1)"]),
        (
            "child A", "child B",
            ["event 5 (StartChildWorkflowExecutionInitiated)", "child workflow A", "child workflow B"]
        ),
        ("signal A", "signal B", ["event 5 (SignalExternalWorkflowExecutionInitiated)", "signal A", "signal B"]),
        ("activity A", "nothing", ["event 5 (ActivityTaskScheduled)", "CompleteWorkflowExecution"]),
        ("nothing", "activity A", ["event 5 (WorkflowExecutionCompleted)", "ScheduleActivityTask: activity A (id 1)"]),
        ("activity A", "activity A, sleep", ["StartTimer: timer (id 1)"]),
        ("activity A, sleep", "activity A", ["event 6 (TimerStarted)", "timer (id 1)"]),
        ("activity A, sleep", "sleep, activity A", ["event 5 (ActivityTaskScheduled)", "StartTimer: timer (id 1)"]),
    ]

    @Test(arguments: changes.indices)
    func `code that does something else than it did is found, with its event and its command`(index: Int) throws {
        let change = Self.changes[index]
        let run = try RunDriver(Script.self, change.recorded)
        try run.task()
        run.addTaskStart()
        #expect(run.replay()?.message == nil)
        let history = try run.history.map { event in
            guard event.eventType == .workflowExecutionStarted else { return event }
            var changed = event
            changed.workflowExecutionStartedEventAttributes.input = try run.payloads(change.now)
            return changed
        }
        let failure = try #require(
            WorkflowReplayer.replay(history, of: run.workflow, run.execution, run.environment),
            "\(change.recorded) → \(change.now)"
        )
        #expect(failure.cause == .nonDeterministicError)
        #expect(failure.message.hasPrefix("[TMPRL1100] Nondeterminism error: "))
        for text in change.mentions { #expect(failure.message.contains(text), "\(failure.message)") }
    }

    @Test
    func `a history that ends before the code does is found`() throws {
        let run = try RunDriver(Script.self, "nothing")
        run.addTaskStart()
        run.append(.workflowTaskCompleted)
        let failure = try #require(run.replay())
        #expect(failure.message.contains("CompleteWorkflowExecution, but the history ends without it"))
    }

    @Test
    func `an answer to what was never asked is found`() throws {
        let run = try RunDriver(Script.self, "sleep")
        try run.task()
        run.append(.timerFired) { $0.timerFiredEventAttributes.startedEventID = 99 }
        run.addTaskStart()
        let failure = try #require(run.replay())
        #expect(failure.isNondeterminism)
        #expect(failure.message.contains("event 6 (TimerFired) belongs to no command"))
    }

    @Test
    func `a gap in the history is found`() throws {
        let run = try RunDriver(Script.self, "sleep")
        try run.task()
        var history = run.history
        history.remove(at: 2)
        let failure = try #require(
            WorkflowReplayer.replay(history, of: run.workflow, run.execution, run.environment)
        )
        #expect(!failure.isNondeterminism)
        #expect(failure.message.contains("event 4 follows event 2"))
    }

    @Test
    func `what failed and timed out tasks brought goes to the next one`() throws {
        let run = try RunDriver(Script.self, "activity A, sleep")
        run.addTaskStart()
        run.timeOutTask()
        run.addTaskStart()
        run.failTask()
        try run.signal("ignored")
        run.loseCache()
        #expect(try run.task().map(\.commandType) == [.scheduleActivityTask, .startTimer])
        try run.completeActivity("1")
        run.addTaskStart()
        run.timeOutTask()
        run.fireTimer("1")
        #expect(try run.task().map(\.commandType) == [.completeWorkflowExecution])
        #expect(run.replay()?.message == nil)
    }

    /// Does at once what its input lists, and waits for all of it.
    private actor Script: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: String) { self.context = context }

        func run(input: String) async throws {
            let context = context
            try await withThrowingTaskGroup(of: Void.self) { group in
                for step in input.split(separator: ", ") where step != "nothing" {
                    group.addTask { try await Self.perform(String(step), context) }
                }
                try await group.waitForAll()
            }
        }

        private static func perform(_ step: String, _ context: WorkflowContext) async throws {
            let name = String(step.suffix(1))
            switch step.split(separator: " ")[0] {
            case "activity": try await context.executeActivity(name, options: .init(startToCloseTimeout: .seconds(5)))
            case "child": try await context.executeChildWorkflow(name, options: .init(id: "child-\(name)"))
            case "signal": try await context.externalWorkflow(id: "other").signal(name)
            default: try await context.sleep(for: .seconds(1))
            }
        }
    }
}
