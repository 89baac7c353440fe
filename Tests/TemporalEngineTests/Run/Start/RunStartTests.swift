import Foundation
import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

@Suite
struct RunStartTests {
    @Test
    func `a plain start makes a started event and a workflow task`() throws {
        let run = try RunDriver()
        #expect(run.types == [.workflowExecutionStarted, .workflowTaskScheduled])
        #expect(run.effects == [.workflowTaskReady])
        let started = run.history[0]
        #expect(started.eventTime == RunDriver.began.timestamp)
        #expect(
            started.workflowExecutionStartedEventAttributes
                == .with {
                    $0.workflowType.name = "Order"
                    $0.taskQueue.name = "orders"
                    $0.taskQueue.kind = .normal
                    $0.workflowTaskTimeout = Duration.seconds(10).protobuf
                    $0.originalExecutionRunID = "run-1"
                    $0.firstExecutionRunID = "run-1"
                    $0.identity = "client"
                    $0.attempt = 1
                    $0.firstWorkflowTaskBackoff = Google_Protobuf_Duration()
                    $0.workflowID = "order-1"
                }
        )
        #expect(
            run.history[1].workflowTaskScheduledEventAttributes
                == .with {
                    $0.taskQueue.name = "orders"
                    $0.taskQueue.kind = .normal
                    $0.startToCloseTimeout = Duration.seconds(10).protobuf
                    $0.attempt = 1
                }
        )
    }

    @Test
    func `what the request carries is kept, and what stands for nothing is not`() throws {
        let run = try RunDriver {
            $0.input = .json("1")
            $0.header.fields = ["trace": .json("2")]
            $0.memo.fields = ["note": .json("3"), "gone": .json("null")]
            $0.searchAttributes.indexedFields = ["Customer": .json("4"), "Gone": .json("[]")]
            $0.userMetadata.summary = .json("\"an order\"")
            $0.priority.priorityKey = 2
        }
        let attributes = run.history[0].workflowExecutionStartedEventAttributes
        #expect(attributes.input == .json("1"))
        #expect(attributes.header.fields == ["trace": .json("2")])
        #expect(attributes.memo.fields == ["note": .json("3")])
        #expect(attributes.searchAttributes.indexedFields == ["Customer": .json("4")])
        #expect(attributes.priority.priorityKey == 2)
        #expect(run.history[0].userMetadata.summary == .json("\"an order\""))
        #expect(run.state.memo == ["note": .json("3")])
        #expect(run.state.searchAttributes == ["Customer": .json("4")])
    }

    @Test
    func `the run's timeout is cut to the execution's, a workflow task's to both and to two minutes`() throws {
        let run = try RunDriver {
            $0.workflowExecutionTimeout = Duration.seconds(60).protobuf
            $0.workflowRunTimeout = Duration.seconds(90).protobuf
            $0.workflowTaskTimeout = Duration.seconds(500).protobuf
        }
        let attributes = run.history[0].workflowExecutionStartedEventAttributes
        #expect(attributes.workflowExecutionTimeout == Duration.seconds(60).protobuf)
        #expect(attributes.workflowRunTimeout == Duration.seconds(60).protobuf)
        #expect(attributes.workflowTaskTimeout == Duration.seconds(60).protobuf)
        #expect(attributes.workflowExecutionExpirationTime == (RunDriver.began + .seconds(60)).timestamp)

        let long = try RunDriver { $0.workflowTaskTimeout = Duration.seconds(500).protobuf }
        #expect(long.state.defaultWorkflowTaskTimeout == .seconds(120))
    }

    @Test
    func `a retry policy gets the service's defaults`() throws {
        let run = try RunDriver { $0.retryPolicy.initialInterval = Duration.seconds(3).protobuf }
        #expect(
            run.history[0].workflowExecutionStartedEventAttributes.retryPolicy
                == .with {
                    $0.initialInterval = Duration.seconds(3).protobuf
                    $0.maximumInterval = Duration.seconds(300).protobuf
                    $0.backoffCoefficient = 2
                }
        )
    }

    @Test
    func `a delayed start has no workflow task until its time comes`() throws {
        var run = try RunDriver { $0.workflowStartDelay = Duration.seconds(30).protobuf }
        #expect(run.types == [.workflowExecutionStarted])
        #expect(run.effects == [])
        #expect(run.state.nextDue == RunDriver.began + .seconds(30))
        try run.pass(.seconds(29))
        #expect(run.history.count == 1)
        try run.signal("early")
        #expect(run.types == [.workflowExecutionStarted, .workflowExecutionSignaled])
        try run.pass(.seconds(1))
        #expect(run.types(from: 3) == [.workflowTaskScheduled])
        #expect(run.effects == [.workflowTaskReady])
    }

    @Test
    func `a request to cancel does not wait for a delayed start`() throws {
        var run = try RunDriver { $0.workflowStartDelay = Duration.seconds(30).protobuf }
        try run.state.requestCancel(CancellationRequest(reason: "no", identity: "client", requestID: "c"), now: run.now)
        try run.take()
        #expect(run.types(from: 2) == [.workflowExecutionCancelRequested, .workflowTaskScheduled])
        try run.pass(.seconds(30))
        #expect(run.history.count == 3)
    }

    @Test
    func `a signal that comes with the start stands before the first workflow task`() throws {
        let request = APISignalWithStartWorkflowExecutionRequest.with {
            $0.workflowID = "order-1"
            $0.workflowType.name = "Order"
            $0.taskQueue.name = "orders"
            $0.requestID = "start-1"
            $0.signalName = "paid"
            $0.signalInput = .json("5")
        }
        let start = try RunStart(request, key: RunDriver.key, now: RunDriver.began)
        let run = try RunDriver(start: start, now: RunDriver.began)
        #expect(run.types == [.workflowExecutionStarted, .workflowExecutionSignaled, .workflowTaskScheduled])
        let signaled = run.history[1].workflowExecutionSignaledEventAttributes
        #expect(signaled.signalName == "paid" && signaled.input == .json("5") && signaled.requestID == "start-1")
    }

    typealias Change = @Sendable (inout APIStartWorkflowExecutionRequest) -> Void

    static let refused: [(String, Change)] = [
        ("Missing request ID.", { $0.requestID = "" }),
        ("WorkflowId is not set on request.", { $0.workflowID = "" }),
        ("Missing Taskqueue.", { $0.taskQueue.name = "" }),
        ("Missing WorkflowType.", { $0.workflowType.name = "" }),
        ("WorkflowId exceeds length limit.", { $0.workflowID = String(repeating: "a", count: 1_001) }),
        ("WorkflowType exceeds length limit.", { $0.workflowType.name = String(repeating: "é", count: 501) }),
        ("TaskQueue exceeds length limit.", { $0.taskQueue.name = String(repeating: "a", count: 1_001) }),
        ("RequestId exceeds length limit.", { $0.requestID = String(repeating: "a", count: 1_001) }),
        ("CronSchedule is not supported.", { $0.cronSchedule = "* * * * *" }),
        (
            "invalid WorkflowRunTimeoutSeconds: negative duration",
            { $0.workflowRunTimeout = Duration.seconds(-1).protobuf }
        ),
        (
            "invalid WorkflowExecutionTimeoutSeconds: duration has seconds and nanos with different signs",
            { $0.workflowExecutionTimeout = Google_Protobuf_Duration(seconds: 1, nanos: -1) }
        ),
        ("invalid WorkflowStartDelay: negative duration", { $0.workflowStartDelay = Duration.seconds(-1).protobuf }),
        ("BackoffCoefficient cannot be less than 1 on retry policy.", { $0.retryPolicy.backoffCoefficient = 0.5 }),
        ("MaximumAttempts cannot be negative on retry policy.", { $0.retryPolicy.maximumAttempts = -1 }),
        (
            "MaximumInterval cannot be less than InitialInterval on retry policy.",
            {
                $0.retryPolicy.initialInterval = Duration.seconds(2).protobuf
                $0.retryPolicy.maximumInterval = Duration.seconds(1).protobuf
            }
        ),
        (
            "Invalid timeout type value: Sometime.",
            { $0.retryPolicy.nonRetryableErrorTypes = ["TemporalTimeout:Sometime"] }
        ),
        ("Blob data size exceeds limit.", { $0.input = .bytes(2 * 1_024 * 1_024) }),
        ("Memo size exceeds limit.", { $0.memo.fields = ["big": .with { $0.data = Data(count: 2 << 20) }] }),
    ]

    @Test(arguments: refused.map(\.0))
    func `a start that makes no sense is refused in the service's words`(message: String) throws {
        let change = try #require(Self.refused.first { $0.0 == message }?.1)
        var request = RunDriver.request
        change(&request)
        #expect(throws: RunRefusal.invalidArgument(message)) {
            try RunStart(request, key: RunDriver.key, now: RunDriver.began)
        }
    }

    @Test
    func `a timeout of the standard kinds may be named in a retry policy`() throws {
        _ = try RunDriver {
            $0.retryPolicy.nonRetryableErrorTypes = ["TemporalTimeout:StartToClose", "TemporalTimeout:Heartbeat"]
        }
    }
}
