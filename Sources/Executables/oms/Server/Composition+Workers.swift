import Inventory
import Logging
import Messaging
import OMSKernel
import OMSWorkflows
import Orders
import ServiceLifecycle
import Shipping
import Warehouse

extension Composition {
    /// The systems of record, which wake who waits in this process for what they write.
    func systems(_ storage: ServerStorage, _ delivery: EventDelivery, waves: WakeSignal) -> SystemsOfRecord {
        // Without the relay in this process nobody here waits for the outbox.
        let isRelay = settings.roles.contains(.relay)
        let relay = delivery.relay
        let wakeRelay: @Sendable () -> Void = { if isRelay { relay.wake() } }
        let orders = storage.orders
        return SystemsOfRecord(
            orders: isRelay ? WakingOrderStore(base: orders, wake: wakeRelay) : orders,
            inventory: storage.inventory,
            warehouse: WakingWarehouseStore(
                base: storage.warehouse,
                onWave: waves.signal,
                onSignal: wakeRelay
            ),
            shipments: storage.shipments,
            carrier: SandboxCarrier(
                control: storage.carrier,
                clock: ContinuousClock(),
                drawPercent: { Int.random(in: 0..<100) }
            ),
            ids: SystemIDGenerator(),
            clock: clock
        )
    }

    /// The workers of this process, and the simulated warehouse beside the warehouse's.
    func workers(
        _ systems: SystemsOfRecord,
        _ temporal: TemporalAccess?,
        waves: WakeSignal
    ) throws -> [any Service] {
        guard let temporal, !settings.roles.isDisjoint(with: Role.workers) else { return [] }
        var services: [any Service] = [
            try Workers(settings.roles, limits: settings.workers, temporal: temporal, systems: systems)
        ]
        if let pace = settings.warehouseSimulation, settings.roles.contains(.warehouseWorker) {
            services.append(
                WarehouseSimulation(
                    store: systems.warehouse,
                    pace: pace,
                    ids: systems.ids,
                    clock: clock,
                    waves: waves,
                    logger: Logger(label: "oms.warehouse")
                )
            )
        }
        return services
    }
}
