import GRPCCore
import Synchronization
import TemporalAPI
import TemporalSDK
import Testing

/// How a worker comes to its end: refused by the service, asked to stop, or cancelled.
@Suite(.timeLimit(.minutes(1)))
struct WorkerEndTests {
    private static let work = RegisteredActivity(name: "Work") { (_: Void) in 1 }

    private func worker(
        _ service: FakeService,
        _ activities: [RegisteredActivity] = [work],
        clock: any Clock<Duration> = ContinuousClock(),
        configure: (inout TemporalWorker.Configuration) -> Void = { _ in }
    ) throws -> TemporalWorker {
        var configuration = TemporalWorker.Configuration(taskQueue: "q", identity: "me")
        configuration.gracefulShutdownPeriod = .zero
        configuration.pollShutdownPeriod = .milliseconds(50)
        configure(&configuration)
        return try TemporalWorker(
            configuration: configuration,
            service: service,
            workflows: nil,
            activities: activities,
            logger: .silent,
            clock: clock
        )
    }

    /// An activity that goes on when it is cancelled, until the test lets it end.
    private func stubborn(_ started: Mailbox<Void>, until end: Mailbox<Void>) -> RegisteredActivity {
        RegisteredActivity(name: "Stubborn") { (_: Void) in
            started.put(())
            // A task of its own is not cancelled with the activity.
            try await Task { try await end.take() }.value
        }
    }

    @Test(arguments: [
        RPCError.Code.permissionDenied, .unauthenticated, .invalidArgument, .notFound, .unimplemented,
    ])
    func `a refused poll ends the worker with the service's error`(code: RPCError.Code) async throws {
        let service = FakeService(.init(activityPoll: { _ in throw ServiceError(code, "refused") }))
        let error = await #expect(throws: WorkerFailure.self) { try await worker(service).run() }
        #expect(error?.operation == "PollActivityTaskQueue" && error?.error.code == code)
        #expect(error?.error.message == "refused")
    }

    @Test
    func `an activity that runs when a poll is refused still reports`() async throws {
        let started = Mailbox<Void>()
        let isRefused = Atomic(false)
        let service = FakeService(
            .init(activityPoll: { _ in
                if isRefused.load(ordering: .acquiring) { throw ServiceError(.permissionDenied, "revoked") }
            })
        )
        let slow = RegisteredActivity(name: "Slow") { (_: Void) in
            started.put(())
            while !isRefused.load(ordering: .acquiring) { await Task.yield() }
            return 5
        }
        let worker = try worker(service, [slow]) {
            $0.activityTaskPollers = 1
            $0.gracefulShutdownPeriod = .seconds(30)
        }
        let running = Task { try await worker.run() }
        service.offer(try .activity("Slow"))
        try await started.take()
        isRefused.store(true, ordering: .releasing)
        // Brings the poll that waits to its end, so that the next one is refused.
        service.offer(APIPollActivityTaskQueueResponse())
        await #expect(throws: WorkerFailure.self) { try await running.value }
        guard case .activityCompleted = try await service.reports.take() else {
            Issue.record("the result was lost")
            return
        }
    }

    @Test
    func `a namespace that is not there ends the worker before its first poll`() async throws {
        let service = FakeService(
            .init(
                activityPoll: { _ in Issue.record("it polled") },
                namespace: { throw ServiceError(.notFound, "Namespace default is not found.") }
            )
        )
        let error = await #expect(throws: WorkerFailure.self) { try await worker(service).run() }
        #expect(error?.operation == "DescribeNamespace" && error?.error.code == .notFound)
    }

    @Test
    func `a service that is away at the start is waited for, and a shutdown ends the wait`() async throws {
        let attempts = Mailbox<Void>()
        let service = FakeService(
            .init(namespace: {
                attempts.put(())
                throw ServiceError(.unavailable, "away")
            })
        )
        let worker = try worker(service, clock: ImpatientClock())
        let running = Task { try await worker.run() }
        for _ in 0..<50 { try await attempts.take() }
        worker.beginShutdown()
        try await running.value
    }

    @Test
    func `an activity that ignores its cancellation does not keep the worker, and nothing is reported of it`()
        async throws
    {
        let service = FakeService()
        let (started, end) = (Mailbox<Void>(), Mailbox<Void>())
        let worker = try worker(service, [stubborn(started, until: end)]) {
            $0.forcedShutdownPeriod = .milliseconds(100)
        }
        let running = Task { try await worker.run() }
        service.offer(try .activity("Stubborn"))
        try await started.take()
        worker.beginShutdown()
        try await running.value
        guard case .shutdown = try await service.reports.take() else {
            Issue.record("the service was not told")
            return
        }
        #expect(service.reports.isEmpty)
        end.put(())
    }

    @Test
    func `nor does it when the worker's task is cancelled`() async throws {
        let service = FakeService()
        let (started, end) = (Mailbox<Void>(), Mailbox<Void>())
        let worker = try worker(service, [stubborn(started, until: end)]) {
            $0.gracefulShutdownPeriod = .seconds(600)
            $0.forcedShutdownPeriod = .milliseconds(100)
        }
        let running = Task { try await worker.run() }
        service.offer(try .activity("Stubborn"))
        try await started.take()
        running.cancel()
        await #expect(throws: CancellationError.self) { try await running.value }
        end.put(())
    }
}
