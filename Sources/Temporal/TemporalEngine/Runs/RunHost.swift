import Logging
import Synchronization
import TemporalAPI

/// Runs the runs: loads them, lets one request at a time change one, stores what changed, and only then lets anybody
/// know.
final class RunHost: Sendable {
    let store: EngineStore
    let clock: any EngineClock
    let ids: UUIDSource
    let limits: EngineLimits
    let runLimits: RunLimits
    let namespaces: NamespaceRegistry
    let matching: Matching
    let timers: TimerQueue
    let watchers: RunWatchers
    let queries: QueryRegistry
    let outbound: OutboundQueue
    let cache: RunCache
    /// Set when it is not known whether something was stored: what the runs wait for is to be read again.
    let doubt = WakeSignal()
    let metrics = EngineMetrics()
    /// Tells this process of the engine from those before it; never 0.
    let engineProcess = UInt64.random(in: 1...UInt64.max)
    /// Whether calls are answered and things happen by themselves.
    let isServing = Atomic(true)
    /// Set when it serves again.
    let served = WakeSignal()
    let logger: Logger

    init(
        store: EngineStore,
        clock: any EngineClock,
        limits: EngineLimits,
        runLimits: RunLimits,
        namespaces: NamespaceRegistry,
        matching: Matching,
        logger: Logger
    ) {
        self.store = store
        self.clock = clock
        self.limits = limits
        self.runLimits = runLimits
        self.namespaces = namespaces
        self.matching = matching
        self.logger = logger
        ids = UUIDSource(clock: clock)
        timers = TimerQueue(capacity: limits.timersInMemory)
        watchers = RunWatchers(limit: limits.historyPolls)
        queries = QueryRegistry(
            limits: QueryRegistry.Limits(bufferedPerRun: limits.bufferedQueriesPerRun, direct: limits.directQueries)
        )
        outbound = OutboundQueue(capacity: limits.outboundInMemory)
        cache = RunCache(
            capacity: limits.loadedRuns,
            tail: HistoryTail(maximumEvents: limits.recentEvents, maximumBytes: limits.recentEventBytes)
        )
    }

    /// Changes a run and stores the change.
    ///
    /// - Parameters:
    ///   - key: which run.
    ///   - finished: the row of `outbound` that is done with it.
    ///   - committed: called once the change is stored, before anything else hears of it.
    ///   - change: the change; when it throws nothing happened.
    /// - Returns: what the change returns, once it is committed.
    /// - Throws: what the change throws; `ServiceError` when it cannot be stored or there is no such run.
    func update<Value: Sendable>(
        _ key: RunKey,
        finishing finished: Int64? = nil,
        committed: () -> Void = {},
        _ change: (inout RunState, EngineTime) throws -> Value
    ) async throws -> Value {
        try await updateAndSee(key, finishing: finished, committed: committed, change).value
    }

    /// Changes a run as ``update(_:finishing:committed:_:)`` does.
    /// - Returns: what the change returns, and the run as it was stored.
    func updateAndSee<Value: Sendable>(
        _ key: RunKey,
        finishing finished: Int64? = nil,
        committed: () -> Void = {},
        _ change: (inout RunState, EngineTime) throws -> Value
    ) async throws -> (value: Value, snapshot: RunSnapshot) {
        try await holding(key) { run in
            let before = try await loaded(run)
            var state = before.state
            let now = clock.now()
            let value = try change(&state, now)
            try await commit(
                state,
                of: run,
                before: before.state,
                finishing: finished,
                now: now,
                committed: committed
            )
            return (value, run.snapshot ?? before)
        }
    }

    /// Changes a run in memory alone: the change is stored with the run's next one, and forgotten when the engine ends
    /// before.
    ///
    /// - Parameters:
    ///   - key: which run.
    ///   - change: the change; when it throws nothing happened.
    /// - Returns: what the change returns, and the run as it was and is now.
    /// - Throws: what the change throws; `ServiceError` when there is no such run.
    func updateInMemory<Value: Sendable>(
        _ key: RunKey,
        _ change: (inout RunState, EngineTime) throws -> Value
    ) async throws -> (value: Value, before: RunSnapshot, snapshot: RunSnapshot) {
        try await holding(key) { run in
            let before = try await loaded(run)
            var state = before.state
            let value = try change(&state, clock.now())
            let snapshot = RunSnapshot(
                state: state,
                committedNextEventID: before.committedNextEventID,
                isAhead: true
            )
            run.content.withLock { $0.snapshot = snapshot }
            timers.set(key, due: state.nextDue, isStored: false)
            return (value, before, snapshot)
        }
    }

    /// Takes a change in memory back, unless something else happened to the run since.
    ///
    /// - Parameters:
    ///   - after: the run after the change.
    ///   - before: the run before it.
    ///   - offer: offers what was taken once more.
    func revert(_ after: RunSnapshot, to before: RunSnapshot, _ offer: (RunHost, RunState) -> Void) async {
        _ = try? await holding(after.key) { run in
            guard run.snapshot === after else { return }
            run.content.withLock { $0.snapshot = before }
            timers.set(before.key, due: before.state.nextDue, isStored: !before.isAhead)
            offer(self, before.state)
        }
    }

    /// A run as it is now.
    ///
    /// - Parameter key: which run.
    /// - Returns: the run.
    /// - Throws: `ServiceError` when there is no such run.
    func snapshot(_ key: RunKey) async throws -> RunSnapshot {
        if let snapshot = cache.peek(key.runID)?.snapshot { return snapshot }
        return try await holding(key) { run in try await loaded(run) }
    }

    /// Runs a body with a run's lock held.
    func holding<Value: Sendable>(_ key: RunKey, _ body: (LoadedRun) async throws -> Value) async throws -> Value {
        let run = cache.checkOut(key)
        defer { cache.checkIn(run) }
        guard await run.lock.acquire(limit: limits.waitingRequestsPerRun) else { throw ServiceError.busyRun }
        defer { run.lock.release() }
        return try await body(run)
    }
}
