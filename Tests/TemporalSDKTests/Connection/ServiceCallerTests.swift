import GRPCCore
import Logging
import Metrics
import Synchronization
import TemporalAPI
import TemporalSDK
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ServiceCallerTests {
    private func attempts(
        _ code: RPCError.Code,
        _ kind: ServiceCaller.Kind,
        succeedAfter successes: Int = 5,
        message: String = "no",
        operation: String = "Test",
        retry: ServiceRetryPolicy? = nil
    ) async -> (count: Int, error: ServiceError?) {
        let service = FakeService()
        let caller = ServiceCaller(service: service, namespace: "n", logger: .silent, clock: ImpatientClock())
        let count = Mutex(0)
        do {
            try await caller.call(operation, kind, retry: retry) { _, options in
                #expect(options.metadata["temporal-namespace"] == "n" && options.deadline != nil)
                let attempt = count.withLock { count in
                    count += 1
                    return count
                }
                if attempt < successes { throw ServiceError(code, message) }
            }
            return (count.withLock { $0 }, nil)
        } catch {
            return (count.withLock { $0 }, error as? ServiceError)
        }
    }

    @Test(arguments: [
        RPCError.Code.unavailable, .internalError, .unknown, .resourceExhausted, .aborted, .outOfRange, .dataLoss,
        .deadlineExceeded,
    ])
    func `a transient error is worth another attempt`(code: RPCError.Code) async {
        let (count, error) = await attempts(code, .normal, succeedAfter: 4)
        #expect(count == 4 && error == nil)
    }

    @Test(arguments: [
        RPCError.Code.invalidArgument, .notFound, .alreadyExists, .permissionDenied, .failedPrecondition,
        .unauthenticated, .unimplemented,
    ])
    func `an error that stays is told at once, also to a poll for tasks`(code: RPCError.Code) async {
        for kind in [ServiceCaller.Kind.normal, .longPoll, .taskPoll] {
            let (count, error) = await attempts(code, kind)
            #expect(count == 1 && error?.code == code)
        }
    }

    @Test(arguments: [RPCError.Code.cancelled, .deadlineExceeded])
    func `a poll for tasks that was cut off is made again`(code: RPCError.Code) async {
        #expect(await attempts(code, .taskPoll).count == 5)
    }

    @Test
    func `another call that was cancelled on the way is not`() async {
        #expect(await attempts(.cancelled, .normal).count == 1)
    }

    @Test
    func `calls are counted by name, long polls apart, failures by code`() async throws {
        let metrics = CountingMetrics()
        await withMetricsFactory(metrics) {
            _ = await attempts(.unavailable, .normal, succeedAfter: 3)
            _ = await attempts(.unavailable, .taskPoll, succeedAfter: 2)
        }
        #expect(metrics.counts["temporal_request operation=Test namespace=n"] == 3)
        #expect(metrics.counts["temporal_request_failure operation=Test namespace=n status_code=unavailable"] == 2)
        #expect(metrics.counts["temporal_request_latency operation=Test namespace=n", default: 0] > 0)
        #expect(metrics.counts["temporal_long_request operation=Test namespace=n"] == 2)
    }

    @Test
    func `a message that is too large is not sent again`() async {
        let message = "grpc: received message larger than max (5 vs. 4)"
        #expect(await attempts(.resourceExhausted, .normal, message: message).count == 1)
    }

    @Test
    func `a query that nobody answered in time is not asked again`() async {
        #expect(await attempts(.deadlineExceeded, .normal, operation: "QueryWorkflow").count == 1)
    }

    @Test
    func `attempts have an end, those of a poll do not`() async {
        #expect(await attempts(.unavailable, .normal, succeedAfter: 1_000).count == 10)
        #expect(await attempts(.unavailable, .taskPoll, succeedAfter: 1_000).count == 1_000)
        #expect(await attempts(.unavailable, .normal, retry: ServiceRetryPolicy.none).count == 1)
    }

    @Test
    func `a cancelled caller gets a CancellationError`() async {
        let task = Task {
            let caller = ServiceCaller(service: FakeService(), namespace: "n", logger: .silent)
            try await caller.call("Test", .taskPoll) { _, _ in throw ServiceError(.unavailable, "away") }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test
    func `pauses grow to their limit and are spread`() {
        let policy = ServiceRetryPolicy.standard
        #expect(policy.pause(afterFailures: 1, random: 0.5) == .milliseconds(100))
        #expect(policy.pause(afterFailures: 2, random: 0.5) == .milliseconds(170))
        #expect(policy.pause(afterFailures: 1, random: 0) == .milliseconds(80))
        #expect(policy.pause(afterFailures: 1, random: 1) == .milliseconds(120))
        let longest = policy.pause(afterFailures: 10_000, random: 0.5)
        #expect(abs(longest / .seconds(5) - 1) < 0.001)
    }
}
