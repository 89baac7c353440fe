import Logging
import Messaging
import OMSKernel
import ServiceLifecycle
import Warehouse

/// Lets the simulated warehouse work until the process stops.
struct WarehouseSimulation: Service {
    private let warehouse: SimulatedWarehouse
    private let outages: OutageLog

    /// - Parameters:
    ///   - store: the warehouse.
    ///   - pace: how long each task takes.
    ///   - ids: makes ids.
    ///   - clock: tells the time.
    ///   - waves: signalled when there is a new wave.
    ///   - logger: told why it could not work.
    init(
        store: any WarehouseStore,
        pace: Duration,
        ids: any IDGenerator,
        clock: any WallClock,
        waves: WakeSignal,
        logger: Logger
    ) {
        let timer = ContinuousClock()
        warehouse = SimulatedWarehouse(
            work: PickAndPack(store: store, ids: ids, clock: clock),
            pace: pace,
            clock: timer,
            wait: { try await waves.wait(atMost: $0, clock: timer) }
        )
        outages = OutageLog(logger: logger)
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await warehouse.run { outages.note($0) }
        }
    }
}
