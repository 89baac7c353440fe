import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

@Suite
struct CompleteTaskTests {
    @Test
    func `a completion keeps what the worker notes for itself`() throws {
        var run = try RunDriver()
        try run.run {
            $0.sdkMetadata.coreUsedFlags = [1, 3]
            $0.sdkMetadata.sdkName = "temporal-swift"
            $0.meteringMetadata.nonfirstLocalActivityExecutionAttempts = 4
            $0.binaryChecksum = "build-7"
        }
        let completed = try run.event(.workflowTaskCompleted).workflowTaskCompletedEventAttributes
        #expect(completed.scheduledEventID == 2 && completed.startedEventID == 3)
        #expect(completed.identity == "worker" && completed.binaryChecksum == "build-7")
        #expect(completed.sdkMetadata.coreUsedFlags == [1, 3])
        #expect(completed.meteringMetadata.nonfirstLocalActivityExecutionAttempts == 4)
        #expect(run.state.workflowTask == nil)
        #expect(run.state.lastCompletedStartedEventID == 3)
    }

    @Test
    func `commands become events in their order, with the texts for a person`() throws {
        var run = try RunDriver()
        var timer = APICommand.startTimer("t", .seconds(1))
        timer.userMetadata.summary = .json("\"a nap\"")
        try run.run([.marker("m"), timer, .schedule("a")])
        #expect(run.types(from: 5) == [.markerRecorded, .timerStarted, .activityTaskScheduled])
        #expect(try run.event(.timerStarted).userMetadata.summary == .json("\"a nap\""))
        #expect(!(try run.event(.markerRecorded).hasUserMetadata))
        #expect(try run.event(.timerStarted).timerStartedEventAttributes.workflowTaskCompletedEventID == 4)
    }

    @Test(arguments: [(3, 3, 1), (2, 4, 1), (2, 3, 2), (2, 0, 1)])
    func `a completion of another start is refused and changes nothing`(
        scheduled: Int64,
        started: Int64,
        attempt: Int32
    ) throws {
        var run = try RunDriver()
        _ = try run.startTask()
        try run.take()
        let before = run.state
        let token = WorkflowTaskToken(scheduledEventID: scheduled, startedEventID: started, attempt: attempt)
        #expect(throws: RunRefusal.workflowTaskNotFound) {
            try run.state.completeWorkflowTask(
                token,
                APIRespondWorkflowTaskCompletedRequest(),
                now: run.now,
                ids: &run.ids
            )
        }
        #expect(run.state == before)
    }

    @Test
    func `a completion after the task timed out is refused`() throws {
        var run = try RunDriver()
        let task = try run.startTask()
        try run.take()
        try run.pass(.seconds(10))
        #expect(run.types(from: 4) == [.workflowTaskTimedOut])
        #expect(throws: RunRefusal.workflowTaskNotFound) { try run.complete(task, [.complete()]) }
        #expect(run.state.isRunning)
    }

    @Test
    func `nothing may follow a command that ends the run`() throws {
        var run = try RunDriver()
        let task = try run.startTask()
        try run.take()
        let before = run.state
        let refusal = RunRefusal.invalidArgument(
            "invalid command sequence: [CompleteWorkflowExecution, StartTimer], "
                + "command CompleteWorkflowExecution must be the last command."
        )
        #expect(throws: refusal) { try run.complete(task, [.complete(), .startTimer("t", .seconds(1))]) }
        #expect(throws: RunRefusal.invalidArgument("unknown command type: Unspecified")) {
            try run.complete(task, [.bare(.unspecified)])
        }
        #expect(run.state == before)
    }

    @Test
    func `a completion in pages is refused, since nobody offered it`() throws {
        var run = try RunDriver()
        let task = try run.startTask()
        try run.take()
        let before = run.state
        let refusal = RunRefusal.invalidArgument(
            "workflow task completion pagination is disabled for this namespace default"
        )
        #expect(throws: refusal) { try run.complete(task) { $0.intermediatePage = true } }
        #expect(throws: refusal) { try run.complete(task) { $0.pageNumber = 1 } }
        #expect(run.state == before)
    }

    @Test
    func `the worker gets the next task in the answer when it asks and there is one`() throws {
        var run = try RunDriver()
        let task = try run.startTask()
        try run.signal("a")
        let outcome = try run.complete(task) {
            $0.returnNewWorkflowTask = true
            $0.stickyAttributes = .worker1
        }
        let next = try #require(outcome.nextTask)
        #expect(
            run.types(from: 4)
                == [.workflowTaskCompleted, .workflowExecutionSignaled, .workflowTaskScheduled, .workflowTaskStarted]
        )
        #expect(next.startedEventID == 7 && next.previousStartedEventID == 3 && next.isSticky)
        #expect(run.effects == [])
        let started = try run.last(.workflowTaskStarted).workflowTaskStartedEventAttributes
        #expect(started.requestID == "request-from-RespondWorkflowTaskCompleted")
        let last = try run.complete(next) { $0.returnNewWorkflowTask = true }
        #expect(last.nextTask == nil)
        #expect(run.state.workflowTask == nil)
    }

    @Test
    func `an empty completion that asks for another task keeps the first one's time, half an hour at most`() throws {
        var run = try RunDriver()
        for _ in 0..<3 {
            run.now = run.now + .seconds(600)
            // Each task is worked on for less than its own timeout.
            try run.run { $0.forceCreateNewWorkflowTask = true }
        }
        #expect(run.state.workflowTask?.originalScheduledTime == RunDriver.began)
        run.now = run.now + .seconds(1)
        let outcome = try run.run {
            $0.forceCreateNewWorkflowTask = true
            $0.stickyAttributes = .worker1
        }
        #expect(outcome.refusal == .heartbeatTimeout)
        #expect(outcome.refusal?.code == .notFound)
        #expect(try run.event(.workflowTaskTimedOut).workflowTaskTimedOutEventAttributes.timeoutType == .startToClose)
        #expect(run.state.sticky == nil)
        #expect(run.state.workflowTaskAttempt == 2)
        #expect(run.state.workflowTask?.originalScheduledTime == run.now)
    }

    @Test
    func `activities asked for eagerly start in the same commit`() throws {
        var run = try RunDriver()
        let outcome = try run.run([
            .schedule("a") { $0.requestEagerExecution = true },
            .schedule("b"),
        ])
        let eager = try #require(outcome.activities.first)
        #expect(outcome.activities.count == 1)
        #expect(eager.response.activityID == "a" && eager.response.attempt == 1)
        #expect(eager.response.hasStartedTime)
        #expect(run.effects == [.activityReady(scheduledEventID: 6)])
        #expect(run.state.activities[5]?.started?.identity == "worker")
        try run.state.completeActivity(eager.reference, result: .json("1"), identity: "worker", now: run.now)
        try run.take()
        #expect(
            run.types(from: 7) == [.activityTaskStarted, .activityTaskCompleted, .workflowTaskScheduled]
        )

        var rules = CommandRules()
        rules.allowsEagerActivities = false
        let none = try run.run([.schedule("c") { $0.requestEagerExecution = true }], rules: rules)
        #expect(none.activities == [])
    }
}
