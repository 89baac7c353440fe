import Foundation
import GRPCCore
import SwiftProtobuf
import Synchronization
import TemporalAPI
import TemporalSDK
import Testing

@Suite(.timeLimit(.minutes(5)))
struct WorkflowWorkerTests {
    private struct Unexpected: Error {}

    /// A runtime that does what a test says.
    private final class FakeHandler: WorkflowTaskHandling {
        let forgotten = Mailbox<String>()
        let isClosed = Mutex(false)
        private let answer: @Sendable (APIPollWorkflowTaskQueueResponse) -> WorkflowTaskOutcome

        init(_ answer: @escaping @Sendable (APIPollWorkflowTaskQueueResponse) -> WorkflowTaskOutcome) {
            self.answer = answer
        }

        func handle(
            _ task: APIPollWorkflowTaskQueueResponse,
            history: any HistoryPages,
            activities: (any LocalActivityRunner)?
        ) async -> WorkflowTaskOutcome { answer(task) }
        func forget(runID: String) async { forgotten.put(runID) }
        func close() async { isClosed.withLock { $0 = true } }
    }

    private func withWorker(
        _ service: FakeService,
        _ handler: FakeHandler,
        activities: [RegisteredActivity] = [],
        configure: (inout TemporalWorker.Configuration) -> Void = { _ in },
        _ body: () async throws -> Void
    ) async throws {
        var configuration = TemporalWorker.Configuration(taskQueue: "q", identity: "me")
        configuration.gracefulShutdownPeriod = .zero
        configure(&configuration)
        let worker = try TemporalWorker(
            configuration: configuration,
            service: service,
            workflows: .handler(handler),
            activities: activities,
            logger: .silent
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await worker.run() }
            try await body()
            worker.beginShutdown()
            try await group.waitForAll()
        }
        #expect(handler.isClosed.withLock { $0 })
    }

    private func completion(_ service: FakeService) async throws -> APIRespondWorkflowTaskCompletedRequest {
        guard case .workflowCompleted(let request) = try await service.reports.take() else { throw Unexpected() }
        return request
    }

    @Test
    func `a completion carries the task's token and who did it`() async throws {
        let service = FakeService()
        let handler = FakeHandler { _ in .completed(.init()) }
        let task = APIPollWorkflowTaskQueueResponse.workflow()
        try await withWorker(service, handler) {
            service.offer(task)
            let request = try await completion(service)
            #expect(request.taskToken == task.taskToken && request.identity == "me" && request.namespace == "default")
            #expect(request.returnNewWorkflowTask)
            service.offerSticky(.workflow(runID: "sticky"))
            _ = try await completion(service)
        }
    }

    @Test
    func `a task that comes with the answer is handled too`() async throws {
        let next = Mutex<[APIPollWorkflowTaskQueueResponse]>([.workflow(runID: "second")])
        let service = FakeService(
            .init(completion: {
                next.withLock { tasks in
                    .with { if let task = tasks.popLast() { $0.workflowTask = task } }
                }
            })
        )
        let runs = Mailbox<String>()
        let handler = FakeHandler { task in
            runs.put(task.workflowExecution.runID)
            return .completed(.init())
        }
        try await withWorker(service, handler) {
            service.offer(.workflow(runID: "first"))
            let taken1 = try await runs.take()
            #expect(taken1 == "first")
            let taken2 = try await runs.take()
            #expect(taken2 == "second")
        }
    }

    @Test
    func `a run whose completion was not taken is forgotten`() async throws {
        let service = FakeService(.init(completion: { throw ServiceError(.notFound, "stale") }))
        let handler = FakeHandler { _ in .completed(.init()) }
        try await withWorker(service, handler) {
            service.offer(.workflow(runID: "stale"))
            let taken3 = try await handler.forgotten.take()
            #expect(taken3 == "stale")
        }
    }

    @Test
    func `failures and answers to queries are reported`() async throws {
        let service = FakeService()
        let handler = FakeHandler { task in
            task.hasQuery
                ? .query(.with { $0.completedType = .answered }) : .failed(.with { $0.cause = .nonDeterministicError })
        }
        try await withWorker(service, handler) {
            service.offer(.workflow())
            guard case .workflowFailed(let failed) = try await service.reports.take() else { throw Unexpected() }
            #expect(failed.cause == .nonDeterministicError && !failed.taskToken.isEmpty)
            var query = APIPollWorkflowTaskQueueResponse.workflow()
            query.query.queryType = "q"
            service.offer(query)
            guard case .query(let answered) = try await service.reports.take() else { throw Unexpected() }
            #expect(answered.completedType == .answered && answered.taskToken == query.taskToken)
        }
    }

    private static func scheduling(_ names: [String]) -> APIRespondWorkflowTaskCompletedRequest {
        .with { request in
            request.commands = names.map { name in
                .with { command in
                    command.commandType = .scheduleActivityTask
                    command.scheduleActivityTaskCommandAttributes = .with {
                        $0.activityType.name = name
                        $0.taskQueue.name = "q"
                        $0.requestEagerExecution = true
                    }
                }
            }
        }
    }

    @Test
    func `activities begin with the completion, as many as there are slots for`() async throws {
        let given = Mutex<[APIPollActivityTaskQueueResponse]>([try .activity("Work")])
        let service = FakeService(
            .init(completion: { given.withLock { tasks in .with { $0.activityTasks = tasks } } })
        )
        let handler = FakeHandler { _ in .completed(Self.scheduling(["Work", "Work", "Unknown"])) }
        let work = RegisteredActivity(name: "Work") { (_: Void) in "done" }
        // One slot is for the poll, the other one for the eager activity.
        let configure = { (configuration: inout TemporalWorker.Configuration) in
            configuration.maxConcurrentActivities = 2
            configuration.activityTaskPollers = 1
        }
        try await withWorker(service, handler, activities: [work], configure: configure) {
            try await Task.sleep(for: .milliseconds(20))
            service.offer(.workflow())
            let request = try await completion(service)
            let eager = request.commands.map(\.scheduleActivityTaskCommandAttributes.requestEagerExecution)
            #expect(eager == [true, false, false])
            guard case .activityCompleted = try await service.reports.take() else { throw Unexpected() }
        }
    }

    @Test
    func `no activity bypasses the task queue's rate`() async throws {
        let service = FakeService()
        let handler = FakeHandler { _ in .completed(Self.scheduling(["Work"])) }
        let work = RegisteredActivity(name: "Work") { (_: Void) in "done" }
        let configure = { (configuration: inout TemporalWorker.Configuration) in
            configuration.maxTaskQueueActivitiesPerSecond = 10
        }
        try await withWorker(service, handler, activities: [work], configure: configure) {
            service.offer(.workflow())
            let request = try await completion(service)
            #expect(request.commands.allSatisfy { !$0.scheduleActivityTaskCommandAttributes.requestEagerExecution })
        }
    }

    @Test
    func `a shutdown names the queue on which cached runs are offered`() async throws {
        let service = FakeService()
        try await withWorker(service, FakeHandler { _ in .completed(.init()) }) {
            // A worker that never polled has nothing to say good-bye for.
            service.offer(.workflow())
            _ = try await completion(service)
        }
        guard case .shutdown(let request) = try await service.reports.take() else { throw Unexpected() }
        #expect(request.stickyTaskQueue.hasPrefix("me-") && request.taskQueueTypes == [.workflow])
        #expect(!request.workerInstanceKey.isEmpty)
    }
}
