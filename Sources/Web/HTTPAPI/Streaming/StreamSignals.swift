import ServiceLifecycle

/// When a stream should look again: at once, then at each wake-up and at least once an interval, until the server
/// shuts down or the task is cancelled. Signals that fall together become one.
struct StreamSignals: AsyncSequence, Sendable {
    typealias Element = Void

    let wakeups: AsyncStream<Void>?
    let interval: Duration

    func makeAsyncIterator() -> AsyncStream<Void>.Iterator {
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        continuation.yield()
        // Unstructured, because a response's body is written from one place; they end with the iterator.
        let tasks = [
            Task { [interval] in
                await cancelWhenGracefulShutdown {
                    while (try? await ContinuousClock().sleep(for: interval)) != nil { continuation.yield() }
                }
                continuation.finish()
            },
            Task { [wakeups] in
                guard let wakeups else { return }
                for await _ in wakeups { continuation.yield() }
            },
        ]
        continuation.onTermination = { _ in
            for task in tasks { task.cancel() }
        }
        return signals.makeAsyncIterator()
    }
}
