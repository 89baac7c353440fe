import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

@Suite
struct TransientTaskTests {
    private func failed(_ run: inout RunDriver) throws {
        let task = try run.startTask()
        try run.state.failWorkflowTask(
            task.token,
            cause: .nonDeterministicError,
            failure: .application("does not replay"),
            identity: "worker",
            now: run.now
        )
        try run.take()
    }

    @Test
    func `a failed task is written once, with its cause and the worker's failure`() throws {
        var run = try RunDriver()
        try failed(&run)
        #expect(
            try run.event(.workflowTaskFailed).workflowTaskFailedEventAttributes
                == .with {
                    $0.scheduledEventID = 2
                    $0.startedEventID = 3
                    $0.cause = .nonDeterministicError
                    $0.failure = .application("does not replay")
                    $0.identity = "worker"
                }
        )
        #expect(run.effects == [.workflowTaskReady])
        #expect(run.state.workflowTask?.attempt == 2)
        try failed(&run)
        try failed(&run)
        #expect(run.history.count == 4)
        #expect(run.state.workflowTask?.attempt == 4)
    }

    @Test
    func `a transient task shows the worker the two events the history does not have`() throws {
        var run = try RunDriver()
        try failed(&run)
        run.now = run.now + .seconds(1)
        let task = try run.startTask()
        try run.take()
        #expect(run.history.count == 4)
        #expect(task.attempt == 2)
        #expect(task.transientEvents.map(\.eventID) == [5, 6])
        #expect(task.transientEvents.map(\.eventType) == [.workflowTaskScheduled, .workflowTaskStarted])
        #expect(task.transientEvents[0].workflowTaskScheduledEventAttributes.attempt == 2)
        #expect(task.scheduledEventID == 5 && task.startedEventID == 6)
    }

    @Test
    func `a transient task that completes writes all three events`() throws {
        var run = try RunDriver()
        try failed(&run)
        run.now = run.now + .seconds(1)
        let task = try run.startTask()
        run.now = run.now + .seconds(1)
        try run.complete(task, [.startTimer("t", .seconds(9))])
        #expect(
            run.types(from: 5)
                == [.workflowTaskScheduled, .workflowTaskStarted, .workflowTaskCompleted, .timerStarted]
        )
        #expect(run.history[4].workflowTaskScheduledEventAttributes.attempt == 2)
        #expect(run.history[4].eventTime == RunDriver.began.timestamp)
        #expect(run.history[5].eventTime == (RunDriver.began + .seconds(1)).timestamp)
        #expect(run.history[6].workflowTaskCompletedEventAttributes.scheduledEventID == 5)
        #expect(run.history[6].workflowTaskCompletedEventAttributes.startedEventID == 6)
        #expect(run.state.workflowTaskAttempt == 1)
    }

    @Test
    func `an event that comes before a transient task is polled makes it a normal one`() throws {
        var run = try RunDriver()
        try failed(&run)
        try run.signal("a")
        #expect(run.types(from: 5) == [.workflowExecutionSignaled])
        #expect(run.effects == [])
        let task = try run.startTask()
        try run.take()
        #expect(run.types(from: 6) == [.workflowTaskScheduled, .workflowTaskStarted])
        #expect(task.scheduledEventID == 6 && task.attempt == 1)
        try run.complete(task, [.complete()])
        #expect(run.state.status == .completed)
    }

    @Test
    func `an event that comes while a transient task is worked on makes the next one normal`() throws {
        var run = try RunDriver()
        try failed(&run)
        let task = try run.startTask()
        try run.signal("a")
        #expect(run.history.count == 4)
        try run.state.failWorkflowTask(
            task.token,
            cause: .workflowWorkerUnhandledFailure,
            failure: nil,
            identity: "worker",
            now: run.now
        )
        try run.take()
        #expect(run.types(from: 5) == [.workflowExecutionSignaled, .workflowTaskScheduled])
        #expect(run.state.workflowTask?.attempt == 1)
    }

    @Test
    func `a task that keeps failing gets more and more time, ten minutes more at most`() throws {
        var run = try RunDriver()
        var timeouts: [Duration] = []
        for _ in 0..<14 {
            try failed(&run)
            timeouts.append(try #require(run.state.workflowTask?.startToCloseTimeout))
        }
        #expect(timeouts.prefix(5) == [.seconds(10), .seconds(10), .seconds(15), .seconds(20), .seconds(30)])
        #expect(timeouts.last == .seconds(610))
    }

    @Test
    func `a first time out is written, later ones are not`() throws {
        var run = try RunDriver()
        _ = try run.startTask()
        try run.take()
        try run.passUntilDue()
        #expect(run.types(from: 4) == [.workflowTaskTimedOut])
        #expect(run.state.workflowTask?.attempt == 2)
        _ = try run.startTask()
        try run.passUntilDue()
        #expect(run.history.count == 4)
        #expect(run.state.workflowTask?.attempt == 3)
        #expect(run.effects == [.workflowTaskReady])
    }

    @Test
    func `a failure on a sticky queue is the queue's: the next task is a first attempt on the normal one`() throws {
        var run = try RunDriver()
        try run.run { $0.stickyAttributes = .worker1 }
        try run.signal("a")
        try failed(&run)
        let scheduled = try run.last(.workflowTaskScheduled).workflowTaskScheduledEventAttributes
        #expect(scheduled.attempt == 1 && scheduled.taskQueue.kind == .normal)
        #expect(run.state.workflowTaskAttempt == 1)
    }

    @Test
    func `bad commands of a transient task are refused and the task is left to time out`() throws {
        var run = try RunDriver()
        try failed(&run)
        let task = try run.startTask()
        try run.take()
        let before = run.state
        #expect(throws: RunRefusal.invalidArgument("BadStartTimerAttributes: TimerId is not set on StartTimerCommand."))
        {
            try run.complete(task, [.startTimer("", .seconds(1))])
        }
        #expect(run.state == before)
    }

    @Test
    func `a completion too large for the wire ends the run`() throws {
        var run = try RunDriver()
        let task = try run.startTask()
        try run.state.failWorkflowTask(
            task.token,
            cause: .grpcMessageTooLarge,
            failure: nil,
            identity: "worker",
            now: run.now
        )
        try run.take()
        #expect(run.types(from: 4) == [.workflowTaskFailed, .workflowExecutionTerminated])
        #expect(
            try run.event(.workflowExecutionTerminated).workflowExecutionTerminatedEventAttributes.reason
                == "GrpcMessageTooLarge"
        )
    }
}
