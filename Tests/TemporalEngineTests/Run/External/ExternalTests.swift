import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

/// Signals and requests to cancel that a workflow sends to others.
@Suite
struct ExternalTests {
    @Test
    func `a signal is sent, delivered and told, once`() throws {
        var run = try RunDriver()
        try run.run([.signalExternal("other", isForChildOnly: true)])
        #expect(run.effects == [.signalExternal(initiatedEventID: 5)])
        let asked = try #require(run.state.externalSignals[5])
        let request = SignalRequest(asked, from: run.state, initiatedEventID: 5)
        #expect(request.name == "go" && request.input == .json("3"))
        #expect(request.identity == "history-service" && request.requestID == "run-1:5:0")
        #expect(request.sender == RunDriver.key.execution && request.isForChildOnly)
        try run.state.externalSignalDelivered(initiatedEventID: 5, now: run.now)
        try run.take()
        #expect(run.types(from: 6) == [.externalWorkflowExecutionSignaled, .workflowTaskScheduled])
        let signaled = try run.event(.externalWorkflowExecutionSignaled)
        #expect(signaled.externalWorkflowExecutionSignaledEventAttributes.initiatedEventID == 5)
        #expect(signaled.externalWorkflowExecutionSignaledEventAttributes.workflowExecution.workflowID == "other")
        let before = run.state
        #expect(throws: RunRefusal.externalRequestNotFound) {
            try run.state.externalSignalDelivered(initiatedEventID: 5, now: run.now)
        }
        #expect(run.state == before)
    }

    @Test
    func `a signal nobody takes is told with its cause`() throws {
        var run = try RunDriver()
        try run.run([.signalExternal("other")])
        try run.state.externalSignalFailed(
            initiatedEventID: 5,
            cause: .externalWorkflowExecutionNotFound,
            now: run.now
        )
        try run.take()
        let failed = try run.event(.signalExternalWorkflowExecutionFailed)
        #expect(
            failed.signalExternalWorkflowExecutionFailedEventAttributes
                == .with {
                    $0.cause = .externalWorkflowExecutionNotFound
                    $0.namespace = "default"
                    $0.namespaceID = "ns-id"
                    $0.workflowExecution.workflowID = "other"
                    $0.initiatedEventID = 5
                }
        )
        #expect(run.state.workflowTask != nil)
    }

    @Test
    func `a request to cancel is sent, taken and told`() throws {
        var run = try RunDriver()
        try run.run([.cancelExternal("other")])
        #expect(run.effects == [.cancelExternal(initiatedEventID: 5)])
        let asked = try #require(run.state.externalCancels[5])
        let request = CancellationRequest(asked, from: run.state, initiatedEventID: 5)
        #expect(request.reason == "enough" && request.initiatedEventID == 5)

        var other = try RunDriver()
        try other.state.requestCancel(request, now: other.now)
        try other.take()
        let requested = try other.event(.workflowExecutionCancelRequested)
        #expect(
            requested.workflowExecutionCancelRequestedEventAttributes
                == .with {
                    $0.cause = "enough"
                    $0.externalInitiatedEventID = 5
                    $0.externalWorkflowExecution = RunDriver.key.execution
                    $0.identity = "history-service"
                }
        )

        try run.state.externalCancelDelivered(initiatedEventID: 5, now: run.now)
        try run.take()
        #expect(run.types(from: 6) == [.externalWorkflowExecutionCancelRequested, .workflowTaskScheduled])
    }

    @Test
    func `a request to cancel that nobody takes is told with its cause`() throws {
        var run = try RunDriver()
        try run.run([.cancelExternal("other")])
        try run.state.externalCancelFailed(
            initiatedEventID: 5,
            cause: .externalWorkflowExecutionNotFound,
            now: run.now
        )
        try run.take()
        let failed = try run.event(.requestCancelExternalWorkflowExecutionFailed)
        #expect(
            failed.requestCancelExternalWorkflowExecutionFailedEventAttributes.cause
                == .externalWorkflowExecutionNotFound
        )
        #expect(throws: RunRefusal.externalRequestNotFound) {
            try run.state.externalCancelDelivered(initiatedEventID: 5, now: run.now)
        }
    }

    @Test
    func `what is meant for a child is refused by everyone else`() throws {
        var sender = try RunDriver()
        try sender.run([.startChild("c"), .signalExternal("c", isForChildOnly: true)])
        let child = try #require(sender.state.children[5])
        let asked = try #require(sender.state.externalSignals[6])
        let request = SignalRequest(asked, from: sender.state, initiatedEventID: 6)
        var real = try RunDriver(
            start: RunStart(child: child, of: sender.state, runID: "child-run", now: sender.now),
            now: sender.now
        )
        #expect(try real.state.signal(request, now: real.now))
        var stranger = try RunDriver()
        let before = stranger.state
        #expect(throws: RunRefusal.parentMismatch) { try stranger.state.signal(request, now: stranger.now) }
        #expect(stranger.state == before)
    }
}
