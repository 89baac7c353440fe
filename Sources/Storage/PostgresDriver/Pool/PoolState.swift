import SQLPort

/// The pool's rules, without threads or sockets: who waits, which worker is open, and what each does next.
///
/// Only workers with an open connection take jobs. While no connection is open and the last attempt to open one
/// failed, the server counts as away and every job is refused at once.
struct PoolState<Job> {
    /// What a worker does next.
    enum Step {
        case connect
        case run(Job)
        /// Sleep until it is woken, or until the instant.
        case park(until: ContinuousClock.Instant?)
        case stop
    }

    enum Submission {
        /// Waits; the worker, if any, is to be woken.
        case accepted(wake: Int?)
        case refused(SQLError)
    }

    private struct Worker {
        var isOpen = false
        var isBusy = false
        var failures = 0
        var retryAt: ContinuousClock.Instant?
    }

    private enum Phase {
        case initial
        case running
        case closing
    }

    private let maximumWaiting: Int
    private let reconnectDelay: ClosedRange<Duration>
    private var phase = Phase.initial
    private var workers: [Worker]
    private var runningWorkers = 0
    private var waiting: [(ticket: UInt64, job: Job)] = []
    /// Open workers without work, the one used last at the end: it is the next to be used.
    private var parked: [Int] = []
    /// Why the last attempt to connect failed; nil when it did not.
    private var lastFailure: String?

    init(size: Int, maximumWaiting: Int, reconnectDelay: ClosedRange<Duration>) {
        self.maximumWaiting = max(1, maximumWaiting)
        self.reconnectDelay = reconnectDelay
        workers = Array(repeating: Worker(), count: max(1, size))
    }

    var statistics: PostgresPoolStatistics {
        PostgresPoolStatistics(
            size: workers.count,
            open: workers.count(where: \.isOpen),
            inUse: workers.count(where: \.isBusy),
            waiting: waiting.count,
            maximumWaiting: maximumWaiting
        )
    }

    var hasStopped: Bool { phase == .closing && runningWorkers == 0 }

    /// - Returns: how many workers are to be started; 0 when they were already, or when the pool was closed.
    mutating func start() -> Int {
        guard phase == .initial else { return 0 }
        phase = .running
        runningWorkers = workers.count
        return workers.count
    }

    /// Takes a job in; `first` puts it ahead of all that wait.
    mutating func submit(_ job: Job, ticket: UInt64, first: Bool) -> Submission {
        switch phase {
        case .initial: return .refused(.unavailable("The PostgreSQL pool was not started"))
        case .closing: return .refused(.unavailable("The PostgreSQL pool is closed"))
        case .running: break
        }
        if let reason = awayReason { return .refused(.unavailable(reason)) }
        guard waiting.count < maximumWaiting else { return .refused(.overloaded(retryAfter: .seconds(1))) }
        waiting.insert((ticket, job), at: first ? 0 : waiting.count)
        return .accepted(wake: parked.popLast())
    }

    /// Takes a job out again that no worker has taken.
    mutating func withdraw(_ ticket: UInt64) -> Bool {
        guard let index = waiting.firstIndex(where: { $0.ticket == ticket }) else { return false }
        waiting.remove(at: index)
        return true
    }

    mutating func next(_ worker: Int, now: ContinuousClock.Instant) -> Step {
        parked.removeAll { $0 == worker }
        workers[worker].isBusy = false
        guard phase == .running else { return .stop }
        guard workers[worker].isOpen else {
            if let retryAt = workers[worker].retryAt, retryAt > now { return .park(until: retryAt) }
            return .connect
        }
        guard !waiting.isEmpty else {
            parked.append(worker)
            return .park(until: nil)
        }
        workers[worker].isBusy = true
        return .run(waiting.removeFirst().job)
    }

    /// - Returns: the workers to be woken because the server is there again, and whether it had been away.
    mutating func connected(_ worker: Int) -> (wake: [Int], wasAway: Bool) {
        let wasAway = awayReason != nil
        workers[worker].isOpen = true
        workers[worker].failures = 0
        lastFailure = nil
        let closed = workers.indices.filter { !workers[$0].isOpen }
        for index in closed + [worker] { workers[index].retryAt = nil }
        return (closed, wasAway)
    }

    /// Notes that a worker's connection is gone; it may try to open a new one at once.
    mutating func disconnected(_ worker: Int) {
        workers[worker].isOpen = false
        workers[worker].retryAt = nil
    }

    /// Notes that a worker could not connect, and when it may try again.
    /// - Parameters:
    ///   - worker: whose attempt it was.
    ///   - reason: for the log, without secrets.
    ///   - now: the time.
    ///   - jitter: 0 to 1; takes up to half of the pause away, so that workers do not come all at once.
    /// - Returns: the jobs to be refused because the server is away, and whether it went away just now.
    mutating func connectFailed(
        _ worker: Int,
        reason: String,
        now: ContinuousClock.Instant,
        jitter: Double
    ) -> (refused: [Job], isNews: Bool) {
        let wasAway = awayReason != nil
        workers[worker].isOpen = false
        let doublings = min(workers[worker].failures, 20)
        workers[worker].failures += 1
        let pause = min(reconnectDelay.upperBound, reconnectDelay.lowerBound * (1 << doublings))
        workers[worker].retryAt = now + pause * (1 - jitter / 2)
        lastFailure = reason
        guard awayReason != nil else { return ([], false) }
        return (takeWaiting(), !wasAway)
    }

    /// Lets no new job in; those that run go on to their end.
    /// - Returns: the jobs to be refused.
    mutating func beginClosing() -> [Job] {
        phase = .closing
        return takeWaiting()
    }

    mutating func stopped(_ worker: Int) {
        workers[worker] = Worker()
        runningWorkers -= 1
    }

    private var awayReason: String? {
        workers.contains(where: \.isOpen) ? nil : lastFailure
    }

    private mutating func takeWaiting() -> [Job] {
        defer { waiting = [] }
        return waiting.map(\.job)
    }
}
