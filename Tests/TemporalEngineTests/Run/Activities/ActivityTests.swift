import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

@Suite
struct ActivityTests {
    @Test
    func `a scheduled activity has its defaults filled in`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a") { $0.header.fields = [:] }])
        #expect(run.effects == [.activityReady(scheduledEventID: 5)])
        #expect(
            try run.event(.activityTaskScheduled).activityTaskScheduledEventAttributes
                == .with {
                    $0.activityID = "a"
                    $0.activityType.name = "Ship"
                    $0.taskQueue.name = "orders"
                    $0.taskQueue.kind = .normal
                    $0.header = APIHeader()
                    $0.input = .json("1")
                    $0.scheduleToCloseTimeout = Google_Protobuf_Duration()
                    $0.scheduleToStartTimeout = Google_Protobuf_Duration()
                    $0.startToCloseTimeout = Duration.seconds(10).protobuf
                    $0.heartbeatTimeout = Google_Protobuf_Duration()
                    $0.workflowTaskCompletedEventID = 4
                    $0.retryPolicy = .with {
                        $0.initialInterval = Duration.seconds(1).protobuf
                        $0.backoffCoefficient = 2
                        $0.maximumInterval = Duration.seconds(100).protobuf
                    }
                }
        )
    }

    typealias Timeouts = (close: Int, wait: Int, work: Int, beat: Int)

    static let timeouts: [(asked: Timeouts, run: Int, got: Timeouts)] = [
        ((60, 0, 0, 0), 0, (60, 60, 60, 0)),
        ((60, 90, 80, 70), 0, (60, 60, 60, 60)),
        ((60, 5, 10, 3), 0, (60, 5, 10, 3)),
        ((0, 0, 10, 20), 0, (0, 0, 10, 10)),
        ((0, 0, 10, 0), 100, (100, 100, 10, 0)),
        ((500, 400, 300, 200), 100, (100, 100, 100, 100)),
    ]

    @Test(arguments: timeouts.indices)
    func `missing timeouts follow from the others, and none outlasts the run`(index: Int) throws {
        let (asked, runTimeout, got) = Self.timeouts[index]
        var run = try RunDriver { $0.workflowRunTimeout = Duration.seconds(runTimeout).protobuf }
        try run.run([
            .schedule("a", startToClose: .seconds(asked.work)) {
                $0.scheduleToCloseTimeout = Duration.seconds(asked.close).protobuf
                $0.scheduleToStartTimeout = Duration.seconds(asked.wait).protobuf
                $0.heartbeatTimeout = Duration.seconds(asked.beat).protobuf
            }
        ])
        let scheduled = try run.event(.activityTaskScheduled).activityTaskScheduledEventAttributes
        #expect(Duration(scheduled.scheduleToCloseTimeout) == .seconds(got.close))
        #expect(Duration(scheduled.scheduleToStartTimeout) == .seconds(got.wait))
        #expect(Duration(scheduled.startToCloseTimeout) == .seconds(got.work))
        #expect(Duration(scheduled.heartbeatTimeout) == .seconds(got.beat))
    }

    @Test
    func `a worker gets all of an activity but the token`() throws {
        var run = try RunDriver { $0.priority.priorityKey = 3 }
        try run.run([.schedule("a") { $0.priority.fairnessKey = "vip" }])
        run.now = run.now + .seconds(2)
        let started = try run.startActivity(5)
        #expect(started.scheduledEventID == 5 && started.attempt == 1)
        #expect(
            started.response
                == .with {
                    $0.workflowNamespace = "default"
                    $0.workflowType.name = "Order"
                    $0.workflowExecution.workflowID = "order-1"
                    $0.workflowExecution.runID = "run-1"
                    $0.activityType.name = "Ship"
                    $0.activityID = "a"
                    $0.input = .json("1")
                    $0.scheduledTime = RunDriver.began.timestamp
                    $0.currentAttemptScheduledTime = RunDriver.began.timestamp
                    $0.startedTime = run.now.timestamp
                    $0.attempt = 1
                    $0.scheduleToCloseTimeout = Google_Protobuf_Duration()
                    $0.startToCloseTimeout = Duration.seconds(10).protobuf
                    $0.heartbeatTimeout = Google_Protobuf_Duration()
                    $0.retryPolicy = .with {
                        $0.initialInterval = Duration.seconds(1).protobuf
                        $0.backoffCoefficient = 2
                        $0.maximumInterval = Duration.seconds(100).protobuf
                    }
                    $0.priority.priorityKey = 3
                    $0.priority.fairnessKey = "vip"
                }
        )
        #expect(run.types(from: 6) == [])
    }

    @Test
    func `the same poll again gets the same start, another poll is refused`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a")])
        let poller = ActivityPoller(identity: "w", requestID: "p")
        let first = try run.state.startActivity(scheduledEventID: 5, poller: poller, now: run.now)
        let before = run.state
        let later = run.now + .seconds(1)
        #expect(try run.state.startActivity(scheduledEventID: 5, poller: poller, now: later) == first)
        #expect(throws: RunRefusal.taskAlreadyStarted("Activity")) {
            try run.state.startActivity(
                scheduledEventID: 5,
                poller: ActivityPoller(identity: "w", requestID: "q"),
                now: later
            )
        }
        #expect(run.state == before)
    }

    @Test
    func `a completed activity writes its start and its end, and wakes the workflow`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a")])
        run.now = run.now + .seconds(1)
        let activity = try run.startActivity(5)
        run.now = run.now + .seconds(1)
        try run.state.completeActivity(activity.reference, result: .json("9"), identity: "w", now: run.now)
        try run.take()
        #expect(run.types(from: 6) == [.activityTaskStarted, .activityTaskCompleted, .workflowTaskScheduled])
        #expect(run.history[5].eventTime == (RunDriver.began + .seconds(1)).timestamp)
        #expect(run.history[5].activityTaskStartedEventAttributes.identity == "activity-worker")
        #expect(run.history[5].activityTaskStartedEventAttributes.attempt == 1)
        #expect(
            run.history[6].activityTaskCompletedEventAttributes
                == .with {
                    $0.result = .json("9")
                    $0.scheduledEventID = 5
                    $0.startedEventID = 6
                    $0.identity = "w"
                }
        )
        #expect(run.effects == [.workflowTaskReady])
        let before = run.state
        #expect(throws: RunRefusal.activityNotFound) {
            try run.state.completeActivity(activity.reference, result: nil, identity: "w", now: run.now)
        }
        #expect(run.state == before)
    }

    @Test
    func `by its id an activity is completed before any worker has it`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a")])
        try run.state.completeActivity(.id("a"), result: .json("9"), identity: "human", now: run.now)
        try run.take()
        #expect(run.types(from: 6) == [.activityTaskStarted, .activityTaskCompleted, .workflowTaskScheduled])
        #expect(run.history[5].activityTaskStartedEventAttributes.identity == "human")
    }

    @Test
    func `other answers by id need an activity that a worker has`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a")])
        let before = run.state
        #expect(throws: RunRefusal.activityNotFound) {
            try run.state.failActivity(.id("a"), failure: .application("x"), identity: "w", now: run.now)
        }
        #expect(throws: RunRefusal.activityNotFound) {
            try run.state.heartbeat(.id("a"), details: nil, identity: "w", now: run.now)
        }
        #expect(throws: RunRefusal.activityIDNotFound("b")) {
            try run.state.completeActivity(.id("b"), result: nil, identity: "w", now: run.now)
        }
        #expect(throws: RunRefusal.activityIDEmpty) {
            try run.state.cancelActivity(.id(""), details: nil, identity: "w", now: run.now)
        }
        #expect(run.state == before)
    }

    @Test
    func `a result over two MiB fails the activity for good`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a")])
        let activity = try run.startActivity(5)
        try run.state.completeActivity(activity.reference, result: .bytes(3 << 20), identity: "w", now: run.now)
        try run.take()
        let failed = try run.event(.activityTaskFailed).activityTaskFailedEventAttributes
        #expect(failed.failure.message == "Complete result exceeds size limit.")
        #expect(failed.failure.serverFailureInfo.nonRetryable)
        #expect(failed.retryState == .nonRetryableFailure)
    }

    @Test
    func `a failure must be an application's`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a")])
        let activity = try run.startActivity(5)
        let before = run.state
        #expect(throws: RunRefusal.invalidArgument("Failure must have ApplicationFailureInfo.")) {
            try run.state.failActivity(activity.reference, failure: APIFailure(), identity: "w", now: run.now)
        }
        #expect(run.state == before)
    }
}
