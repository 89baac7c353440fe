import TemporalAPI
import TemporalEngine
import Testing

@Suite
struct ActivityCancelTests {
    @Test
    func `an activity that no worker has is cancelled at once, and the workflow hears of it`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a")])
        try run.signal("wake")
        try run.run([.cancelActivity(5)])
        #expect(
            run.types(from: 9) == [
                .workflowTaskCompleted, .activityTaskCancelRequested, .activityTaskCanceled, .workflowTaskScheduled,
            ]
        )
        let canceled = try run.event(.activityTaskCanceled).activityTaskCanceledEventAttributes
        #expect(canceled.details == .json("\"ACTIVITY_ID_NOT_STARTED\""))
        #expect(canceled.latestCancelRequestedEventID == 10)
        #expect(canceled.startedEventID == 0 && canceled.identity == "worker")
        #expect(run.state.activities.isEmpty)
    }

    @Test
    func `an activity scheduled and cancelled by the same task never reaches a worker's answer`() throws {
        var run = try RunDriver()
        let outcome = try run.run([
            .schedule("a") { $0.requestEagerExecution = true },
            .cancelActivity(5),
        ])
        #expect(outcome.activities == [])
        #expect(
            run.types(from: 5) == [
                .activityTaskScheduled, .activityTaskCancelRequested, .activityTaskCanceled, .workflowTaskScheduled,
            ]
        )
    }

    @Test
    func `a started activity learns of the request from its heartbeat and answers`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a")])
        let activity = try run.startActivity(5)
        #expect(try !run.state.heartbeat(activity.reference, details: nil, identity: "w", now: run.now))
        try run.signal("wake")
        try run.run([.cancelActivity(5)])
        #expect(run.state.workflowTask == nil)
        #expect(try run.state.heartbeat(activity.reference, details: nil, identity: "w", now: run.now))
        try run.state.cancelActivity(activity.reference, details: .json("1"), identity: "w", now: run.now)
        try run.take()
        #expect(run.types(from: 11) == [.activityTaskStarted, .activityTaskCanceled, .workflowTaskScheduled])
        let canceled = try run.event(.activityTaskCanceled).activityTaskCanceledEventAttributes
        #expect(canceled.latestCancelRequestedEventID == 10)
        #expect(canceled.startedEventID == 11 && canceled.details == .json("1"))
    }

    @Test
    func `an activity that waits for its retry is cancelled at once`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a")])
        let activity = try run.startActivity(5)
        try run.state.failActivity(activity.reference, failure: .application("no"), identity: "w", now: run.now)
        try run.take()
        try run.signal("wake")
        try run.run([.cancelActivity(5)])
        #expect(run.types.suffix(2) == [.activityTaskCanceled, .workflowTaskScheduled])
        #expect(run.state.nextDue == nil)
    }

    @Test
    func `an activity may ignore the request and complete`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a")])
        let activity = try run.startActivity(5)
        try run.signal("wake")
        try run.run([.cancelActivity(5)])
        try run.state.completeActivity(activity.reference, result: .json("1"), identity: "w", now: run.now)
        try run.take()
        #expect(run.types.suffix(2) == [.activityTaskCompleted, .workflowTaskScheduled])
    }

    @Test
    func `nobody says that it stopped who was not asked to`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a")])
        let activity = try run.startActivity(5)
        let before = run.state
        #expect(throws: RunRefusal.activityCancelNotRequested) {
            try run.state.cancelActivity(activity.reference, details: nil, identity: "w", now: run.now)
        }
        #expect(run.state == before)
        #expect(RunRefusal.activityCancelNotRequested.code == .invalidArgument)
    }
}
