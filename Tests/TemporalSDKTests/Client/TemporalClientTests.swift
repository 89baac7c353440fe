import Crypto
import Foundation
import GRPCCore
import SwiftProtobuf
import Synchronization
import TemporalAPI
import TemporalSDK
import Testing

@Suite(.timeLimit(.minutes(5)))
struct TemporalClientTests {
    private func client(_ service: FakeClientService, codec: (any PayloadCodec)? = nil) -> TemporalClient {
        TemporalClient(
            service: service,
            configuration: .init(namespace: "n", identity: "me", dataConverter: DataConverter(payloadCodec: codec)),
            logger: .silent,
            clock: ImpatientClock()
        )
    }

    @Test
    func `a start says everything that was asked for`() async throws {
        let requests = Mailbox<APIStartWorkflowExecutionRequest>()
        var service = FakeClientService()
        service.start = { request in
            requests.put(request)
            return .with { $0.runID = "run" }
        }
        let options = WorkflowOptions(
            id: "w",
            taskQueue: "q",
            idReusePolicy: .rejectDuplicate,
            idConflictPolicy: .useExisting,
            executionTimeout: .seconds(9),
            runTimeout: .seconds(8),
            taskTimeout: .seconds(7),
            startDelay: .seconds(6),
            retryPolicy: RetryPolicy(initialInterval: .seconds(1), maximumAttempts: 3, nonRetryableErrorTypes: ["X"]),
            memo: ["m": 1],
            searchAttributes: SearchAttributeCollection { $0[.keyword("K")] = "k" },
            staticSummary: "summary"
        )
        let handle = try await client(service).startWorkflow(name: "W", options: options, input: "a", 2)
        #expect(handle.id == "w" && handle.runID == nil && handle.resultRunID == "run")
        let request = try await requests.take()
        #expect(request.namespace == "n" && request.identity == "me" && request.workflowType.name == "W")
        #expect(request.taskQueue.name == "q" && !request.requestID.isEmpty)
        #expect(request.workflowIDReusePolicy == .rejectDuplicate && request.workflowIDConflictPolicy == .useExisting)
        #expect(request.input.payloads.map { String(decoding: $0.data, as: UTF8.self) } == [#""a""#, "2"])
        #expect(request.workflowExecutionTimeout.seconds == 9 && request.workflowRunTimeout.seconds == 8)
        #expect(request.workflowTaskTimeout.seconds == 7 && request.workflowStartDelay.seconds == 6)
        #expect(request.retryPolicy.maximumAttempts == 3 && request.retryPolicy.nonRetryableErrorTypes == ["X"])
        #expect(request.memo.fields["m"]?.data == Data("1".utf8))
        #expect(request.searchAttributes.indexedFields["K"]?.metadata["type"] == Data("Keyword".utf8))
        #expect(request.userMetadata.summary.data == Data(#""summary""#.utf8))
    }

    @Test
    func `a start that is tried again keeps its request id`() async throws {
        let ids = Mutex<[String]>([])
        var service = FakeClientService()
        service.start = { request in
            let attempt = ids.withLock { ids in
                ids.append(request.requestID)
                return ids.count
            }
            if attempt < 4 { throw ServiceError(.unavailable, "away") }
            return .init()
        }
        _ = try await client(service).startWorkflow(name: "W", options: .init(id: "w", taskQueue: "q"))
        #expect(ids.withLock { $0.count } == 4)
        #expect(Set(ids.withLock { $0 }).count == 1)
    }

