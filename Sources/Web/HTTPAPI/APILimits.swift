/// The bounds of what a request may be and of what the API keeps for its callers.
package struct APILimits: Sendable {
    /// The longest body, in bytes; a longer one is answered 413.
    package var bodyBytes = 1_048_576
    /// The longest body of the codec server: what a page of a Temporal UI shows at once.
    package var codecBodyBytes = 8 * 1_048_576
    /// How much of a longer body is read before the connection is closed.
    package var drainedBodyBytes = 8 * 1_048_576
    /// How long a body may take to arrive.
    package var bodyTime: Duration = .seconds(30)
    /// How many live event streams there may be; one more is answered 503.
    package var eventStreams = 1_000
    /// How long a live stream lasts before its client must come again: what a revoked key can still see.
    package var eventStreamTime: Duration = .seconds(900)
    /// How often a live stream says that it is alive.
    package var heartbeatInterval: Duration = .seconds(15)
    /// How often a live stream looks for events by itself.
    package var streamPollInterval: Duration = .seconds(5)
    /// How many known keys are kept in memory.
    package var cachedKeys = 10_000
    /// How long a known key is used before the store is asked again.
    package var keyFreshness: Duration = .seconds(10)
    /// How long a known key is still used while the store is away.
    package var keyStaleness: Duration = .seconds(600)
    /// How many keys' rate limits are counted at once.
    package var countedKeys = 10_000
    /// How long events may wait in the outbox before the doctor calls them late.
    package var lateEvents: Duration = .seconds(60)
    /// How long before its expiry the doctor names a key.
    package var expiringKeys: Duration = .seconds(14 * 86_400)
    /// How long a health check may take.
    package var healthCheckTime: Duration = .seconds(2)
    /// How long the answer of the health checks is used again.
    package var healthFreshness: Duration = .seconds(1)

    package init() {}
}
