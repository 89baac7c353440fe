import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

/// Events that arrive while a worker looks at the history.
@Suite
struct BufferTests {
    @Test
    func `a signal waits until the open task ends, and keeps the time it came`() throws {
        var run = try RunDriver()
        let task = try run.startTask()
        try run.take()
        run.now = run.now + .seconds(1)
        try run.signal("a")
        #expect(run.history.count == 3)
        #expect(run.state.buffer.count == 1)
        run.now = run.now + .seconds(1)
        try run.complete(task, [.startTimer("t", .seconds(60))])
        #expect(
            run.types(from: 4)
                == [.workflowTaskCompleted, .timerStarted, .workflowExecutionSignaled, .workflowTaskScheduled]
        )
        #expect(run.history[5].eventTime == (RunDriver.began + .seconds(1)).timestamp)
        #expect(run.history[3].eventTime == (RunDriver.began + .seconds(2)).timestamp)
        #expect(run.effects == [.workflowTaskReady])
    }

    @Test
    func `signals keep their order, and the end of an activity comes after them`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a"), .schedule("b")])
        let first = try run.startActivity(5)
        let second = try run.startActivity(6)
        try run.signal("wake")
        let task = try run.startTask()
        try run.take()
        try run.state.completeActivity(second.reference, result: nil, identity: "w", now: run.now)
        try run.signal("one")
        try run.state.failActivity(
            first.reference,
            failure: .application("no", isFinal: true),
            identity: "w",
            now: run.now
        )
        try run.take()
        try run.signal("two")
        let waiting = run.state.buffer.map(\.eventType)
        #expect(
            waiting == [
                .activityTaskStarted, .activityTaskCompleted, .workflowExecutionSignaled, .activityTaskStarted,
                .activityTaskFailed, .workflowExecutionSignaled,
            ]
        )
        let next = run.state.nextEventID + 1
        try run.complete(task)
        #expect(
            run.types(from: next) == [
                .activityTaskStarted, .workflowExecutionSignaled, .activityTaskStarted, .workflowExecutionSignaled,
                .activityTaskCompleted, .activityTaskFailed, .workflowTaskScheduled,
            ]
        )
        #expect(
            try run.event(.activityTaskCompleted).activityTaskCompletedEventAttributes.startedEventID == next
        )
        #expect(
            try run.event(.activityTaskFailed).activityTaskFailedEventAttributes.startedEventID == next + 2
        )
    }

    @Test
    func `a run does not end while events wait that the worker has not seen`() throws {
        for command in [APICommand.complete(), .fail(), .cancelWorkflow, .continueAsNew()] {
            var run = try RunDriver()
            let task = try run.startTask()
            try run.signal("late")
            let outcome = try run.complete(task, [.marker("kept only if all is"), command])
            #expect(outcome.refusal == .invalidArgument("UnhandledCommand"))
            #expect(
                run.types(from: 4) == [.workflowTaskFailed, .workflowExecutionSignaled, .workflowTaskScheduled]
            )
            let failed = try run.event(.workflowTaskFailed).workflowTaskFailedEventAttributes
            #expect(failed.cause == .unhandledCommand)
            #expect(failed.failure.message == "UnhandledCommand")
            #expect(failed.failure.serverFailureInfo == APIServerFailureInfo())
            try run.run([.complete()])
            #expect(run.state.status == .completed)
        }
    }

    @Test
    func `after such a try signals are refused while the worker tries again`() throws {
        var run = try RunDriver()
        let task = try run.startTask()
        try run.signal("late")
        try run.complete(task, [.complete()])
        try run.signal("between the tries")
        let second = try run.startTask()
        try run.take()
        let before = run.state
        #expect(throws: RunRefusal.workflowClosing) { try run.signal("too late") }
        #expect(run.state == before)
        #expect(RunRefusal.workflowClosing.code == .resourceExhausted)
        try run.complete(second, [.startTimer("t", .seconds(1))])
        try run.signal("it went on")
    }

    @Test
    func `a timer that fired unseen and is cancelled counts as cancelled, and no longer keeps the run`() throws {
        var run = try RunDriver()
        try run.run([.startTimer("t", .seconds(5))])
        try run.signal("wake")
        let task = try run.startTask()
        try run.pass(.seconds(5))
        #expect(run.state.buffer.map(\.eventType) == [.timerFired])
        try run.complete(task, [.cancelTimer("t"), .complete()])
        #expect(
            run.types(from: 9) == [.workflowTaskCompleted, .timerCanceled, .workflowExecutionCompleted]
        )
        #expect(try run.event(.timerCanceled).timerCanceledEventAttributes.startedEventID == 5)
    }

    @Test
    func `a child's start and end that waited together point to each other`() throws {
        var run = try RunDriver()
        try run.run([.startChild("c")])
        try run.signal("wake")
        let task = try run.startTask()
        try run.state.childStarted(initiatedEventID: 5, runID: "child-run", now: run.now)
        try run.state.childClosed(
            initiatedEventID: 5,
            execution: .child("child-run"),
            firstRunID: "child-run",
            closeEvent: .completed("7"),
            now: run.now
        )
        try run.take()
        try run.complete(task)
        #expect(
            run.types(from: 10)
                == [.childWorkflowExecutionStarted, .childWorkflowExecutionCompleted, .workflowTaskScheduled]
        )
        let completed = try run.event(.childWorkflowExecutionCompleted)
        #expect(completed.childWorkflowExecutionCompletedEventAttributes.startedEventID == 10)
    }

    @Test
    func `a child's start that waited is known by its id when the child ends later`() throws {
        var run = try RunDriver()
        try run.run([.startChild("c")])
        try run.signal("wake")
        let task = try run.startTask()
        try run.state.childStarted(initiatedEventID: 5, runID: "child-run", now: run.now)
        try run.take()
        try run.complete(task)
        let started = try run.event(.childWorkflowExecutionStarted)
        try run.state.childClosed(
            initiatedEventID: 5,
            execution: .child("child-run"),
            firstRunID: "child-run",
            closeEvent: .completed("7"),
            now: run.now
        )
        try run.take()
        let completed = try run.event(.childWorkflowExecutionCompleted)
        #expect(completed.childWorkflowExecutionCompletedEventAttributes.startedEventID == started.eventID)
    }

    @Test
    func `too many waiting events take the task from its worker`() throws {
        var limits = RunLimits()
        limits.bufferedEvents = 3
        var run = try RunDriver(limits: limits)
        let task = try run.startTask()
        for name in ["a", "b", "c"] { try run.signal(name) }
        #expect(run.history.count == 3)
        try run.signal("d")
        #expect(run.types(from: 4).first == .workflowTaskFailed)
        #expect(run.types(from: 5) == Array(repeating: .workflowExecutionSignaled, count: 4))
        #expect(run.effects == [.workflowTaskReady])
        #expect(run.state.workflowTask?.scheduledEventID == 9 && run.state.workflowTask?.attempt == 2)
        #expect(
            try run.event(.workflowTaskFailed).workflowTaskFailedEventAttributes
                == .with {
                    $0.scheduledEventID = 2
                    $0.startedEventID = 3
                    $0.cause = .forceCloseCommand
                    $0.identity = "history-service"
                }
        )
        #expect(throws: RunRefusal.workflowTaskNotFound) { try run.complete(task) }
    }

    @Test
    func `waiting events over two MiB take the task from its worker too`() throws {
        var run = try RunDriver()
        _ = try run.startTask()
        for _ in 0..<3 {
            let large = SignalRequest(
                name: "large",
                input: .bytes(1_000_000),
                identity: "client",
                header: nil,
                requestID: ""
            )
            try run.state.signal(large, now: run.now)
            try run.take()
        }
        #expect(run.types.contains(.workflowTaskFailed))
    }

    @Test
    func `an activity that ended unseen can still be asked to stop, and that is only noted`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a")])
        let activity = try run.startActivity(5)
        try run.signal("wake")
        let task = try run.startTask()
        try run.state.completeActivity(activity.reference, result: nil, identity: "w", now: run.now)
        try run.take()
        let outcome = try run.complete(task, [.cancelActivity(5)])
        #expect(outcome.refusal == nil)
        #expect(
            run.types(from: 9) == [
                .workflowTaskCompleted, .activityTaskCancelRequested, .activityTaskStarted, .activityTaskCompleted,
                .workflowTaskScheduled,
            ]
        )
    }
}
