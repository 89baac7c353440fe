package import Logging
import SQLPort
import Synchronization

/// Says in the log why the database took no work: callers learn only that it is away, and an operator must not have
/// to guess whether the disk is full or another process holds the file. Each reason is told once in a while.
package final class OutageLog: Sendable {
    private struct Told {
        var at: ContinuousClock.Instant
        var suppressed = 0
    }

    /// Reasons that are remembered; they are few, this only bounds them.
    private static let maximumReasons = 16

    private let logger: Logger
    private let interval: Duration
    private let now: @Sendable () -> ContinuousClock.Instant
    private let told = Mutex<[String: Told]>([:])

    /// - Parameters:
    ///   - logger: told of each reason.
    ///   - interval: how long a reason is not told again.
    ///   - now: a monotonic clock.
    package init(
        logger: Logger,
        interval: Duration = .seconds(10),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        self.logger = logger
        self.interval = interval
        self.now = now
    }

    /// Notes why a call failed; errors that say nothing about the database's availability are passed over.
    package func note(_ error: any Error) {
        guard let reason = (error as? SQLError)?.outage else { return }
        let now = now()
        let count: Int? = told.withLock { told in
            if var last = told[reason], now - last.at < interval {
                last.suppressed += 1
                told[reason] = last
                return nil
            }
            let count = 1 + (told[reason]?.suppressed ?? 0)
            if told.count >= Self.maximumReasons { told.removeAll() }
            told[reason] = Told(at: now)
            return count
        }
        guard let count else { return }
        logger.warning(
            "The database took no work",
            metadata: ["reason": .string(reason), "calls": .stringConvertible(count)]
        )
    }
}

extension SQLError {
    /// Why the database is not available; nil when it is.
    fileprivate var outage: String? {
        switch self {
        case .unavailable(let reason), .outcomeUnknown(let reason): reason
        case .overloaded: "too many calls wait for it"
        case .serializationFailure: "transactions kept getting in each other's way"
        case .constraintViolated, .unexpectedValue, .failed: nil
        }
    }
}
