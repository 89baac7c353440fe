import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

@Suite
struct CloseTests {
    @Test
    func `a completed run keeps its result and waits for nothing`() throws {
        var run = try RunDriver()
        try run.run([
            .schedule("a"), .startTimer("t", .seconds(9)), .startChild("c"), .signalExternal("o"), .complete("42"),
        ])
        #expect(run.state.status == .completed)
        let orphan = ChildToClose(
            initiatedEventID: 7,
            namespace: "default",
            workflowID: "c",
            firstRunID: "",
            policy: .terminate
        )
        #expect(
            run.effects == [
                .signalExternal(initiatedEventID: 8), .applyParentClosePolicy([orphan]), .closed(.completed),
            ]
        )
        #expect(run.state.externalSignals[8]?.signalName == "go")
        #expect(run.state.nextDue == nil)
        #expect(run.state.closeTime == run.now)
        #expect(
            try run.event(.workflowExecutionCompleted).workflowExecutionCompletedEventAttributes
                == .with {
                    $0.result = .json("42")
                    $0.workflowTaskCompletedEventID = 4
                }
        )
        #expect(run.state.waitingTasks(now: run.now) == [])
        #expect(run.state.newRunID == "")
    }

    @Test
    func `a failed run tells that it has no policy to try again`() throws {
        var run = try RunDriver()
        try run.run([.fail()])
        #expect(
            try run.event(.workflowExecutionFailed).workflowExecutionFailedEventAttributes
                == .with {
                    $0.failure = .application("no stock")
                    $0.retryState = .retryPolicyNotSet
                    $0.workflowTaskCompletedEventID = 4
                }
        )
        #expect(run.effects == [.closed(.failed)])
    }

    @Test
    func `a cancelled run keeps its details`() throws {
        var run = try RunDriver()
        try run.run([.cancelWorkflow])
        let canceled = try run.event(.workflowExecutionCanceled).workflowExecutionCanceledEventAttributes
        #expect(canceled.details == .json("\"stopped\"") && canceled.workflowTaskCompletedEventID == 4)
        #expect(run.state.status == .canceled)
    }

    @Test
    func `terminating takes the open task from its worker and lets what waited be seen`() throws {
        var run = try RunDriver()
        _ = try run.startTask()
        try run.signal("late")
        try run.state.terminate(
            TerminationRequest(reason: "wrong", details: .json("1"), identity: "client"),
            now: run.now
        )
        try run.take()
        #expect(
            run.types(from: 4)
                == [.workflowTaskFailed, .workflowExecutionSignaled, .workflowExecutionTerminated]
        )
        #expect(
            try run.event(.workflowTaskFailed).workflowTaskFailedEventAttributes.cause == .forceCloseCommand
        )
        #expect(
            try run.event(.workflowExecutionTerminated).workflowExecutionTerminatedEventAttributes
                == .with {
                    $0.reason = "wrong"
                    $0.details = .json("1")
                    $0.identity = "client"
                }
        )
        #expect(run.effects == [.closed(.terminated)])
    }

    @Test
    func `terminating a run whose task waits writes only the end`() throws {
        var run = try RunDriver()
        try run.state.terminate(TerminationRequest(reason: "", details: nil, identity: ""), now: run.now)
        try run.take()
        #expect(run.types(from: 3) == [.workflowExecutionTerminated])
    }

    @Test
    func `a child's end goes to its parent, and the parent's end to its children`() throws {
        var parent = try RunDriver()
        try parent.run([
            .startChild("a"),
            .startChild("b") { $0.parentClosePolicy = .abandon },
            .startChild("c") { $0.parentClosePolicy = .requestCancel },
        ])
        try parent.state.childStarted(initiatedEventID: 7, runID: "c-run", now: parent.now)
        try parent.take()
        let start = RunStart(
            child: try #require(parent.state.children[5]),
            of: parent.state,
            runID: "a-run",
            now: parent.now
        )
        var child = try RunDriver(start: start, now: parent.now)
        try child.run([.complete()])
        #expect(child.effects == [.notifyParent, .closed(.completed)])
        #expect(child.state.closeEvent?.eventType == .workflowExecutionCompleted)

        try parent.run([.complete()])
        let orphans = [
            ChildToClose(
                initiatedEventID: 5,
                namespace: "default",
                workflowID: "a",
                firstRunID: "",
                policy: .terminate
            ),
            ChildToClose(
                initiatedEventID: 7,
                namespace: "default",
                workflowID: "c",
                firstRunID: "c-run",
                policy: .requestCancel
            ),
        ]
        #expect(parent.effects == [.applyParentClosePolicy(orphans), .closed(.completed)])
    }

    @Test
    func `a run that timed out tells so`() throws {
        var run = try RunDriver { $0.workflowRunTimeout = Duration.seconds(30).protobuf }
        let task = try run.startTask()
        try run.pass(.seconds(9))
        try run.complete(task)
        #expect(run.state.nextDue == RunDriver.began + .seconds(30))
        try run.passUntilDue()
        #expect(run.types(from: 5) == [.workflowExecutionTimedOut])
        #expect(
            try run.event(.workflowExecutionTimedOut).workflowExecutionTimedOutEventAttributes
                == .with { $0.retryState = .retryPolicyNotSet }
        )
        #expect(run.state.status == .timedOut)
    }

    @Test
    func `a chain of runs that timed out is not tried again`() throws {
        var run = try RunDriver {
            $0.workflowExecutionTimeout = Duration.seconds(30).protobuf
            $0.retryPolicy.initialInterval = Duration.seconds(1).protobuf
        }
        _ = try run.startTask()
        try run.pass(.seconds(30))
        #expect(run.types.suffix(1) == [.workflowExecutionTimedOut])
        #expect(
            try run.event(.workflowExecutionTimedOut).workflowExecutionTimedOutEventAttributes.retryState == .timeout
        )
        #expect(run.effects == [.closed(.timedOut)])
    }

    static let refusedWhenClosed: [@Sendable (inout RunDriver) throws -> Void] = [
        { try $0.signal("late") },
        { try $0.state.terminate(TerminationRequest(reason: "", details: nil, identity: ""), now: $0.now) },
        { try $0.state.resetSticky(now: $0.now) },
        { try $0.state.attachRequest("x", identity: "", now: $0.now) },
        { try $0.state.completeActivity(.id("a"), result: nil, identity: "", now: $0.now) },
        { try $0.state.failActivity(.id("a"), failure: nil, identity: "", now: $0.now) },
        { try $0.state.cancelActivity(.id("a"), details: nil, identity: "", now: $0.now) },
        { _ = try $0.state.heartbeat(.id("a"), details: nil, identity: "", now: $0.now) },
        { _ = try $0.startActivity(5) },
        { try $0.state.childStarted(initiatedEventID: 6, runID: "r", now: $0.now) },
        { try $0.state.childStartFailed(initiatedEventID: 6, cause: .workflowAlreadyExists, now: $0.now) },
        {
            try $0.state.childClosed(
                initiatedEventID: 6,
                execution: .child("r"),
                firstRunID: "r",
                closeEvent: .canceled,
                now: $0.now
            )
        },
        { try $0.state.externalSignalDelivered(initiatedEventID: 7, now: $0.now) },
        { try $0.state.externalSignalFailed(initiatedEventID: 7, cause: .namespaceNotFound, now: $0.now) },
        { try $0.state.externalCancelDelivered(initiatedEventID: 8, now: $0.now) },
        { try $0.state.externalCancelFailed(initiatedEventID: 8, cause: .namespaceNotFound, now: $0.now) },
    ]

    @Test(arguments: refusedWhenClosed.indices)
    func `a closed run takes no news and is left as it is`(index: Int) throws {
        var run = try RunDriver()
        try run.run([
            .schedule("a"), .startChild("c"), .signalExternal("o"), .cancelExternal("o"), .complete(),
        ])
        let before = run.state
        #expect(throws: RunRefusal.workflowCompleted) { try Self.refusedWhenClosed[index](&run) }
        #expect(run.state == before)
        #expect(RunRefusal.workflowCompleted.code == .notFound)
        #expect(!run.state.fireDue(now: run.now + .seconds(99), ids: &run.ids))
    }
}
