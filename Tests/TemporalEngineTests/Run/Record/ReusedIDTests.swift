import TemporalAPI
import TemporalEngine
import Testing

/// An id is used again in the same breath in which its first owner's end, seen or not, is written behind.
@Suite
struct ReusedIDTests {
    @Test
    func `an activity's id is the new activity's when the old one's end comes behind`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a")])
        let first = try run.startActivity(5)
        try run.signal("wake")
        let task = try run.startTask()
        try run.state.completeActivity(first.reference, result: nil, identity: "w", now: run.now)
        try run.take()
        try run.complete(task, [.schedule("a")])
        #expect(run.types.suffix(2) == [.activityTaskCompleted, .workflowTaskScheduled])
        #expect(run.state.activityIDs["a"] == 10)
        try run.state.completeActivity(.id("a"), result: nil, identity: "w", now: run.now)
        try run.take()
    }

    @Test
    func `a timer's id is the new timer's when the old one's firing comes behind`() throws {
        var run = try RunDriver()
        try run.run([.startTimer("t", .seconds(1))])
        try run.signal("wake")
        let task = try run.startTask()
        try run.pass(.seconds(1))
        try run.complete(task, [.startTimer("t", .seconds(5))])
        #expect(run.types.suffix(2) == [.timerFired, .workflowTaskScheduled])
        #expect(run.state.timers["t"]?.startedEventID == 10)
    }
}
