package import Logging
package import OMSKernel
package import Orders
import ServiceLifecycle

/// Does what must be done from time to time: forgets idempotency keys older than the retention.
package struct MaintenanceService: Service {
    /// How many entries one transaction forgets, so that no order waits long behind it.
    package static let batchSize = 1_000
    /// How many transactions one round has at most; the next round goes on.
    package static let maximumBatches = 10_000

    private let ledger: any IdempotencyLedger
    private let retention: Duration
    private let interval: Duration
    private let clock: any WallClock
    private let logger: Logger

    package init(
        ledger: any IdempotencyLedger,
        retention: Duration,
        interval: Duration = .seconds(3_600),
        clock: any WallClock = SystemWallClock(),
        logger: Logger
    ) {
        self.ledger = ledger
        self.retention = retention
        self.interval = interval
        self.clock = clock
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    let count = try await prune()
                    if count > 0 { logger.info("Forgot old idempotency keys", metadata: ["count": "\(count)"]) }
                } catch {
                    logger.warning("Old idempotency keys were not forgotten", metadata: ["error": "\(error)"])
                }
                // Ends early when the service stops.
                try? await Task.sleep(for: interval)
            }
        }
    }

    /// Forgets what is older than the retention, batch by batch.
    /// - Returns: how many entries were forgotten.
    /// - Throws: what the ledger throws.
    package func prune() async throws -> Int {
        let moment = clock.now().advanced(by: .zero - retention)
        var total = 0
        for _ in 0..<Self.maximumBatches {
            try Task.checkCancellation()
            let count = try await ledger.prune(before: moment, limit: Self.batchSize)
            total += count
            if count < Self.batchSize { break }
        }
        return total
    }
}
