import GRPCCore
import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

@Suite struct StartTests {
    @Test func `a started run has its first events and is listed`() async throws {
        try await EngineFixture.with { engine in
            let started = try await engine.start("w")
            #expect(started.started)
            #expect(started.status == .running)
            #expect(started.firstExecutionRunID == started.runID)
            let events = try await engine.history("w")
            #expect(events.map(\.eventType) == [.workflowExecutionStarted, .workflowTaskScheduled])
            #expect(events.map(\.eventID) == [1, 2])
            #expect(try await engine.list("WorkflowId = 'w' AND ExecutionStatus = 'Running'") == ["w"])
        }
    }

    @Test func `the same request again is answered with the same run`() async throws {
        try await EngineFixture.with { engine in
            let first = try await engine.start("w")
            let second = try await engine.start("w")
            #expect(second.runID == first.runID)
            #expect(second.started)
            #expect(try await engine.history("w").count == 2)
        }
    }

    @Test func `another start of a running workflow is refused and names the run`() async throws {
        try await EngineFixture.with { engine in
            let first = try await engine.start("w")
            let error = await #expect(throws: ServiceError.self) {
                try await engine.start("w") { $0.requestID = "other" }
            }
            #expect(error?.code == .alreadyExists)
            #expect(
                error?.message == "Workflow execution is already running. WorkflowId: w, RunId: \(first.runID)."
            )
            let detail = error?.detail(APIWorkflowExecutionAlreadyStartedFailure.self)
            #expect(detail?.runID == first.runID)
            #expect(detail?.startRequestID == "w-request")
        }
    }

    @Test func `a start may use the run that runs`() async throws {
        try await EngineFixture.with { engine in
            let first = try await engine.start("w")
            let second = try await engine.start("w") {
                $0.requestID = "other"
                $0.workflowIDConflictPolicy = .useExisting
            }
            #expect(second.runID == first.runID)
            #expect(!second.started)
        }
    }

    @Test func `a start may end the run that runs`() async throws {
        try await EngineFixture.with { engine in
            let first = try await engine.start("w")
            let second = try await engine.start("w") {
                $0.requestID = "other"
                $0.workflowIDConflictPolicy = .terminateExisting
            }
            #expect(second.runID != first.runID)
            #expect(second.started)
            #expect(try await engine.describe("w", runID: first.runID).workflowExecutionInfo.status == .terminated)
            #expect(try await engine.describe("w").workflowExecutionInfo.execution.runID == second.runID)
            let last = try await engine.history("w", runID: first.runID).last
            #expect(
                last?.workflowExecutionTerminatedEventAttributes.reason == "TerminateIfRunning WorkflowIdReusePolicy"
            )
        }
    }

    @Test(arguments: [
        (APIWorkflowIdReusePolicy.allowDuplicate, true, true), (.allowDuplicate, false, true),
        (.allowDuplicateFailedOnly, true, false), (.allowDuplicateFailedOnly, false, true),
        (.rejectDuplicate, true, false), (.rejectDuplicate, false, false), (.terminateIfRunning, true, true),
    ])
    func `a closed workflow may run again when its policy says so`(
        policy: APIWorkflowIdReusePolicy,
        succeeded: Bool,
        isAllowed: Bool
    ) async throws {
        try await EngineFixture.with { engine in
            let first = try await engine.start("w")
            if succeeded {
                try await engine.complete(try await engine.pollWorkflow(), [.completeRun])
            } else {
                try await engine.terminate("w")
            }
            do {
                let second = try await engine.start("w") {
                    $0.requestID = "other"
                    $0.workflowIDReusePolicy = policy
                }
                #expect(isAllowed)
                #expect(second.runID != first.runID)
            } catch let error as ServiceError {
                #expect(!isAllowed)
                #expect(error.code == .alreadyExists)
            }
        }
    }

    @Test func `of many starts at once exactly one run comes`() async throws {
        try await EngineFixture.with { engine in
            let runs = try await withThrowingTaskGroup(of: (String, Bool).self) { group in
                for number in 0..<50 {
                    group.addTask {
                        let response = try await engine.start("w") {
                            $0.requestID = "request-\(number)"
                            $0.workflowIDConflictPolicy = .useExisting
                        }
                        return (response.runID, response.started)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(runs.map(\.0)).count == 1)
            #expect(runs.count { $0.1 } == 1)
        }
    }

    @Test(arguments: [
        ("workflow id", "WorkflowId is not set on request."), ("type", "WorkflowType is not set on request."),
        ("queue", "missing task queue name"), ("namespace", "Namespace nowhere is not found."),
        ("attribute", "Namespace default has no mapping defined for search attribute Nothing"),
        ("negative timeout", "negative duration"), ("input", "Blob data size exceeds limit."),
        ("policies", "cannot be used together"),
    ])
    func `a start that makes no sense is refused in the service's words`(what: String, words: String) async throws {
        try await EngineFixture.with { engine in
            let error = await #expect(throws: ServiceError.self) {
                try await engine.start("w") {
                    switch what {
                    case "workflow id": $0.workflowID = ""
                    case "type": $0.clearWorkflowType()
                    case "queue": $0.taskQueue.name = ""
                    case "namespace": $0.namespace = "nowhere"
                    case "attribute": $0.searchAttributes.indexedFields["Nothing"] = APIPayloads.json("x").payloads[0]
                    case "negative timeout": $0.workflowRunTimeout = Duration.seconds(-1).protobuf
                    case "input": $0.input = .json(String(repeating: "x", count: 3 * 1_024 * 1_024))
                    default:
                        $0.workflowIDReusePolicy = .terminateIfRunning
                        $0.workflowIDConflictPolicy = .fail
                    }
                }
            }
            #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
        }
    }

    @Test func `a signal starts the run when there is none, and else joins it`() async throws {
        try await EngineFixture.with { engine in
            func signalWithStart(_ requestID: String) async throws -> APISignalWithStartWorkflowExecutionResponse {
                let request = APISignalWithStartWorkflowExecutionRequest.with {
                    $0.namespace = EngineFixture.namespace
                    $0.workflowID = "w"
                    $0.workflowType.name = "Type"
                    $0.taskQueue = EngineFixture.queue
                    $0.signalName = "hello"
                    $0.requestID = requestID
                }
                return try await engine.service.signalWithStartWorkflowExecution(request, .short)
            }
            let first = try await signalWithStart("1")
            let second = try await signalWithStart("2")
            #expect(first.started)
            #expect(!second.started)
            #expect(first.runID == second.runID)
            let events = try await engine.history("w")
            #expect(
                events.map(\.eventType) == [
                    .workflowExecutionStarted, .workflowExecutionSignaled, .workflowTaskScheduled,
                    .workflowExecutionSignaled,
                ]
            )
        }
    }
}

extension EngineFixture {
    func terminate(_ workflowID: String) async throws {
        let request = APITerminateWorkflowExecutionRequest.with {
            $0.namespace = Self.namespace
            $0.workflowExecution.workflowID = workflowID
            $0.reason = "test"
        }
        _ = try await service.terminateWorkflowExecution(request, .short)
    }
}
