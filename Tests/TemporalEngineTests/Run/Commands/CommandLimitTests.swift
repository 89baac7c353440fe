import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

/// Commands that ask for too much.
@Suite
struct CommandLimitTests {
    typealias Case = CommandProblemTests.Case

    static let large: [Case] = [
        Case(
            "BadScheduleActivityAttributes: ScheduleActivityTaskCommandAttributes.Input exceeds size limit.",
            .schedule("a") { $0.input = .bytes(3 << 20) }
        ),
        Case(
            "BadStartChildExecutionAttributes: StartChildWorkflowExecutionCommandAttributes. Input exceeds size "
                + "limit.",
            .startChild("c") { $0.input = .bytes(3 << 20) }
        ),
        Case(
            "BadContinueAsNewAttributes: ContinueAsNewWorkflowExecutionCommandAttributes. Input exceeds size limit.",
            .continueAsNew { $0.input = .bytes(3 << 20) }
        ),
        Case(
            "BadScheduleActivityAttributes: CompleteWorkflowExecutionCommandAttributes.Result exceeds size limit.",
            .with {
                $0.commandType = .completeWorkflowExecution
                $0.completeWorkflowExecutionCommandAttributes.result = .bytes(3 << 20)
            }
        ),
    ]

    @Test(arguments: large)
    func `a payload over two MiB ends the run, since it would be as large again`(case: Case) throws {
        var run = try RunDriver()
        let task = try run.startTask()
        try run.signal("seen")
        let outcome = try run.complete(task, [.marker("not kept")] + `case`.commands.filter { !$0.isClosing })
        guard `case`.commands.allSatisfy({ !$0.isClosing }) else { return }
        #expect(outcome.refusal == .invalidArgument(`case`.text))
        #expect(
            run.types(from: 4)
                == [.workflowTaskFailed, .workflowExecutionSignaled, .workflowExecutionTerminated]
        )
        let end = try run.event(.workflowExecutionTerminated).workflowExecutionTerminatedEventAttributes
        #expect(end.reason == `case`.text && end.identity == "history-service")
        #expect(run.effects == [.closed(.terminated)])
    }

    @Test(arguments: large)
    func `so does a last payload over two MiB`(case: Case) throws {
        var run = try RunDriver()
        let outcome = try run.run(`case`.commands)
        #expect(outcome.refusal == .invalidArgument(`case`.text))
        #expect(run.types(from: 4) == [.workflowTaskFailed, .workflowExecutionTerminated])
        #expect(run.state.status == .terminated)
    }

    static let pending: [(String, APICommand, APICommand)] = [
        ("PendingActivitiesLimitExceeded: the number of pending activities", .schedule("a"), .schedule("b")),
        (
            "PendingChildWorkflowsLimitExceeded: the number of pending child workflow executions",
            .startChild("a"), .startChild("b")
        ),
        (
            "PendingSignalsLimitExceeded: the number of pending signals to external workflows",
            .signalExternal("a"), .signalExternal("b")
        ),
        (
            "PendingRequestCancelLimitExceeded: the number of pending requests to cancel external workflows",
            .cancelExternal("a"), .cancelExternal("b")
        ),
    ]

    @Test(arguments: pending.indices)
    func `a run holds only so many pending things of a kind`(index: Int) throws {
        let (text, first, second) = Self.pending[index]
        var limits = RunLimits()
        limits.pendingActivities = 1
        limits.pendingChildren = 1
        limits.pendingSignals = 1
        limits.pendingCancels = 1
        var run = try RunDriver(limits: limits)
        let outcome = try run.run([first, second])
        #expect(outcome.refusal == .invalidArgument("\(text), 1, has reached the per-workflow limit of 1"))
        try run.run([first])
    }
}

extension APICommand {
    fileprivate var isClosing: Bool {
        commandType == .completeWorkflowExecution || commandType == .continueAsNewWorkflowExecution
    }
}