    @Test
    func `a taken id is an error that names the run`() async throws {
        var service = FakeClientService()
        service.start = { _ in
            let detail = APIWorkflowExecutionAlreadyStartedFailure.with { $0.runID = "other" }
            throw try ServiceError(.alreadyExists, "taken", detail: detail)
        }
        let client = client(service)
        let error = await #expect(throws: WorkflowAlreadyStartedError.self) {
            try await client.startWorkflow(name: "W", options: .init(id: "w", taskQueue: "q"))
        }
        #expect(error?.workflowID == "w" && error?.runID == "other" && error?.workflowType == "W")
    }

    @Test
    func `signal with start carries both inputs`() async throws {
        let requests = Mailbox<APISignalWithStartWorkflowExecutionRequest>()
        var service = FakeClientService()
        service.signalWithStart = { request in
            requests.put(request)
            return .with { $0.runID = "run" }
        }
        let handle = try await client(service).signalWithStartWorkflow(
            name: "W",
            options: .init(id: "w", taskQueue: "q"),
            input: 1,
            signal: "s",
            signalInput: 2
        )
        let request = try await requests.take()
        #expect(request.signalName == "s" && request.signalInput.payloads.first?.data == Data("2".utf8))
        #expect(request.input.payloads.first?.data == Data("1".utf8) && handle.resultRunID == "run")
    }

    private func closing(_ build: (inout APIHistoryEvent) -> Void) -> APIGetWorkflowExecutionHistoryResponse {
        .with { response in
            var event = APIHistoryEvent()
            build(&event)
            response.history.events = [event]
        }
    }

    @Test
    func `a result is waited for, through empty polls and continued runs`() async throws {
        let polls = Mutex<[String]>([])
        var service = FakeClientService()
        let again = closing { $0.workflowExecutionContinuedAsNewEventAttributes.newExecutionRunID = "second" }
        let result = try DataConverter.default.convertValues("done")
        let end = closing { $0.workflowExecutionCompletedEventAttributes.result.payloads = result }
        service.history = { request in
            #expect(request.waitNewEvent && request.historyEventFilterType == .closeEvent)
            let count = polls.withLock { polls in
                polls.append(request.execution.runID)
                return polls.count
            }
            switch count {
            case 1: return .with { $0.nextPageToken = Data([1]) }
            case 2: return again
            case 3: throw ServiceError(.unavailable, "away")
            default: return end
            }
        }
        let handle = client(service).workflowHandle(id: "w", runID: "first")
        #expect(try await handle.result(as: String.self) == "done")
        #expect(polls.withLock { $0 } == ["first", "first", "second", "second"])
    }

    @Test
    func `a workflow that did not complete throws why`() async throws {
        var service = FakeClientService()
        func cause(_ build: (inout APIHistoryEvent) -> Void) async throws -> (any Error)? {
            let response = closing(build)
            service.history = { _ in response }
            let handle = client(service).workflowHandle(id: "w")
            return await #expect(throws: WorkflowFailedError.self) { try await handle.result(as: Int.self) }?.cause
        }
        let failure = DataConverter.default.convertError(ApplicationError("no", type: "No"))
        let failed = try await cause { $0.workflowExecutionFailedEventAttributes.failure = failure }
        #expect((failed as? ApplicationError)?.type == "No")
        let canceled = try await cause { $0.workflowExecutionCanceledEventAttributes = .init() }
        #expect(canceled is CanceledError)
        let terminated = try await cause { $0.workflowExecutionTerminatedEventAttributes.reason = "by hand" }
        #expect((terminated as? TerminatedError)?.message == "by hand")
        let late = try await cause { $0.workflowExecutionTimedOutEventAttributes = .init() }
        #expect(late is TimeoutError)
    }

    @Test
    func `a continued run is an error when runs are not followed`() async throws {
        var service = FakeClientService()
        let again = closing { $0.workflowExecutionContinuedAsNewEventAttributes.newExecutionRunID = "second" }
        service.history = { _ in again }
        let handle = client(service).workflowHandle(id: "w")
        let error = await #expect(throws: WorkflowContinuedAsNewError.self) {
            try await handle.result(followRuns: false, as: Int.self)
        }
        #expect(error?.newRunID == "second")
    }

    @Test
    func `queries answer, are rejected, or fail with the workflow's own failure`() async throws {
        var service = FakeClientService()
        let answer = try DataConverter.default.convertValues(7)
        service.query = { request in
            #expect(request.query.queryType == "q" && request.queryRejectCondition == .notOpen)
            return .with { $0.queryResult.payloads = answer }
        }
        func ask() async throws -> Int {
            try await client(service).workflowHandle(id: "w").query("q", rejectCondition: .notOpen)
        }
        #expect(try await ask() == 7)
        service.query = { _ in .with { $0.queryRejected.status = .completed } }
        #expect(await #expect(throws: WorkflowQueryRejectedError.self) { try await ask() }?.status == .completed)
        service.query = { _ in
            let failure = DataConverter.default.convertError(ApplicationError("why", type: "T"))
            throw try ServiceError(.invalidArgument, "why", detail: APIQueryFailedFailure.with { $0.failure = failure })
        }
        let failed = await #expect(throws: WorkflowQueryFailedError.self) { try await ask() }
        #expect((failed?.cause as? ApplicationError)?.type == "T")
        service.query = { _ in throw ServiceError(.notFound, "unknown") }
        await #expect(throws: WorkflowNotFoundError.self) { try await ask() }
    }

    @Test
    func `a list is read page by page, its memos decoded`() async throws {
        let codec = try AESGCMPayloadCodec(key: EncryptionKey(id: "k", key: SymmetricKey(size: .bits256)))
        let memo = try codec.encrypt(DataConverter.default.convertValue("m"))
        var service = FakeClientService()
        service.list = { request in
            let page = Int(request.nextPageToken.first ?? 0)
            return .with { response in
                response.executions = [
                    .with {
                        $0.execution.workflowID = "w\(page)"
                        $0.memo.fields["m"] = memo
                    }
                ]
                if page < 2 { response.nextPageToken = Data([UInt8(page + 1)]) }
            }
        }
        let client = client(service, codec: codec)
        let found = try await client.listWorkflows(query: "WorkflowType = 'W'").collect()
        #expect(found.map(\.id) == ["w0", "w1", "w2"])
        #expect(try found.first?.memo("m", as: String.self) == "m")
        #expect(try await client.listWorkflows().collect(limit: 2).count == 2)
    }

    @Test
    func `an activity is completed by its id, and learns of a cancellation`() async throws {
        let requests = Mailbox<APIRespondActivityTaskCompletedByIdRequest>()
        var service = FakeClientService()
        service.completeByID = { requests.put($0) }
        service.heartbeat = { _ in .with { $0.cancelRequested = true } }
        let client = client(service)
        try await client.asyncActivityHandle(workflowID: "w", activityID: "1").complete("ok")
        let request = try await requests.take()
        #expect(request.workflowID == "w" && request.activityID == "1" && request.runID.isEmpty)
        #expect(request.result.payloads.first?.data == Data(#""ok""#.utf8))
        let byToken = client.asyncActivityHandle(taskToken: ActivityTaskToken(bytes: Data([1])))
        await #expect(throws: AsyncActivityCanceledError.self) { try await byToken.heartbeat() }
        service.completeByID = { _ in throw ServiceError(.notFound, "gone") }
        let gone = self.client(service).asyncActivityHandle(workflowID: "w", activityID: "1")
        await #expect(throws: AsyncActivityNotFoundError.self) { try await gone.complete(()) }
    }
}
