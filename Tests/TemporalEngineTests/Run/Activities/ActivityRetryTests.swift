import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

@Suite
struct ActivityRetryTests {
    private func fail(_ run: inout RunDriver, _ failure: APIFailure = .application("no")) throws {
        let activity = try run.startActivity(5)
        try run.state.failActivity(activity.reference, failure: failure, identity: "w", now: run.now)
        try run.take()
    }

    @Test
    func `a failed activity waits longer each time, and its last start tells the failure before`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a") { $0.retryPolicy.maximumAttempts = 3 }])
        try fail(&run)
        #expect(run.types(from: 6) == [])
        #expect(run.effects == [])
        #expect(run.state.nextDue == run.now + .seconds(1))
        #expect(run.state.activities[5]?.attempt == 2)
        #expect(throws: RunRefusal.obsoleteTask("Activity task waits for its retry.")) {
            try run.state.startActivity(
                scheduledEventID: 5,
                poller: ActivityPoller(identity: "w", requestID: "early"),
                now: run.now
            )
        }
        try run.passUntilDue()
        #expect(run.effects == [.activityReady(scheduledEventID: 5)])
        #expect(run.state.nextDue == nil)
        try fail(&run, .application("again"))
        #expect(run.state.nextDue == run.now + .seconds(2))
        try run.passUntilDue()
        let third = try run.startActivity(5)
        #expect(third.attempt == 3)
        #expect(third.response.scheduledTime == RunDriver.began.timestamp)
        #expect(third.response.currentAttemptScheduledTime == (RunDriver.began + .seconds(3)).timestamp)
        try run.state.failActivity(third.reference, failure: .application("last"), identity: "w", now: run.now)
        try run.take()
        #expect(run.types(from: 6) == [.activityTaskStarted, .activityTaskFailed, .workflowTaskScheduled])
        let started = try run.event(.activityTaskStarted).activityTaskStartedEventAttributes
        #expect(started.attempt == 3 && started.lastFailure == .application("again"))
        let failed = try run.event(.activityTaskFailed).activityTaskFailedEventAttributes
        #expect(failed.failure == .application("last"))
        #expect(failed.retryState == .maximumAttemptsReached)
        #expect(failed.startedEventID == 6)
    }

    @Test
    func `an answer to an attempt before is refused`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a")])
        let first = try run.startActivity(5)
        try run.state.failActivity(first.reference, failure: .application("no"), identity: "w", now: run.now)
        try run.take()
        try run.passUntilDue()
        _ = try run.startActivity(5)
        let before = run.state
        #expect(throws: RunRefusal.activityNotFound) {
            try run.state.completeActivity(first.reference, result: nil, identity: "w", now: run.now)
        }
        #expect(throws: RunRefusal.activityNotFound) {
            try run.state.heartbeat(first.reference, details: nil, identity: "w", now: run.now)
        }
        #expect(run.state == before)
    }

    static let finals: [(APIFailure, APIRetryState)] = [
        (.application("final", isFinal: true), .nonRetryableFailure),
        (.application("listed", type: "BadOrder"), .nonRetryableFailure),
    ]

    @Test(arguments: finals.indices)
    func `a failure that is final, or of a listed type, is not tried again`(index: Int) throws {
        let (failure, state) = Self.finals[index]
        var run = try RunDriver()
        try run.run([.schedule("a") { $0.retryPolicy.nonRetryableErrorTypes = ["BadOrder"] }])
        try fail(&run, failure)
        #expect(try run.event(.activityTaskFailed).activityTaskFailedEventAttributes.retryState == state)
    }

    @Test
    func `the failing code says itself how long to wait, even longer than the policy's maximum`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a") { $0.retryPolicy.maximumInterval = Duration.seconds(2).protobuf }])
        var failure = APIFailure.application("later")
        failure.applicationFailureInfo.nextRetryDelay = Duration.seconds(40).protobuf
        try fail(&run, failure)
        #expect(run.state.nextDue == run.now + .seconds(40))
    }

    @Test
    func `a retry that would begin after schedule-to-close is not made`() throws {
        var run = try RunDriver()
        try run.run([
            .schedule("a") {
                $0.scheduleToCloseTimeout = Duration.seconds(8).protobuf
                $0.retryPolicy.initialInterval = Duration.seconds(5).protobuf
            }
        ])
        run.now = run.now + .seconds(4)
        try fail(&run)
        let failed = try run.event(.activityTaskFailed).activityTaskFailedEventAttributes
        #expect(failed.retryState == .timeout)
        #expect(failed.failure == .application("no"))
    }

    @Test
    func `an activity that is asked to stop is not tried again`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a")])
        let activity = try run.startActivity(5)
        try run.signal("wake")
        try run.run([.cancelActivity(5)])
        try run.state.failActivity(activity.reference, failure: .application("no"), identity: "w", now: run.now)
        try run.take()
        #expect(
            try run.event(.activityTaskFailed).activityTaskFailedEventAttributes.retryState == .cancelRequested
        )
    }

    @Test
    func `a large failure is cut while it is kept, and the last is whole`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a") { $0.retryPolicy.maximumAttempts = 2 }])
        let long = String(repeating: "é", count: 10_000)
        try fail(&run, .application(long))
        let kept = try #require(run.state.activities[5]?.lastFailure)
        #expect(kept.message == "Failure exceeds size limit.")
        #expect(kept.cause.message.utf8.count <= 4_096)
        #expect(kept.cause.message.unicodeScalars.allSatisfy { $0 == "é" })
        #expect(kept.cause.applicationFailureInfo.type == "Oops")
        try run.passUntilDue()
        try fail(&run, .application(long))
        #expect(try run.event(.activityTaskFailed).activityTaskFailedEventAttributes.failure.message == long)
    }

    @Test
    func `retries begin again at once when the interval is cut to nothing`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a")])
        var failure = APIFailure.application("now")
        failure.applicationFailureInfo.nextRetryDelay = Duration.milliseconds(1).protobuf
        try fail(&run, failure)
        #expect(run.state.nextDue == run.now + .milliseconds(1))
        try run.passUntilDue()
        #expect(run.effects == [.activityReady(scheduledEventID: 5)])
    }

    @Test
    func `an engine that starts again offers what waits, but no retry before its time`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a"), .schedule("b")])
        try fail(&run)
        let record = run.state.record
        let reloaded = try RunState(history: run.history, record: record)
        #expect(reloaded.waitingTasks(now: run.now) == [.activityReady(scheduledEventID: 6)])
        let later = run.now + .seconds(1)
        #expect(
            reloaded.waitingTasks(now: later)
                == [.activityReady(scheduledEventID: 5), .activityReady(scheduledEventID: 6)]
        )
    }
}
