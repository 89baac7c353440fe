/// Something that costs time to find out, kept for a hundred times as long as that took: finding it out takes at
/// most a hundredth of the time, however often it is asked for.
package actor RecentValue<Value: Sendable> {
    /// The longest time for which a value is used again.
    private static var longest: Duration { .seconds(600) }

    private let now: @Sendable () -> ContinuousClock.Instant
    private let find: @Sendable () async throws -> Value
    private var last: (value: Value, usableUntil: ContinuousClock.Instant)?
    private var search: Task<Value, any Error>?

    /// - Parameters:
    ///   - now: a monotonic clock.
    ///   - find: finds the value out.
    package init(
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now },
        find: @escaping @Sendable () async throws -> Value
    ) {
        self.now = now
        self.find = find
    }

    /// The value, as it is or was a moment ago. Calls that come together search once, and a search goes on when
    /// its callers have left, so that the next one finds its result.
    /// - Throws: what the search throws.
    package func value() async throws -> Value {
        if let last, now() < last.usableUntil { return last.value }
        let running = search ?? Task { try await search() }
        search = running
        return try await running.value
    }

    private func search() async throws -> Value {
        defer { search = nil }
        let start = now()
        let value = try await find()
        let end = now()
        last = (value, end + min((end - start) * 100, Self.longest))
        return value
    }
}
