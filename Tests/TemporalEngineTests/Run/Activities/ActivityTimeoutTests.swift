import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

@Suite
struct ActivityTimeoutTests {
    @Test
    func `an activity nobody came for times out for good`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a") { $0.scheduleToStartTimeout = Duration.seconds(5).protobuf }])
        #expect(run.state.nextDue == run.now + .seconds(5))
        try run.passUntilDue()
        #expect(run.types(from: 6) == [.activityTaskTimedOut, .workflowTaskScheduled])
        #expect(
            try run.event(.activityTaskTimedOut).activityTaskTimedOutEventAttributes
                == .with {
                    $0.failure = .with {
                        $0.message = "activity ScheduleToStart timeout"
                        $0.source = "Server"
                        $0.timeoutFailureInfo.timeoutType = .scheduleToStart
                    }
                    $0.scheduledEventID = 5
                    $0.retryState = .timeout
                }
        )
    }

    @Test
    func `an attempt that takes too long is tried again, and the last one tells why`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a") { $0.retryPolicy.maximumAttempts = 2 }])
        _ = try run.startActivity(5)
        try run.passUntilDue()
        #expect(run.types(from: 6) == [])
        #expect(run.state.activities[5]?.lastFailure?.message == "activity StartToClose timeout")
        try run.passUntilDue()
        _ = try run.startActivity(5)
        try run.passUntilDue()
        #expect(run.types(from: 6) == [.activityTaskStarted, .activityTaskTimedOut, .workflowTaskScheduled])
        let timedOut = try run.event(.activityTaskTimedOut).activityTaskTimedOutEventAttributes
        #expect(timedOut.retryState == .maximumAttemptsReached)
        #expect(timedOut.startedEventID == 6)
        #expect(timedOut.failure.timeoutFailureInfo.timeoutType == .startToClose)
        #expect(timedOut.failure.cause.message == "activity StartToClose timeout")
        #expect(timedOut.failure.cause.source == "Server")
    }

    @Test
    func `a listed timeout is final`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a") { $0.retryPolicy.nonRetryableErrorTypes = ["TemporalTimeout:StartToClose"] }])
        _ = try run.startActivity(5)
        try run.passUntilDue()
        let timedOut = try run.event(.activityTaskTimedOut).activityTaskTimedOutEventAttributes
        #expect(timedOut.retryState == .nonRetryableFailure)
        #expect(timedOut.failure.message == "activity StartToClose timeout")
    }

    @Test
    func `heartbeats keep an attempt alive, and the next one gets their details`() throws {
        var run = try RunDriver()
        try run.run([
            .schedule("a", startToClose: .seconds(100)) { $0.heartbeatTimeout = Duration.seconds(5).protobuf }
        ])
        let first = try run.startActivity(5)
        try run.pass(.seconds(4))
        #expect(try !run.state.heartbeat(first.reference, details: .json("40"), identity: "w1", now: run.now))
        try run.take()
        try run.pass(.seconds(4))
        #expect(run.state.activities[5]?.attempt == 1)
        #expect(run.state.nextDue == run.now + .seconds(1))
        try run.passUntilDue()
        #expect(run.state.activities[5]?.attempt == 2)
        #expect(run.state.activities[5]?.lastFailure?.timeoutFailureInfo.timeoutType == .heartbeat)
        try run.passUntilDue()
        let second = try run.startActivity(5)
        #expect(second.response.heartbeatDetails == .json("40"))
        #expect(second.attempt == 2)
        #expect(run.state.nextDue == run.now + .seconds(5))
    }

    @Test
    func `a heartbeat timeout that is the last tells the details`() throws {
        var run = try RunDriver()
        try run.run([
            .schedule("a") {
                $0.heartbeatTimeout = Duration.seconds(5).protobuf
                $0.retryPolicy.maximumAttempts = 1
            }
        ])
        let activity = try run.startActivity(5)
        _ = try run.state.heartbeat(activity.reference, details: .json("40"), identity: "w", now: run.now)
        try run.take()
        try run.passUntilDue()
        let failure = try run.event(.activityTaskTimedOut).activityTaskTimedOutEventAttributes.failure
        #expect(failure.message == "activity Heartbeat timeout")
        #expect(failure.timeoutFailureInfo.lastHeartbeatDetails == .json("40"))
    }

    @Test
    func `schedule-to-close ends an activity in any state, with the failure it had`() throws {
        for isStarted in [false, true] {
            var run = try RunDriver()
            try run.run([
                .schedule("a", startToClose: .seconds(3)) {
                    $0.scheduleToCloseTimeout = Duration.seconds(4).protobuf
                }
            ])
            let activity = try run.startActivity(5)
            try run.state.failActivity(
                activity.reference,
                failure: .application("first"),
                identity: "w",
                now: run.now
            )
            try run.take()
            try run.passUntilDue()
            if isStarted { _ = try run.startActivity(5) }
            try run.pass(.seconds(3))
            let timedOut = try run.event(.activityTaskTimedOut).activityTaskTimedOutEventAttributes
            #expect(timedOut.retryState == .timeout)
            #expect(timedOut.failure.timeoutFailureInfo.timeoutType == .scheduleToClose)
            #expect(
                timedOut.failure.message
                    == "Not enough time to schedule next retry before activity ScheduleToClose timeout, "
                    + "giving up retrying"
            )
            #expect(timedOut.failure.cause == .application("first"))
            #expect((timedOut.startedEventID != 0) == isStarted)
        }
    }

    @Test
    func `an answer after the timeout is refused`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a") { $0.retryPolicy.maximumAttempts = 1 }])
        let activity = try run.startActivity(5)
        try run.passUntilDue()
        let before = run.state
        #expect(throws: RunRefusal.activityNotFound) {
            try run.state.completeActivity(activity.reference, result: nil, identity: "w", now: run.now)
        }
        #expect(run.state == before)
    }

    @Test
    func `heartbeat details over two MiB fail the activity and tell its worker to stop`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a")])
        let activity = try run.startActivity(5)
        let stops = try run.state.heartbeat(
            activity.reference,
            details: .bytes(3 << 20),
            identity: "w",
            now: run.now
        )
        try run.take()
        #expect(stops)
        #expect(
            try run.event(.activityTaskFailed).activityTaskFailedEventAttributes.failure.message
                == "Heartbeat details exceed size limit."
        )
    }
}
