import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

@Suite
struct TimerTests {
    @Test
    func `a timer fires when its time comes and wakes the workflow`() throws {
        var run = try RunDriver()
        try run.run([.startTimer("t", .seconds(30))])
        #expect(run.state.nextDue == run.now + .seconds(30))
        try run.pass(.seconds(29))
        #expect(run.types(from: 6) == [])
        try run.pass(.seconds(1))
        #expect(run.types(from: 6) == [.timerFired, .workflowTaskScheduled])
        let fired = try run.event(.timerFired).timerFiredEventAttributes
        #expect(fired.timerID == "t" && fired.startedEventID == 5)
        #expect(run.state.nextDue == nil)
    }

    @Test
    func `timers that are due together fire in the order of their times, then of their starts`() throws {
        var run = try RunDriver()
        try run.run([
            .startTimer("late", .seconds(3)), .startTimer("first", .seconds(1)), .startTimer("second", .seconds(1)),
        ])
        try run.pass(.seconds(10))
        let fired = run.history.filter { $0.eventType == .timerFired }.map(\.timerFiredEventAttributes.timerID)
        #expect(fired == ["first", "second", "late"])
        #expect(run.types.filter { $0 == .workflowTaskScheduled }.count == 2)
    }

    @Test
    func `a cancelled timer never fires`() throws {
        var run = try RunDriver()
        try run.run([.startTimer("t", .seconds(30))])
        try run.signal("wake")
        try run.run([.cancelTimer("t")])
        let canceled = try run.event(.timerCanceled).timerCanceledEventAttributes
        #expect(canceled.startedEventID == 5 && canceled.identity == "worker")
        #expect(run.state.nextDue == nil)
        try run.pass(.seconds(60))
        #expect(!run.types.contains(.timerFired))
    }

    @Test
    func `an id may be used again once its timer is over`() throws {
        var run = try RunDriver()
        try run.run([.startTimer("t", .seconds(1))])
        try run.pass(.seconds(1))
        try run.run([.startTimer("t", .seconds(1))])
        try run.pass(.seconds(1))
        #expect(run.types.filter { $0 == .timerFired }.count == 2)
    }

    @Test
    func `a timer of a hundred years is the longest`() throws {
        var run = try RunDriver()
        try run.run([.startTimer("t", .seconds(Int64.max / 2))])
        let started = try run.event(.timerStarted).timerStartedEventAttributes
        #expect(started.startToFireTimeout.seconds == 100 * 365 * 86_400)
        #expect(run.state.nextDue == run.now + .seconds(100 * 365 * 86_400))
    }
}
