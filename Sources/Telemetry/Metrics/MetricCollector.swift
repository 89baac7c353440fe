import Synchronization

/// Asks a closure for samples, but never waits longer than a limit and never asks twice at once, so that a
/// database that hangs neither stops the scrape nor piles up work.
final class MetricCollector: Sendable {
    typealias Collect = @Sendable () async throws -> [MetricSample]

    let name: String
    private let collect: Collect
    private let isRunning = Atomic(false)

    init(name: String, collect: @escaping Collect) {
        self.name = name
        self.collect = collect
    }

    /// The samples; nil when the closure threw, was too slow, or still runs since an earlier scrape.
    func samples(within limit: Duration) async -> [MetricSample]? {
        guard !isRunning.exchange(true, ordering: .acquiring) else { return nil }
        return await withCheckedContinuation { continuation in
            let answer = FirstAnswer(continuation)
            let timeout = Task {
                // A cancelled sleep means that the answer is there already.
                guard (try? await Task.sleep(for: limit)) != nil else { return }
                answer.give(nil)
            }
            Task {
                let samples = try? await collect()
                isRunning.store(false, ordering: .releasing)
                timeout.cancel()
                answer.give(samples)
            }
        }
    }
}

/// Resumes a continuation with the first of several answers.
private final class FirstAnswer: Sendable {
    private let continuation: Mutex<CheckedContinuation<[MetricSample]?, Never>?>

    init(_ continuation: CheckedContinuation<[MetricSample]?, Never>) {
        self.continuation = Mutex(continuation)
    }

    func give(_ samples: [MetricSample]?) {
        let waiting = continuation.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        waiting?.resume(returning: samples)
    }
}
