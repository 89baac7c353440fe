import TemporalSDK

/// Tells the service that an attempt goes on while it waits for somebody else.
struct Heartbeats: Sendable {
    /// Well within the heartbeat timeout of any activity that waits.
    static let interval = Duration.seconds(5)

    let clock: any Clock<Duration>

    /// Runs a body and heartbeats until it ends. When the service gives the attempt up, the body is cancelled.
    func during<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
        guard let context = ActivityExecutionContext.current else { return try await body() }
        let clock = clock
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                while true {
                    context.heartbeat()
                    try await clock.sleep(for: Self.interval)
                }
            }
            defer { group.cancelAll() }
            while let ended = try await group.next() {
                if let ended { return ended }
            }
            throw CancellationError()
        }
    }
}
