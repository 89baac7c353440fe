import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

/// Runs that go on for others.
@Suite
struct NextRunTests {
    private func next(_ run: RunDriver) throws -> RunStart {
        for effect in run.effects {
            if case .continuedAs(let start) = effect { return start }
        }
        throw NoNextRun()
    }

    private struct NoNextRun: Error {}

    @Test
    func `continue-as-new starts the next run with the command's input and the chain's identity`() throws {
        var run = try RunDriver {
            $0.workflowExecutionTimeout = Duration.seconds(600).protobuf
            $0.memo.fields = ["old": .json("1")]
        }
        run.now = run.now + .seconds(2)
        try run.run([
            .continueAsNew {
                $0.memo.fields = ["new": .json("2")]
                $0.header.fields = ["h": .json("3")]
                $0.lastCompletionResult = .json("8")
            }
        ])
        let start = try next(run)
        #expect(run.state.status == .continuedAsNew)
        #expect(run.state.newRunID == start.key.runID)
        #expect(run.effects == [.continuedAs(start), .closed(.continuedAsNew)])
        #expect(
            try run.event(.workflowExecutionContinuedAsNew).workflowExecutionContinuedAsNewEventAttributes
                == .with {
                    $0.newExecutionRunID = start.key.runID
                    $0.workflowType.name = "Order"
                    $0.taskQueue.name = "orders"
                    $0.taskQueue.kind = .normal
                    $0.input = .json("4")
                    $0.workflowRunTimeout = Duration.seconds(600).protobuf
                    $0.workflowTaskTimeout = Duration.seconds(10).protobuf
                    $0.workflowTaskCompletedEventID = 4
                    $0.lastCompletionResult = .json("8")
                    $0.header.fields = ["h": .json("3")]
                    $0.memo.fields = ["new": .json("2")]
                }
        )
        let attributes = start.attributes
        #expect(attributes.continuedExecutionRunID == "run-1" && attributes.firstExecutionRunID == "run-1")
        #expect(attributes.originalExecutionRunID == start.key.runID)
        #expect(attributes.attempt == 1 && attributes.initiator == .workflow)
        #expect(attributes.input == .json("4") && attributes.lastCompletionResult == .json("8"))
        #expect(attributes.memo.fields == ["new": .json("2")])
        #expect(attributes.workflowExecutionExpirationTime == (RunDriver.began + .seconds(600)).timestamp)
        #expect(attributes.identity == "")
        let second = try RunDriver(start: start, now: run.now)
        #expect(second.types == [.workflowExecutionStarted, .workflowTaskScheduled])
        #expect(second.state.executionExpiration == RunDriver.began + .seconds(600))
    }

    @Test
    func `runs of a chain begin at least a second apart`() throws {
        var run = try RunDriver()
        run.now = run.now + .milliseconds(300)
        try run.run([.continueAsNew()])
        let start = try next(run)
        #expect(Duration(start.attributes.firstWorkflowTaskBackoff) == .milliseconds(700))
        var second = try RunDriver(start: start, now: run.now)
        #expect(second.types == [.workflowExecutionStarted])
        try second.pass(.milliseconds(700))
        #expect(second.types.last == .workflowTaskScheduled)
    }

    @Test
    func `the workflow may ask for a longer backoff`() throws {
        var run = try RunDriver()
        run.now = run.now + .seconds(5)
        try run.run([.continueAsNew { $0.backoffStartInterval = Duration.seconds(30).protobuf }])
        #expect(Duration(try next(run).attributes.firstWorkflowTaskBackoff) == .seconds(30))
    }

    @Test
    func `the chain's timeout runs on while single runs have their own`() throws {
        var run = try RunDriver {
            $0.workflowExecutionTimeout = Duration.seconds(60).protobuf
            $0.workflowRunTimeout = Duration.seconds(50).protobuf
        }
        run.now = run.now + .seconds(20)
        // The first task timed out meanwhile for the worker that has it: a new one completes it.
        try run.run([.continueAsNew()])
        let second = try RunDriver(start: try next(run), now: run.now)
        #expect(second.state.runExpiration == RunDriver.began + .seconds(60))
    }

    @Test
    func `a failed run with a policy is tried again, with the failure and one attempt more`() throws {
        var run = try RunDriver {
            $0.retryPolicy.maximumAttempts = 2
            $0.retryPolicy.initialInterval = Duration.seconds(3).protobuf
            $0.input = .json("1")
            $0.memo.fields = ["note": .json("2")]
        }
        try run.run([.upsert(memo: ["note": .json("changed")]), .fail()])
        let failed = try run.event(.workflowExecutionFailed).workflowExecutionFailedEventAttributes
        let start = try next(run)
        #expect(failed.retryState == .inProgress && failed.newExecutionRunID == start.key.runID)
        #expect(start.attributes.attempt == 2 && start.attributes.initiator == .retry)
        #expect(start.attributes.continuedFailure == .application("no stock"))
        #expect(start.attributes.input == .json("1"))
        #expect(start.attributes.memo.fields == ["note": .json("2")])
        #expect(Duration(start.attributes.firstWorkflowTaskBackoff) == .seconds(3))

        var second = try RunDriver(start: start, now: run.now)
        try second.pass(.seconds(3))
        try second.run([.fail()])
        let last = try second.event(.workflowExecutionFailed).workflowExecutionFailedEventAttributes
        #expect(last.retryState == .maximumAttemptsReached && last.newExecutionRunID == "")
        #expect(second.effects == [.closed(.failed)])
    }

    @Test
    func `a final failure is not tried again`() throws {
        var run = try RunDriver { $0.retryPolicy.maximumAttempts = 5 }
        try run.run([.fail(.application("no", isFinal: true))])
        let failed = try run.event(.workflowExecutionFailed).workflowExecutionFailedEventAttributes
        #expect(failed.retryState == .nonRetryableFailure)
    }

    @Test
    func `a run that timed out is tried again when its chain has time left`() throws {
        var run = try RunDriver {
            $0.workflowRunTimeout = Duration.seconds(5).protobuf
            $0.retryPolicy.initialInterval = Duration.seconds(1).protobuf
        }
        try run.pass(.seconds(5))
        let start = try next(run)
        let timedOut = try run.event(.workflowExecutionTimedOut).workflowExecutionTimedOutEventAttributes
        #expect(timedOut.retryState == .inProgress && timedOut.newExecutionRunID == start.key.runID)
        #expect(start.attributes.continuedFailure.message == "workflow timeout")
        #expect(start.attributes.continuedFailure.timeoutFailureInfo.timeoutType == .startToClose)
    }

    @Test
    func `a child that goes on does not tell its parent yet`() throws {
        var parent = try RunDriver()
        try parent.run([.startChild("c") { $0.retryPolicy.maximumAttempts = 2 }])
        let first = RunStart(
            child: try #require(parent.state.children[5]),
            of: parent.state,
            runID: "c-1",
            now: parent.now
        )
        var child = try RunDriver(start: first, now: parent.now)
        try child.run([.fail()])
        #expect(!child.effects.contains(.notifyParent))
        let start = try next(child)
        #expect(start.attributes.parentInitiatedEventID == 5)
        #expect(start.attributes.firstExecutionRunID == "c-1")
        #expect(start.attributes.rootWorkflowExecution == RunDriver.key.execution)
        var second = try RunDriver(start: start, now: child.now)
        try second.pass(.seconds(1))
        try second.run([.complete()])
        #expect(second.effects == [.notifyParent, .closed(.completed)])
    }
}
