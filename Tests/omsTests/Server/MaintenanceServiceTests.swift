import Logging
import OMSKernel
import Orders
import Synchronization
import Testing
import oms

@Suite struct MaintenanceServiceTests {
    private struct FixedClock: WallClock {
        func now() -> Timestamp { Timestamp(milliseconds: 10_000_000) }
    }

    private final class Ledger: IdempotencyLedger {
        let state: Mutex<(entries: Int, moments: Set<Int64>, limits: Set<Int>)>

        init(entries: Int) {
            state = Mutex((entries, [], []))
        }

        func prune(before moment: Timestamp, limit: Int) async throws -> Int {
            state.withLock { state in
                let count = min(limit, state.entries)
                state.entries -= count
                state.moments.insert(moment.milliseconds)
                state.limits.insert(limit)
                return count
            }
        }
    }

    private func service(_ ledger: Ledger) -> MaintenanceService {
        MaintenanceService(
            ledger: ledger,
            retention: .seconds(9_000),
            clock: FixedClock(),
            logger: Logger(label: "test")
        )
    }

    @Test func `everything older than the retention goes, in small transactions`() async throws {
        let ledger = Ledger(entries: 2_500)
        #expect(try await service(ledger).prune() == 2_500)
        let state = ledger.state.withLock { $0 }
        #expect(state.moments == [1_000_000])
        #expect(state.limits == [MaintenanceService.batchSize])
    }

    @Test func `a round ends when nothing is left`() async throws {
        #expect(try await service(Ledger(entries: 0)).prune() == 0)
    }
}
