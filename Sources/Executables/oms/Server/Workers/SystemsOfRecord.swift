import Inventory
import OMSKernel
import OMSWorkflows
import Orders
import Shipping
import TemporalSDK
import Warehouse

/// What the activities of this process reach.
struct SystemsOfRecord: Sendable {
    /// The workflows and activities of one worker.
    struct Duty {
        let queue: TaskQueue
        var workflows: [any WorkflowDefinition.Type] = []
        var activities: [RegisteredActivity] = []
    }

    let orders: any OrderStore
    let inventory: any InventoryStore
    let supplier: SandboxSupplier
    let warehouse: any WarehouseStore
    let shipments: any ShipmentStore
    /// Whether an order without `shipTo` is refused when it is validated.
    let requiresShipTo: Bool
    let carrier: any Carrier
    let ids: any IDGenerator
    let clock: any WallClock

    private var notes: AttemptNotes { AttemptNotes(orders: orders, clock: clock) }

    /// What a worker does; nil for a role that is none.
    func duty(of role: Role) -> Duty? {
        switch role {
        case .api, .relay, .engine: nil
        case .ordersWorker:
            Duty(
                queue: .orders,
                workflows: [OrderIntakeWorkflow.self, OrderFulfillmentWorkflow.self],
                activities: OrderActivities(store: orders, ids: ids, clock: clock, requiresShipTo: requiresShipTo)
                    .registered
            )
        case .inventoryWorker:
            Duty(
                queue: .inventory,
                workflows: [ReplenishmentWorkflow.self],
                activities: InventoryActivities(
                    allocation: AllocateInventory(store: inventory, ids: ids, clock: clock),
                    reordering: ReorderStock(store: inventory, supplier: supplier, ids: ids, clock: clock),
                    orders: OrderLookup(orders: orders),
                    notes: notes
                ).registered
            )
        case .warehouseWorker:
            Duty(
                queue: .warehouse,
                activities: WarehouseActivities(
                    picking: PlanPicking(store: warehouse, ids: ids, clock: clock),
                    orders: OrderLookup(orders: orders),
                    notes: notes
                ).registered
            )
        case .shippingWorker:
            Duty(
                queue: .shipping,
                activities: ShippingActivities(
                    shipping: ShipOrder(store: shipments, carrier: carrier, ids: ids, clock: clock),
                    orders: OrderLookup(orders: orders),
                    notes: notes
                ).registered
            )
        }
    }
}
