/// One task queue: what waits for a worker, and the workers that wait. Pure: it is told the time.
struct TaskQueueState {
    /// A poller that got a task.
    struct Match {
        let pollerID: UInt64
        let task: QueuedTask
    }

    private struct Waiting {
        let task: QueuedTask
        let since: EngineTime
    }

    /// Workers that are remembered; the one seen longest ago goes first.
    private static let maximumIdentities = 1_000
    /// How long a worker is remembered, as the real service does.
    private static let memory = Duration.seconds(300)
    /// A sticky queue that nobody asked for so long has no worker any more, as the real service has it.
    private static let stickyPatience = Duration.seconds(10)

    private var queries = FIFO<QueryTask>()
    private var tasks = FIFO<Waiting>()
    private var pollers = FIFO<UInt64>()
    private var waitingPollers: Set<UInt64> = []
    private(set) var identities: [String: EngineTime] = [:]
    private(set) var limit: TokenBucket?
    private(set) var lastPoll: EngineTime?
    /// Whether tasks were left out because too many waited.
    private(set) var isCut = false

    var backlog: Int { tasks.count }
    var pollerCount: Int { waitingPollers.count }
    var oldestTask: EngineTime? { tasks.first?.since }
    var isIdle: Bool { tasks.isEmpty && queries.isEmpty && waitingPollers.isEmpty && !isCut }

    /// Whether a worker asked lately.
    func isServed(now: EngineTime) -> Bool {
        if !waitingPollers.isEmpty { return true }
        return lastPoll.map { now - $0 < Self.stickyPatience } ?? false
    }

    mutating func setRate(_ rate: Double?, now: EngineTime) {
        guard let rate else { return }
        if limit == nil {
            limit = TokenBucket(ratePerSecond: rate, now: now)
        } else {
            limit?.setRate(rate, now: now)
        }
    }

    // MARK: Tasks

    /// - Parameters:
    ///   - task: what waits; a query goes before tasks.
    ///   - now: what time it is.
    ///   - capacity: tasks that may wait; one more is left out and noted.
    mutating func add(_ task: QueuedTask, now: EngineTime, capacity: Int) {
        if case .query(let query) = task {
            queries.append(query)
        } else if tasks.count < capacity {
            tasks.append(Waiting(task: task, since: now))
        } else {
            isCut = true
        }
    }

    /// Puts a task back where it came from.
    mutating func giveBack(_ task: QueuedTask, now: EngineTime) {
        if case .query(let query) = task {
            queries.prepend(query)
        } else {
            tasks.prepend(Waiting(task: task, since: now))
        }
    }

    mutating func removeQuery(_ id: String) {
        queries.removeAll { $0.id == id }
    }

    /// Takes all that waits, for a queue that is no more.
    mutating func drain() -> [QueuedTask] {
        var drained: [QueuedTask] = []
        while let query = queries.popFirst() { drained.append(.query(query)) }
        while let waiting = tasks.popFirst() { drained.append(waiting.task) }
        lastPoll = nil
        return drained
    }

    mutating func noteWhole() {
        isCut = false
    }

    // MARK: Pollers

    mutating func addPoller(_ id: UInt64) {
        pollers.append(id)
        waitingPollers.insert(id)
    }

    /// - Parameter id: a poller that gives up.
    /// - Returns: whether it still waited.
    mutating func removePoller(_ id: UInt64) -> Bool {
        waitingPollers.remove(id) != nil
    }

    mutating func note(identity: String, now: EngineTime) {
        lastPoll = now
        identities[identity] = now
        guard identities.count > Self.maximumIdentities else { return }
        if let oldest = identities.min(by: { $0.value < $1.value })?.key { identities[oldest] = nil }
    }

    mutating func forget(now: EngineTime) {
        identities = identities.filter { now - $0.value < Self.memory }
    }

    /// Whether the queue was not used for so long that it may be forgotten.
    func isForgotten(now: EngineTime) -> Bool {
        isIdle && (lastPoll.map { now - $0 >= Self.memory } ?? true)
    }

    // MARK: Matching

    /// Brings tasks and pollers together.
    ///
    /// - Parameter now: what time it is.
    /// - Returns: who gets what; and when to try again, when only the rate limit is in the way.
    mutating func match(now: EngineTime) -> (matches: [Match], retryAt: EngineTime?) {
        var matches: [Match] = []
        while !waitingPollers.isEmpty {
            if let query = queries.popFirst() {
                guard let poller = nextPoller() else { break }
                matches.append(Match(pollerID: poller, task: .query(query)))
            } else if !tasks.isEmpty {
                guard limit?.take(now: now) ?? true else { return (matches, limit?.nextTime(now: now)) }
                guard let poller = nextPoller(), let waiting = tasks.popFirst() else { break }
                matches.append(Match(pollerID: poller, task: waiting.task))
            } else {
                break
            }
        }
        return (matches, nil)
    }

    private mutating func nextPoller() -> UInt64? {
        while let id = pollers.popFirst() {
            if waitingPollers.remove(id) != nil { return id }
        }
        return nil
    }
}
