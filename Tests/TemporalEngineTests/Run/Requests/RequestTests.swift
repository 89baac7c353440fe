import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

@Suite
struct RequestTests {
    @Test
    func `a signal is written as it came and wakes the workflow`() throws {
        var run = try RunDriver()
        try run.run()
        try run.signal("paid", requestID: "s-1")
        #expect(run.types(from: 5) == [.workflowExecutionSignaled, .workflowTaskScheduled])
        #expect(
            run.history[4].workflowExecutionSignaledEventAttributes
                == .with {
                    $0.signalName = "paid"
                    $0.input = .json("\"paid\"")
                    $0.identity = "client"
                    $0.requestID = "s-1"
                }
        )
        #expect(run.effects == [.workflowTaskReady])
    }

    @Test
    func `the same signal request is taken once, also by a closed run`() throws {
        var run = try RunDriver()
        try run.signal("paid", requestID: "s-1")
        let before = run.state
        let again = SignalRequest(name: "paid", input: nil, identity: "client", header: nil, requestID: "s-1")
        #expect(try !run.state.signal(again, now: run.now))
        #expect(run.state == before)
        try run.run([.complete()])
        #expect(try !run.state.signal(again, now: run.now))
    }

    @Test
    func `signals without a request id all count`() throws {
        var run = try RunDriver()
        try run.signal("a")
        try run.signal("a")
        #expect(run.state.signalCount == 2)
    }

    @Test
    func `a run takes only so many signals`() throws {
        var limits = RunLimits()
        limits.signals = 2
        var run = try RunDriver(limits: limits)
        try run.signal("a")
        try run.signal("b")
        let before = run.state
        #expect(throws: RunRefusal.signalLimitReached) { try run.signal("c") }
        #expect(run.state == before)
        #expect(RunLimits.standard.signals == 10_000)
    }

    @Test
    func `a signal over two MiB is refused`() throws {
        var run = try RunDriver()
        let before = run.state
        let large = SignalRequest(name: "a", input: .bytes(3 << 20), identity: "", header: nil, requestID: "")
        #expect(throws: RunRefusal.invalidArgument("Blob data size exceeds limit.")) {
            try run.state.signal(large, now: run.now)
        }
        #expect(run.state == before)
    }

    @Test
    func `a run is asked to cancel once`() throws {
        var run = try RunDriver()
        let request = CancellationRequest(reason: "no stock", identity: "client", requestID: "c-1")
        #expect(try run.state.requestCancel(request, now: run.now))
        try run.take()
        #expect(run.state.isCancelRequested)
        #expect(
            try run.event(.workflowExecutionCancelRequested).workflowExecutionCancelRequestedEventAttributes
                == .with {
                    $0.cause = "no stock"
                    $0.identity = "client"
                }
        )
        let before = run.state
        #expect(try !run.state.requestCancel(request, now: run.now))
        #expect(run.state == before)
        try run.run([.complete()])
        #expect(try !run.state.requestCancel(request, now: run.now))
    }

    @Test
    func `a request that names a chain of runs is refused by another chain`() throws {
        var run = try RunDriver()
        let before = run.state
        var cancel = CancellationRequest(reason: "", identity: "", requestID: "")
        cancel.firstRunID = "other"
        #expect(throws: RunRefusal.executionNotFound) { try run.state.requestCancel(cancel, now: run.now) }
        var end = TerminationRequest(reason: "", details: nil, identity: "")
        end.firstRunID = "other"
        #expect(throws: RunRefusal.executionNotFound) { try run.state.terminate(end, now: run.now) }
        end.firstRunID = ""
        end.parent = .child("run-9")
        #expect(throws: RunRefusal.parentMismatch) { try run.state.terminate(end, now: run.now) }
        #expect(run.state == before)
    }

    @Test
    func `a later start that was answered with this run is noted in an event the worker may ignore`() throws {
        var run = try RunDriver()
        try run.run()
        try run.state.attachRequest("start-2", identity: "client", now: run.now)
        try run.take()
        let updated = try run.event(.workflowExecutionOptionsUpdated)
        #expect(updated.workerMayIgnore)
        #expect(updated.workflowExecutionOptionsUpdatedEventAttributes.attachedRequestID == "start-2")
        #expect(run.state.attachedRequestIDs == ["start-2": updated.eventID])
        #expect(run.state.workflowTask == nil)
        try run.state.attachRequest("start-2", identity: "client", now: run.now)
        try run.state.attachRequest("start-1", identity: "client", now: run.now)
        try run.take()
        #expect(run.history.count == 5)
    }

    @Test
    func `a noted start that waited in the buffer is known by its event's id`() throws {
        var run = try RunDriver()
        let task = try run.startTask()
        try run.state.attachRequest("start-2", identity: "client", now: run.now)
        try run.take()
        #expect(run.state.attachedRequestIDs == ["start-2": 0])
        try run.complete(task)
        #expect(run.state.attachedRequestIDs == ["start-2": 5])
    }
}
