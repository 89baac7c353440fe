import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

/// Every request that a state cannot take is refused with the service's code, and changes nothing.
@Suite
struct RefusalTableTests {
    enum Stage: CaseIterable, Sendable {
        case delayed, taskWaits, taskStarted, transientTaskWaits, transientTaskStarted, waits, completed, continued

        func make() throws -> RunDriver {
            var run = try RunDriver {
                if self == .delayed { $0.workflowStartDelay = Duration.seconds(60).protobuf }
            }
            switch self {
            case .delayed, .taskWaits: break
            case .taskStarted: _ = try run.startTask()
            case .transientTaskWaits, .transientTaskStarted:
                let task = try run.startTask()
                try run.state.failWorkflowTask(
                    task.token,
                    cause: .nonDeterministicError,
                    failure: nil,
                    identity: "",
                    now: run.now
                )
                if self == .transientTaskStarted { _ = try run.startTask() }
            case .waits: try run.run([.startTimer("t", .seconds(60))])
            case .completed: try run.run([.complete()])
            case .continued: try run.run([.continueAsNew()])
            }
            try run.take()
            return run
        }

        var isClosed: Bool { self == .completed || self == .continued }
        var hasStartedTask: Bool { self == .taskStarted || self == .transientTaskStarted }
        var hasWaitingTask: Bool { self == .taskWaits || self == .transientTaskWaits }
    }

    struct Request: Sendable, CustomTestStringConvertible {
        let name: String
        /// What a stage answers; nil when it takes the request.
        let refusal: @Sendable (Stage) -> RunRefusal?
        let send: @Sendable (inout RunDriver) throws -> Void

        var testDescription: String { name }
    }

    private static let completion: @Sendable (inout RunDriver, WorkflowTaskToken) throws -> Void = { run, token in
        let request = APIRespondWorkflowTaskCompletedRequest()
        _ = try run.state.completeWorkflowTask(token, request, now: run.now, ids: &run.ids)
    }

    private static let open: @Sendable (RunDriver) -> WorkflowTaskToken = { run in
        WorkflowTaskToken(
            scheduledEventID: run.state.workflowTask?.scheduledEventID ?? 2,
            startedEventID: run.state.workflowTask?.started?.eventID ?? 3,
            attempt: run.state.workflowTask?.attempt ?? 1
        )
    }

    private static let needsActivity: @Sendable (Stage) -> RunRefusal? = {
        $0.isClosed ? .workflowCompleted : .activityNotFound
    }

