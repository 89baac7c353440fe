import Crypto
import Foundation
import GRPCCore
import Logging
import SwiftProtobuf
import Synchronization
import TemporalAPI
import TemporalSDK
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ActivityWorkerTests {
    private struct Declined: Error {}

    /// Runs a worker with these activities for as long as the body runs, then shuts it down.
    private func withWorker(
        _ service: FakeService,
        _ activities: [RegisteredActivity],
        clock: any Clock<Duration> = ContinuousClock(),
        configure: (inout TemporalWorker.Configuration) -> Void = { _ in },
        _ body: (TemporalWorker) async throws -> Void
    ) async throws {
        var configuration = TemporalWorker.Configuration(taskQueue: "q", identity: "me")
        configuration.gracefulShutdownPeriod = .zero
        configure(&configuration)
        let worker = try TemporalWorker(
            configuration: configuration,
            service: service,
            workflows: nil,
            activities: activities,
            logger: .silent,
            clock: clock
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await worker.run() }
            try await body(worker)
            worker.beginShutdown()
            // A clock that a test moves has to go on, so that the worker can end.
            let ticker = Task {
                while let clock = clock as? ManualClock {
                    clock.advance(by: .seconds(60))
                    try await Task.sleep(for: .milliseconds(1))
                }
            }
            defer { ticker.cancel() }
            try await group.waitForAll()
        }
    }

    private func completion(_ service: FakeService) async throws -> APIRespondActivityTaskCompletedRequest {
        guard case .activityCompleted(let request) = try await service.reports.take() else { throw Declined() }
        return request
    }

    private func failure(_ service: FakeService) async throws -> APIRespondActivityTaskFailedRequest {
        guard case .activityFailed(let request) = try await service.reports.take() else { throw Declined() }
        return request
    }

    @Test
    func `an activity's result is reported with its task token`() async throws {
        let service = FakeService()
        let double = RegisteredActivity(name: "Double") { (number: Int) in number * 2 }
        let task = try APIPollActivityTaskQueueResponse.activity("Double", 21)
        try await withWorker(service, [double]) { _ in
            service.offer(task)
            let request = try await completion(service)
            #expect(request.taskToken == task.taskToken && request.identity == "me" && request.namespace == "default")
            #expect(try DataConverter.default.convertSinglePayload(request.result.payloads, as: Int.self) == 42)
        }
        guard case .shutdown(let request) = try await service.reports.take() else { throw Declined() }
        #expect(request.taskQueue == "q" && request.taskQueueTypes == [.activity])
    }

    @Test
    func `an error is reported with its type, and may be tried again`() async throws {
        let service = FakeService()
        let charge = RegisteredActivity(name: "Charge") { (_: Void) in throw Declined() }
        let refuse = RegisteredActivity(name: "Refuse") { (_: Void) in
            throw ApplicationError("no", type: "No", isNonRetryable: true)
        }
        try await withWorker(service, [charge, refuse]) { _ in
            service.offer(try .activity("Charge"))
            let first = try await failure(service).failure
            #expect(first.applicationFailureInfo.type == "Declined" && !first.applicationFailureInfo.nonRetryable)
            service.offer(try .activity("Refuse"))
            let second = try await failure(service).failure
            #expect(second.applicationFailureInfo.type == "No" && second.applicationFailureInfo.nonRetryable)
            service.offer(try .activity("Unknown"))
            let third = try await failure(service).failure
            #expect(third.applicationFailureInfo.type == "NotFoundError")
            #expect(third.message.hasSuffix("available activities: Charge, Refuse"))
        }
    }

    @Test
    func `a cancellation comes with the answer to a heartbeat and is reported with its details`() async throws {
        let service = FakeService(.init(heartbeat: { .with { $0.cancelRequested = true } }))
        let wait = RegisteredActivity(name: "Wait") { (_: Void) in
            let context = try #require(ActivityExecutionContext.current)
            context.heartbeat(details: "half")
            do {
                try await Task.sleep(for: .seconds(600))
            } catch {
                #expect(context.cancellationReason == .serverRequest)
                throw CanceledError(details: FailureDetails("cleaned up"))
            }
        }
        try await withWorker(service, [wait]) { _ in
            service.offer(try .activity("Wait", heartbeatTimeout: .seconds(10)))
            guard case .heartbeat(let heartbeat) = try await service.reports.take() else { throw Declined() }
            #expect(try DataConverter.default.convertSinglePayload(heartbeat.details.payloads) == "half")
            guard case .activityCanceled(let request) = try await service.reports.take() else { throw Declined() }
            #expect(try DataConverter.default.convertSinglePayload(request.details.payloads) == "cleaned up")
        }
    }

    @Test
    func `an activity that the service gave up is cancelled and nothing is reported`() async throws {
        let service = FakeService(.init(heartbeat: { throw ServiceError(.notFound, "gone") }))
        let reason = Mailbox<ActivityCancellationReason?>()
        let wait = RegisteredActivity(name: "Wait") { (_: Void) in
            ActivityExecutionContext.current?.heartbeat()
            try? await Task.sleep(for: .seconds(600))
            reason.put(ActivityExecutionContext.current?.cancellationReason)
            try Task.checkCancellation()
        }
        try await withWorker(service, [wait]) { _ in
            service.offer(try .activity("Wait"))
            let taken1 = try await reason.take()
            #expect(taken1 == .goneFromServer)
        }
        _ = try await service.reports.take()
        guard case .shutdown = try await service.reports.take() else { throw Declined() }
    }

    @Test
    func `heartbeats are sent at once and then the latest of each interval`() async throws {
        let service = FakeService()
        let clock = ManualClock()
        let beat = Mailbox<Int?>()
        let work = RegisteredActivity(name: "Work") { (_: Void) in
            while let number = try await beat.take() { ActivityExecutionContext.current?.heartbeat(details: number) }
            throw Declined()
        }
        func sent() async throws -> Int {
            guard case .heartbeat(let request) = try await service.reports.take() else { throw Declined() }
            return try DataConverter.default.convertSinglePayload(request.details.payloads)
        }
        func waitForPause() async throws {
            while !clock.pauses.contains(where: { $0 > .seconds(2) && $0 <= .seconds(8) }) {
                try await Task.sleep(for: .milliseconds(1))
            }
        }
        try await withWorker(service, [work], clock: clock) { _ in
            service.offer(try .activity("Work", heartbeatTimeout: .seconds(10)))
            beat.put(1)
            #expect(try await sent() == 1)
            try await waitForPause()
            beat.put(2)
            beat.put(3)
            try #require(await eventually { beat.isEmpty })
            #expect(service.reports.isEmpty)
            clock.advance(by: .seconds(8))
            // Both may have been noted by now; what counts is that the last one is not lost.
            if try await sent() != 3 {
                try await waitForPause()
                clock.advance(by: .seconds(8))
                #expect(try await sent() == 3)
            }
            try await waitForPause()
            beat.put(4)
            beat.put(nil)
            let failed = try await failure(service)
            #expect(try DataConverter.default.convertSinglePayload(failed.lastHeartbeatDetails.payloads) == 4)
        }
    }

    @Test
    func `an attempt reads what the one before told last`() async throws {
        let service = FakeService()
        let resume = RegisteredActivity(name: "Resume") { (_: Void) in
            try ActivityExecutionContext.current?.info.heartbeatDetails.detail(as: Int.self) ?? 0
        }
        var task = try APIPollActivityTaskQueueResponse.activity("Resume")
        task.heartbeatDetails.payloads = try DataConverter.default.convertValues(7)
        try await withWorker(service, [resume]) { [task] _ in
            service.offer(task)
            let request = try await completion(service)
            #expect(try DataConverter.default.convertSinglePayload(request.result.payloads, as: Int.self) == 7)
        }
    }

    @Test
    func `an activity that completes elsewhere reports nothing`() async throws {
        let service = FakeService()
        let token = Mailbox<ActivityTaskToken>()
        let later = RegisteredActivity(name: "Later") { (_: Void) in
            token.put(try #require(ActivityExecutionContext.current).info.taskToken)
            throw CompleteAsyncError()
        }
        let task = try APIPollActivityTaskQueueResponse.activity("Later")
        try await withWorker(service, [later]) { _ in
            service.offer(task)
            let taken2 = try await token.take()
            #expect(taken2.bytes == task.taskToken)
        }
        guard case .shutdown = try await service.reports.take() else { throw Declined() }
        #expect(service.reports.isEmpty)
    }

    @Test
    func `a shutdown waits for an activity and cancels it when its time is over`() async throws {
        let service = FakeService()
        let started = Mailbox<Void>()
        let wait = RegisteredActivity(name: "Wait") { (_: Void) in
            started.put(())
            try await Task.sleep(for: .seconds(600))
        }
        try await withWorker(service, [wait], configure: { $0.gracefulShutdownPeriod = .milliseconds(50) }) { worker in
            service.offer(try .activity("Wait"))
            try await started.take()
            worker.beginShutdown()
            guard case .shutdown = try await service.reports.take() else { throw Declined() }
            let request = try await failure(service)
            #expect(request.failure.applicationFailureInfo.type == "WorkerShutdown")
            #expect(!request.failure.applicationFailureInfo.nonRetryable)
        }
    }

    @Test
    func `no more activities run at once than there are slots`() async throws {
        let service = FakeService()
        let counts = Mutex((now: 0, most: 0))
        let work = RegisteredActivity(name: "Work") { (_: Void) in
            counts.withLock { counts in
                counts.now += 1
                counts.most = max(counts.most, counts.now)
            }
            try await Task.sleep(for: .milliseconds(2))
            counts.withLock { $0.now -= 1 }
        }
        try await withWorker(service, [work], configure: { $0.maxConcurrentActivities = 3 }) { _ in
            for _ in 0..<30 { service.offer(try .activity("Work")) }
            for _ in 0..<30 { _ = try await completion(service) }
        }
        #expect(counts.withLock { $0.most } == 3)
    }

    @Test
    func `a worker waits for a service that is away, and reports when it is back`() async throws {
        let failures = Mutex(40)
        @Sendable func fail(_ code: RPCError.Code) throws {
            let isAway = failures.withLock { left in
                left -= 1
                return left >= 0
            }
            if isAway { throw ServiceError(code, "away") }
        }
        let reportFailures = Mutex(3)
        let service = FakeService(
            .init(
                activityPoll: { _ in
                    try fail(.unavailable)
                    try fail(.deadlineExceeded)
                },
                activityReport: {
                    let isAway = reportFailures.withLock { left in
                        left -= 1
                        return left >= 0
                    }
                    if isAway { throw ServiceError(.unavailable, "away") }
                }
            )
        )
        let work = RegisteredActivity(name: "Work") { (_: Void) in 1 }
        try await withWorker(service, [work], clock: ImpatientClock(), configure: { $0.activityTaskPollers = 1 }) { _ in
            service.offer(try .activity("Work"))
            _ = try await completion(service)
        }
    }

    @Test
    func `with a codec the service sees ciphertext alone`() async throws {
        let codec = try AESGCMPayloadCodec(key: EncryptionKey(id: "k", key: SymmetricKey(size: .bits256)))
        let converter = DataConverter(payloadCodec: codec)
        let service = FakeService()
        let echo = RegisteredActivity(name: "Echo") { (text: String) in text }
        try await withWorker(service, [echo], configure: { $0.dataConverter = converter }) { _ in
            service.offer(try await converter.encode(.activity("Echo", "secret")))
            let request = try await completion(service)
            #expect(request.result.payloads.map(\.encodingName) == ["binary/encrypted"])
            let decoded = try await converter.decode(request)
            #expect(try converter.convertSinglePayload(decoded.result.payloads) == "secret")
        }
    }

    @Test
    func `the task queue's rate goes with every poll`() async throws {
        let rates = Mailbox<Double>()
        let service = FakeService(.init(activityPoll: { rates.put($0.taskQueueMetadata.maxTasksPerSecond.value) }))
        let work = RegisteredActivity(name: "Work") { (_: Void) in 1 }
        try await withWorker(service, [work], configure: { $0.maxTaskQueueActivitiesPerSecond = 150 }) { _ in
            let taken3 = try await rates.take()
            #expect(taken3 == 150)
        }
    }

    @Test
    func `a worker that can do nothing is refused`() {
        let service = FakeService()
        #expect(throws: WorkerConfigurationError.self) {
            try TemporalWorker(configuration: .init(taskQueue: "q"), service: service, logger: .silent)
        }
        #expect(throws: WorkerConfigurationError.self) {
            let twice = RegisteredActivity(name: "A") { (_: Void) in 1 }
            _ = try TemporalWorker(
                configuration: .init(taskQueue: "q"),
                service: service,
                workflows: nil,
                activities: [twice, twice],
                logger: .silent
            )
        }
    }
}
