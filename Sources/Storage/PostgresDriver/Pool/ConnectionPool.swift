import Dispatch
import Foundation
import Logging
import SQLPort
import Synchronization

/// A bounded pool of connections, one thread each. The rules are ``PoolState``'s; this adds threads and waking.
final class ConnectionPool: Sendable {
    private struct Guarded {
        var state: PoolState<Job>
        var tickets: UInt64 = 0
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    let configuration: PostgresConfiguration
    let logger: Logger
    private let guarded: Mutex<Guarded>
    /// One a worker; a signal too many only makes it look for work once more.
    private let alarms: [DispatchSemaphore]

    init(configuration: PostgresConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        let state = PoolState<Job>(
            size: configuration.poolSize,
            maximumWaiting: configuration.maximumWaiting,
            reconnectDelay: configuration.reconnectDelay
        )
        alarms = (0..<state.statistics.size).map { _ in DispatchSemaphore(value: 0) }
        guarded = Mutex(Guarded(state: state))
    }

    var statistics: PostgresPoolStatistics { guarded.withLock { $0.state.statistics } }

    func start() {
        for index in 0..<guarded.withLock({ $0.state.start() }) {
            let thread = Thread { PoolWorker(index: index, pool: self).run() }
            thread.name = "postgres-\(index)"
            thread.start()
        }
    }

    func newTicket() -> UInt64 {
        guarded.withLock { guarded in
            guarded.tickets += 1
            return guarded.tickets
        }
    }

    func submit(_ job: Job) {
        switch guarded.withLock({ $0.state.submit(job, ticket: job.ticket, first: job.isFirst) }) {
        case .accepted(let wake): if let wake { alarms[wake].signal() }
        case .refused(let error): job.refuse(error)
        }
    }

    func withdraw(_ ticket: UInt64) -> Bool {
        guarded.withLock { $0.state.withdraw(ticket) }
    }

    /// Refuses what waits and lets the workers stop when they are done.
    func beginClosing() {
        let refused = guarded.withLock { $0.state.beginClosing() }
        for job in refused { job.refuse(.unavailable("The PostgreSQL pool is closed")) }
        for alarm in alarms { alarm.signal() }
    }

    /// Closes and waits until every worker has closed its connection.
    func close() async {
        beginClosing()
        await withCheckedContinuation { continuation in
            let hasStopped = guarded.withLock { guarded in
                if !guarded.state.hasStopped { guarded.closers.append(continuation) }
                return guarded.state.hasStopped
            }
            if hasStopped { continuation.resume() }
        }
    }
}

/// What the workers call, each on its own thread.
extension ConnectionPool {
    enum Assignment {
        case connect
        case run(Job)
        case stop
    }

    /// Waits for a worker's next thing to do.
    func nextAssignment(of worker: Int) -> Assignment {
        while true {
            switch guarded.withLock({ $0.state.next(worker, now: .now) }) {
            case .connect: return .connect
            case .run(let job): return .run(job)
            case .stop: return .stop
            case .park(nil): alarms[worker].wait()
            case .park(let instant?):
                let seconds = (instant - .now) / .seconds(1)
                _ = alarms[worker].wait(timeout: .now() + max(0, seconds))
            }
        }
    }

    func connected(_ worker: Int) {
        let (wake, wasAway) = guarded.withLock { $0.state.connected(worker) }
        if wasAway { logger.notice("PostgreSQL is there again") }
        for index in wake { alarms[index].signal() }
    }

    func disconnected(_ worker: Int) {
        guarded.withLock { $0.state.disconnected(worker) }
    }

    func connectFailed(_ worker: Int, error: SQLError) {
        let reason = if case .unavailable(let reason) = error { reason } else { "\(error)" }
        let jitter = Double.random(in: 0...1)
        let (refused, isNews) = guarded.withLock {
            $0.state.connectFailed(worker, reason: reason, now: .now, jitter: jitter)
        }
        logger.log(level: isNews ? .error : .debug, "Connecting failed", metadata: ["reason": "\(reason)"])
        for job in refused { job.refuse(.unavailable(reason)) }
    }

    func stopped(_ worker: Int) {
        let closers = guarded.withLock { guarded in
            guarded.state.stopped(worker)
            guard guarded.state.hasStopped else { return [CheckedContinuation<Void, Never>]() }
            defer { guarded.closers = [] }
            return guarded.closers
        }
        for closer in closers { closer.resume() }
    }
}