    static let requests: [Request] = [
        Request(name: "start the task that is open") { stage in
            if stage.isClosed { return .workflowCompleted }
            if stage.hasStartedTask { return .taskAlreadyStarted("Workflow") }
            return stage.hasWaitingTask ? nil : .workflowTaskNotFound
        } send: { run in
            let id = run.state.workflowTask?.scheduledEventID ?? 2
            let poller = WorkflowTaskPoller(identity: "", requestID: "p", taskQueue: run.state.normalTaskQueue)
            _ = try run.state.startWorkflowTask(scheduledEventID: id, poller: poller, now: run.now)
        },
        Request(name: "start a task that is none") {
            $0.isClosed ? .workflowCompleted : .workflowTaskNotFound
        } send: {
            let poller = WorkflowTaskPoller(identity: "", requestID: "p", taskQueue: $0.state.normalTaskQueue)
            _ = try $0.state.startWorkflowTask(scheduledEventID: 77, poller: poller, now: $0.now)
        },
        Request(name: "complete the open task") {
            $0.hasStartedTask ? nil : .workflowTaskNotFound
        } send: {
            try completion(&$0, open($0))
        },
        Request(name: "complete the first task again") {
            $0 == .taskStarted ? nil : .workflowTaskNotFound
        } send: {
            try completion(&$0, WorkflowTaskToken(scheduledEventID: 2, startedEventID: 3, attempt: 1))
        },
        Request(name: "fail the open task") {
            if $0.isClosed { return .workflowCompleted }
            return $0.hasStartedTask ? nil : .workflowTaskNotFound
        } send: {
            try $0.state.failWorkflowTask(
                open($0),
                cause: .workflowWorkerUnhandledFailure,
                failure: nil,
                identity: "",
                now: $0.now
            )
        },
        Request(name: "start an activity", refusal: needsActivity) { _ = try $0.startActivity(5) },
        Request(name: "complete an activity", refusal: needsActivity) {
            try $0.state.completeActivity(attempt, result: nil, identity: "", now: $0.now)
        },
        Request(name: "fail an activity", refusal: needsActivity) {
            try $0.state.failActivity(attempt, failure: .application("x"), identity: "", now: $0.now)
        },
        Request(name: "cancel an activity", refusal: needsActivity) {
            try $0.state.cancelActivity(attempt, details: nil, identity: "", now: $0.now)
        },
        Request(name: "heartbeat", refusal: needsActivity) {
            _ = try $0.state.heartbeat(attempt, details: nil, identity: "", now: $0.now)
        },
        Request(name: "start a child") {
            $0.isClosed ? .workflowCompleted : .childNotFound
        } send: {
            try $0.state.childStarted(initiatedEventID: 5, runID: "r", now: $0.now)
        },
        Request(name: "tell of a signal") {
            $0.isClosed ? .workflowCompleted : .externalRequestNotFound
        } send: {
            try $0.state.externalSignalDelivered(initiatedEventID: 5, now: $0.now)
        },
        Request(name: "tell of a cancellation") {
            $0.isClosed ? .workflowCompleted : .externalRequestNotFound
        } send: {
            try $0.state.externalCancelDelivered(initiatedEventID: 5, now: $0.now)
        },
        Request(name: "signal") {
            $0.isClosed ? .workflowCompleted : nil
        } send: {
            try $0.signal("s")
        },
        Request(name: "request to cancel") { _ in
            nil
        } send: {
            try $0.state.requestCancel(
                CancellationRequest(reason: "", identity: "", requestID: ""),
                now: $0.now
            )
        },
        Request(name: "terminate") {
            $0.isClosed ? .workflowCompleted : nil
        } send: {
            try $0.state.terminate(TerminationRequest(reason: "", details: nil, identity: ""), now: $0.now)
        },
        Request(name: "reset the sticky queue") {
            $0.isClosed ? .workflowCompleted : nil
        } send: {
            try $0.state.resetSticky(now: $0.now)
        },
    ]

    private static let attempt = ActivityReference.attempt(scheduledEventID: 5, attempt: 1)

    @Test(arguments: Stage.allCases, requests)
    func `each stage takes a request or refuses it and stays as it is`(stage: Stage, request: Request) throws {
        var run = try stage.make()
        let before = run.state
        guard let refusal = request.refusal(stage) else {
            try request.send(&run)
            try run.take()
            return
        }
        #expect(throws: refusal) { try request.send(&run) }
        #expect(run.state == before)
        #expect(!refusal.message.isEmpty)
    }

    static let codes: [(RunRefusal, RunRefusal.Code)] = [
        (.workflowCompleted, .notFound), (.executionNotFound, .notFound), (.parentMismatch, .notFound),
        (.workflowTaskNotFound, .notFound), (.heartbeatTimeout, .notFound), (.activityNotFound, .notFound),
        (.activityIDNotFound("a"), .notFound), (.childNotFound, .notFound), (.externalRequestNotFound, .notFound),
        (.obsoleteTask("x"), .notFound), (.taskAlreadyStarted("Workflow"), .alreadyExists),
        (.activityIDEmpty, .invalidArgument), (.activityCancelNotRequested, .invalidArgument),
        (.signalLimitReached, .invalidArgument), (.invalidArgument("x"), .invalidArgument),
        (.workflowClosing, .resourceExhausted), (.internalError("x"), .internalError),
    ]

    @Test(arguments: codes.indices)
    func `each refusal has the service's code`(index: Int) {
        #expect(Self.codes[index].0.code == Self.codes[index].1)
    }
}
