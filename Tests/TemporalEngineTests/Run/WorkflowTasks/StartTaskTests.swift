import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

@Suite
struct StartTaskTests {
    @Test
    func `a started task tells the worker what it needs`() throws {
        var run = try RunDriver()
        run.now = run.now + .milliseconds(5)
        let task = try run.startTask()
        try run.take()
        #expect(task.scheduledEventID == 2 && task.startedEventID == 3 && task.attempt == 1)
        #expect(task.previousStartedEventID == 0)
        #expect(!task.isSticky)
        #expect(task.scheduledTime == RunDriver.began && task.startedTime == run.now)
        #expect(task.transientEvents == [])
        let started = try run.event(.workflowTaskStarted)
        #expect(
            started.workflowTaskStartedEventAttributes
                == .with {
                    $0.scheduledEventID = 2
                    $0.identity = "worker"
                    $0.requestID = started.workflowTaskStartedEventAttributes.requestID
                    $0.historySizeBytes = task.scheduledEventID == 2 ? run.sizeBeforeStart : 0
                }
        )
    }

    @Test
    func `the same poll again is answered with the same start, another is refused`() throws {
        var run = try RunDriver()
        let poller = WorkflowTaskPoller(identity: "worker", requestID: "poll-1", taskQueue: run.state.normalTaskQueue)
        let first = try run.state.startWorkflowTask(scheduledEventID: 2, poller: poller, now: run.now)
        let before = run.state
        let again = try run.state.startWorkflowTask(scheduledEventID: 2, poller: poller, now: run.now + .seconds(1))
        #expect(again == first)
        #expect(run.state == before)
        var other = poller
        other.requestID = "poll-2"
        #expect(throws: RunRefusal.taskAlreadyStarted("Workflow")) {
            try run.state.startWorkflowTask(scheduledEventID: 2, poller: other, now: run.now)
        }
        #expect(run.state == before)
    }

    @Test
    func `a start that was not stored is lost without harm`() throws {
        var run = try RunDriver()
        let stored = run.state
        _ = try run.startTask()
        let reloaded = try RunState(history: run.history, record: stored.record)
        #expect(reloaded.waitingTasks(now: run.now) == [.workflowTaskReady])
        run.state = reloaded
        try run.run([.complete()])
        #expect(run.state.status == .completed)
    }

    @Test
    func `a sticky queue gets the next task, and a worker on another queue ends that`() throws {
        var run = try RunDriver()
        try run.run([.startTimer("t", .seconds(5))]) { $0.stickyAttributes = .worker1 }
        try run.pass(.seconds(5))
        let scheduled = try run.last(.workflowTaskScheduled)
        #expect(scheduled.workflowTaskScheduledEventAttributes.taskQueue.name == "worker-1")
        #expect(scheduled.workflowTaskScheduledEventAttributes.taskQueue.kind == .sticky)
        #expect(scheduled.workflowTaskScheduledEventAttributes.taskQueue.normalName == "orders")

        var elsewhere = run
        let task = try run.startTask()
        #expect(task.isSticky)
        #expect(task.previousStartedEventID == 3)
        #expect(task.taskQueue.name == "orders")

        let poller = WorkflowTaskPoller(identity: "b", requestID: "p", taskQueue: elsewhere.state.normalTaskQueue)
        let whole = try elsewhere.state.startWorkflowTask(
            scheduledEventID: scheduled.eventID,
            poller: poller,
            now: elsewhere.now
        )
        #expect(!whole.isSticky)
        #expect(elsewhere.state.sticky == nil)
    }

    @Test
    func `a task that waits too long on a sticky queue goes to the normal one as a first attempt`() throws {
        var run = try RunDriver()
        try run.run { $0.stickyAttributes = .worker1 }
        try run.signal("a")
        #expect(run.state.nextDue == run.now + .seconds(5))
        try run.pass(.seconds(5))
        let timedOut = try run.event(.workflowTaskTimedOut).workflowTaskTimedOutEventAttributes
        #expect(timedOut.timeoutType == .scheduleToStart && timedOut.startedEventID == 0)
        let scheduled = try run.last(.workflowTaskScheduled).workflowTaskScheduledEventAttributes
        #expect(scheduled.taskQueue.kind == .normal && scheduled.attempt == 1)
        #expect(run.effects == [.workflowTaskReady])
        #expect(run.state.nextDue == nil)
    }

    @Test
    func `a poll of a sticky queue is refused once the run has left it`() throws {
        var run = try RunDriver()
        try run.run { $0.stickyAttributes = .worker1 }
        try run.signal("a")
        try run.state.resetSticky(now: run.now)
        try run.take()
        let task = try #require(run.state.workflowTask)
        let poller = WorkflowTaskPoller(identity: "a", requestID: "p", taskQueue: task.taskQueue)
        let refusal = RunRefusal.obsoleteTask("rejecting sticky poller because workflow has moved to normal queue")
        #expect(throws: refusal) {
            try run.state.startWorkflowTask(scheduledEventID: task.scheduledEventID, poller: poller, now: run.now)
        }
    }

    @Test
    func `a large history suggests to continue as new, and says why`() throws {
        var limits = RunLimits()
        limits.suggestContinueAsNewEvents = 6
        limits.suggestContinueAsNewBytes = 100_000
        var run = try RunDriver(limits: limits)
        try run.run()
        try run.signal("a")
        let task = try run.startTask()
        try run.take()
        let started = try run.last(.workflowTaskStarted).workflowTaskStartedEventAttributes
        #expect(started.suggestContinueAsNew)
        #expect(started.suggestContinueAsNewReasons == [.tooManyHistoryEvents])
        #expect(started.historySizeBytes > 0)
        try run.complete(task)

        limits.suggestContinueAsNewEvents = 1_000
        limits.suggestContinueAsNewBytes = 10
        var large = try RunDriver(limits: limits)
        _ = try large.startTask()
        try large.take()
        #expect(
            try large.event(.workflowTaskStarted).workflowTaskStartedEventAttributes.suggestContinueAsNewReasons
                == [.historySizeTooLarge]
        )
    }
}

extension RunDriver {
    /// Bytes of the two events of a plain start, as batches.
    fileprivate var sizeBeforeStart: Int64 {
        let bytes = try? APIHistory.with { $0.events = Array(history.prefix(2)) }.serializedData().count
        return Int64(bytes ?? 0)
    }
}

extension APIStickyExecutionAttributes {
    /// A worker that caches, and may take 5 s to come for a task.
    static var worker1: Self {
        .with {
            $0.workerTaskQueue.name = "worker-1"
            $0.workerTaskQueue.kind = .sticky
            $0.scheduleToStartTimeout = Duration.seconds(5).protobuf
        }
    }
}
