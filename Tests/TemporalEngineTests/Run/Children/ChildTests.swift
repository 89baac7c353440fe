import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

@Suite
struct ChildTests {
    @Test
    func `asking for a child writes its event and says what to start`() throws {
        var run = try RunDriver()
        var command = APICommand.startChild("c") {
            $0.memo.fields = ["note": .json("1"), "gone": .json("null")]
            $0.workflowExecutionTimeout = Duration.seconds(60).protobuf
        }
        command.userMetadata.summary = .json("\"a parcel\"")
        try run.run([command])
        #expect(run.effects == [.startChild(initiatedEventID: 5)])
        #expect(
            try run.event(.startChildWorkflowExecutionInitiated).startChildWorkflowExecutionInitiatedEventAttributes
                == .with {
                    $0.namespace = "default"
                    $0.namespaceID = "ns-id"
                    $0.workflowID = "c"
                    $0.workflowType.name = "Parcel"
                    $0.taskQueue.name = "orders"
                    $0.taskQueue.kind = .normal
                    $0.input = .json("2")
                    $0.workflowExecutionTimeout = Duration.seconds(60).protobuf
                    $0.workflowRunTimeout = Duration.seconds(60).protobuf
                    $0.workflowTaskTimeout = Duration.seconds(10).protobuf
                    $0.parentClosePolicy = .terminate
                    $0.workflowTaskCompletedEventID = 4
                    $0.workflowIDReusePolicy = .allowDuplicate
                    $0.memo.fields = ["note": .json("1")]
                }
        )
        let child = try #require(run.state.children[5])
        let start = RunStart(child: child, of: run.state, runID: "child-run", now: run.now)
        #expect(start.key == RunKey(namespace: "default", namespaceID: "ns-id", workflowID: "c", runID: "child-run"))
        #expect(start.requestID == "run-1:5:0")
        #expect(start.userMetadata?.summary == .json("\"a parcel\""))
        #expect(start.attributes.parentInitiatedEventID == 5)
        #expect(start.attributes.parentWorkflowExecution == RunDriver.key.execution)
        #expect(start.attributes.parentWorkflowNamespace == "default")
        #expect(start.attributes.rootWorkflowExecution == RunDriver.key.execution)
        #expect(start.attributes.workflowExecutionExpirationTime == (run.now + .seconds(60)).timestamp)
        let childRun = try RunDriver(start: start, now: run.now)
        #expect(childRun.state.parent?.initiatedEventID == 5)
        #expect(childRun.state.root == RunDriver.key.execution)
    }

    @Test
    func `a child that starts wakes its parent, once`() throws {
        var run = try RunDriver()
        try run.run([.startChild("c") { $0.header.fields = ["h": .json("1")] }])
        try run.state.childStarted(initiatedEventID: 5, runID: "child-run", now: run.now)
        try run.take()
        #expect(run.types(from: 6) == [.childWorkflowExecutionStarted, .workflowTaskScheduled])
        #expect(
            try run.event(.childWorkflowExecutionStarted).childWorkflowExecutionStartedEventAttributes
                == .with {
                    $0.namespace = "default"
                    $0.namespaceID = "ns-id"
                    $0.initiatedEventID = 5
                    $0.workflowExecution = .child("child-run")
                    $0.workflowType.name = "Parcel"
                    $0.header.fields = ["h": .json("1")]
                }
        )
        let before = run.state
        try run.state.childStarted(initiatedEventID: 5, runID: "child-run", now: run.now)
        #expect(run.state == before)
        #expect(throws: RunRefusal.childNotFound) {
            try run.state.childStarted(initiatedEventID: 5, runID: "other", now: run.now)
        }
        #expect(throws: RunRefusal.childNotFound) {
            try run.state.childStartFailed(initiatedEventID: 5, cause: .workflowAlreadyExists, now: run.now)
        }
        #expect(run.state == before)
    }

    @Test
    func `a child that cannot start is told, and is no longer waited for`() throws {
        var run = try RunDriver()
        try run.run([.startChild("c")])
        try run.state.childStartFailed(initiatedEventID: 5, cause: .workflowAlreadyExists, now: run.now)
        try run.take()
        #expect(run.types(from: 6) == [.startChildWorkflowExecutionFailed, .workflowTaskScheduled])
        let failed = try run.event(.startChildWorkflowExecutionFailed)
        #expect(
            failed.startChildWorkflowExecutionFailedEventAttributes
                == .with {
                    $0.namespace = "default"
                    $0.namespaceID = "ns-id"
                    $0.workflowID = "c"
                    $0.workflowType.name = "Parcel"
                    $0.cause = .workflowAlreadyExists
                    $0.initiatedEventID = 5
                }
        )
        #expect(throws: RunRefusal.childNotFound) {
            try run.state.childStarted(initiatedEventID: 5, runID: "late", now: run.now)
        }
    }

    static let ends: [(APIHistoryEvent, APIEventType)] = [
        (.completed("7"), .childWorkflowExecutionCompleted),
        (.failed(.application("no")), .childWorkflowExecutionFailed),
        (.canceled, .childWorkflowExecutionCanceled),
        (.timedOut, .childWorkflowExecutionTimedOut),
        (.terminated, .childWorkflowExecutionTerminated),
    ]

    @Test(arguments: ends.indices)
    func `each end of a child is told, with its start when that was not heard of`(index: Int) throws {
        let (close, type) = Self.ends[index]
        var run = try RunDriver()
        try run.run([.startChild("c")])
        try run.state.childClosed(
            initiatedEventID: 5,
            execution: .child("second-run"),
            firstRunID: "first-run",
            closeEvent: close,
            now: run.now
        )
        try run.take()
        #expect(run.types(from: 6) == [.childWorkflowExecutionStarted, type, .workflowTaskScheduled])
        #expect(
            try run.event(.childWorkflowExecutionStarted).childWorkflowExecutionStartedEventAttributes
                .workflowExecution == .child("first-run")
        )
        let before = run.state
        #expect(throws: RunRefusal.childNotFound) {
            try run.state.childClosed(
                initiatedEventID: 5,
                execution: .child("second-run"),
                firstRunID: "first-run",
                closeEvent: close,
                now: run.now
            )
        }
        #expect(run.state == before)
    }

    @Test
    func `the end of a child carries its result, failure or details`() throws {
        func end(_ close: APIHistoryEvent) throws -> RunDriver {
            var run = try RunDriver()
            try run.run([.startChild("c")])
            try run.state.childClosed(
                initiatedEventID: 5,
                execution: .child("r"),
                firstRunID: "r",
                closeEvent: close,
                now: run.now
            )
            try run.take()
            return run
        }
        let completed = try end(.completed("7")).last(.childWorkflowExecutionCompleted)
        #expect(
            completed.childWorkflowExecutionCompletedEventAttributes
                == .with {
                    $0.result = .json("7")
                    $0.namespace = "default"
                    $0.namespaceID = "ns-id"
                    $0.workflowExecution = .child("r")
                    $0.workflowType.name = "Parcel"
                    $0.initiatedEventID = 5
                    $0.startedEventID = 6
                }
        )
        let failed = try end(.failed(.application("no"))).last(.childWorkflowExecutionFailed)
        #expect(failed.childWorkflowExecutionFailedEventAttributes.failure == .application("no"))
        #expect(failed.childWorkflowExecutionFailedEventAttributes.retryState == .retryPolicyNotSet)
        let canceled = try end(.canceled).last(.childWorkflowExecutionCanceled)
        #expect(canceled.childWorkflowExecutionCanceledEventAttributes.details == .json("\"stopped\""))
        let timedOut = try end(.timedOut).last(.childWorkflowExecutionTimedOut)
        #expect(timedOut.childWorkflowExecutionTimedOutEventAttributes.retryState == .timeout)
    }

    @Test
    func `the end of another run of the same workflow id is not the child's`() throws {
        var run = try RunDriver()
        try run.run([.startChild("c")])
        try run.state.childStarted(initiatedEventID: 5, runID: "first-run", now: run.now)
        try run.take()
        for (execution, first) in [("first-run", "other"), ("first-run", "")] {
            #expect(throws: RunRefusal.childNotFound) {
                try run.state.childClosed(
                    initiatedEventID: 5,
                    execution: .child(execution),
                    firstRunID: first,
                    closeEvent: .completed("7"),
                    now: run.now
                )
            }
        }
        #expect(throws: RunRefusal.childNotFound) {
            try run.state.childClosed(
                initiatedEventID: 5,
                execution: .child("first-run", id: "d"),
                firstRunID: "first-run",
                closeEvent: .completed("7"),
                now: run.now
            )
        }
        #expect(run.types(from: 8) == [])
    }

    @Test
    func `what ends no run does not end a child`() throws {
        var run = try RunDriver()
        try run.run([.startChild("c")])
        let before = run.state
        #expect(throws: RunRefusal.internalError("the child's last event does not end a run")) {
            try run.state.childClosed(
                initiatedEventID: 5,
                execution: .child("r"),
                firstRunID: "r",
                closeEvent: APIHistoryEvent(),
                now: run.now
            )
        }
        #expect(run.state == before)
    }
}
