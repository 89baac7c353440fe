import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

@Suite
struct HistoryLimitTests {
    @Test
    func `a history that grows too long ends the run`() throws {
        var limits = RunLimits()
        limits.historyEvents = 6
        var run = try RunDriver(limits: limits)
        try run.run([.marker("5"), .marker("6")])
        #expect(run.state.isRunning)
        try run.signal("7")
        #expect(
            try run.event(.workflowExecutionTerminated).workflowExecutionTerminatedEventAttributes
                == .with {
                    $0.reason = "Workflow history count exceeds limit."
                    $0.identity = "history-service"
                }
        )
        #expect(run.effects == [.closed(.terminated)])
        #expect(RunLimits.standard.historyEvents == 51_200)
    }

    @Test
    func `a history that grows too large ends the run`() throws {
        var limits = RunLimits()
        limits.historyBytes = 1_000
        var run = try RunDriver(limits: limits)
        let task = try run.startTask()
        try run.state.signal(
            SignalRequest(name: "large", input: .bytes(2_000), identity: "", header: nil, requestID: ""),
            now: run.now
        )
        try run.take()
        try run.complete(task)
        #expect(run.state.historyBytes > 1_000)
        let second = try run.startTask()
        #expect(run.state.isRunning)
        try run.complete(second)
        #expect(run.types.suffix(2) == [.workflowTaskCompleted, .workflowExecutionTerminated])
        #expect(
            try run.event(.workflowExecutionTerminated).workflowExecutionTerminatedEventAttributes.reason
                == "Workflow history size exceeds limit."
        )
        #expect(RunLimits.standard.historyBytes == 50 << 20)
    }
}
