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
        let wakeRelay = wakeRelay(delivery)
        let drawPercent: @Sendable () -> Int = { Int.random(in: 0..<100) }
        let orders = storage.orders
        return SystemsOfRecord(
            orders: WatchedOrderStore(base: orders, metrics: OrderStateMetrics(), wake: wakeRelay),
            inventory: storage.inventory,
            supplier: SandboxSupplier(store: storage.supplier, clock: clock, drawPercent: drawPercent),
            warehouse: WakingWarehouseStore(
                base: storage.warehouse,
                onWave: waves.signal,
                onSignal: wakeRelay
            ),
            shipments: storage.shipments,
            requiresShipTo: settings.requireShipTo,
            carrier: SandboxCarrier(
                control: storage.carrier,
                clock: ContinuousClock(),
                drawPercent: drawPercent
            ),
            ids: SystemIDGenerator(),
            clock: clock
        )
    }

    /// Tells the relay that there is something to deliver; nobody when it is not in this process.
    private func wakeRelay(_ delivery: EventDelivery) -> @Sendable () -> Void {
        guard settings.roles.contains(.relay) else { return {} }
        let relay = delivery.relay
        return { relay.wake() }
    }

    /// Takes what the outbox asks of workflows to them; nil without a Temporal service.
    func workflowTransport(_ temporal: TemporalAccess?) -> WorkflowTransport? {
        temporal.map { temporal in
            WorkflowTransport(
                client: temporal.client,
                policies: WorkflowPolicies(fulfillment: settings.fulfillment),
                logger: Logger(label: "oms.relay.workflows")
            )
        }
    }

    /// The workers of this process; nil when it has none.
    func workers(_ systems: SystemsOfRecord, _ temporal: TemporalAccess?) throws -> Workers? {
        guard let temporal, !settings.roles.isDisjoint(with: Role.workers) else { return nil }
        return try Workers(settings.roles, limits: settings.workers, temporal: temporal, systems: systems)
    }

    /// Who stands in for the world outside: the sandbox supplier beside the inventory's worker, the simulated warehouse
    /// beside the warehouse's.
    func sandboxes(_ systems: SystemsOfRecord, _ delivery: EventDelivery, waves: WakeSignal) -> [any Service] {
        var services: [any Service] = []
        if settings.roles.contains(.inventoryWorker) {
            services.append(
                SupplierDeliveries(
                    supplier: systems.supplier,
                    onDelivery: wakeRelay(delivery),
                    outages: OutageLog(logger: Logger(label: "oms.supplier"))
                )
            )
        }
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
