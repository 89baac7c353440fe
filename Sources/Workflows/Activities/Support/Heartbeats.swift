import TemporalSDK

/// Tells the service that an attempt goes on while it waits for somebody else, and the order's record when that takes
/// long.
struct Heartbeats: Sendable {
    /// Well within the heartbeat timeout of any activity that waits.
    static let interval = Duration.seconds(5)

    private enum Event<Result: Sendable>: Sendable {
        case ended(Result)
        /// The body did not end within the first interval.
        case isLate
        case noted
    }

    let clock: any Clock<Duration>
    let notes: AttemptNotes

    /// Runs a body and heartbeats until it ends. When the service gives the attempt up, the body is cancelled.
    /// - Parameters:
    ///   - reason: what is noted when the body has not ended after ``interval``, until it does.
    ///   - body: what waits.
    /// - Returns: the body's result.
    /// - Throws: what the body throws.
    func during<Result: Sendable>(
        _ reason: String,
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        guard let context = ActivityExecutionContext.current else { return try await body() }
        let (clock, notes) = (clock, notes)
        return try await withThrowingTaskGroup(of: Event<Result>.self) { group in
            group.addTask { .ended(try await body()) }
            group.addTask {
                // Most attempts are over before: they need no heartbeat.
                try await clock.sleep(for: Self.interval)
                return .isLate
            }
            defer { group.cancelAll() }
            var isLate = false
            while let event = try await group.next() {
                switch event {
                case .noted: break
                case .isLate:
                    isLate = true
                    group.addTask {
                        while true {
                            context.heartbeat()
                            try await clock.sleep(for: Self.interval)
                        }
                    }
                    group.addTask {
                        await notes.waiting(reason)
                        return .noted
                    }
                case .ended(let result):
                    guard isLate else { return result }
                    group.cancelAll()
                    // The note may be on its way, and would come after the one that it is over.
                    while await group.nextResult() != nil {}
                    await notes.settle()
                    return result
                }
            }
            throw CancellationError()
        }
    }
}
