import DatabaseTestSupport
import Inventory
import OMSKernel
import OMSWorkflows
import Orders
import SQLPort
import SQLStorage
import Shipping
import StorageTestKit
import TemporalAPI
import TemporalSDK
import TestSupport
import Warehouse

/// Where the systems of record are in a test of activities.
enum BenchKind: String, CaseIterable, Sendable {
    case memory, sqlite, postgres

    /// Runs a test on stores of its own.
    func with(_ test: (ActivityBench) async throws -> Void) async throws {
        let database: DatabaseKind
        switch self {
        case .memory: return try await test(ActivityBench())
        case .sqlite: database = .sqlite
        case .postgres: database = .postgres
        }
        try await database.withDatabase { try await test(ActivityBench(database: $0)) }
    }
}

/// The activities on real stores, called as a worker calls them.
struct ActivityBench: Sendable {
    let orders: any OrderStore
    let inventory: any InventoryStore
    let warehouse: any WarehouseStore
    let shipments: any ShipmentStore
    let carrier: any SandboxCarrierControl
    let supplier: any SandboxSupplierStore
    /// Loses answers of writes; nil for stores in memory.
    let forgetful: ForgetfulDatabase?
    let clock = SettableClock()
    let ids = SystemIDGenerator()

    init() {
        forgetful = nil
        orders = MemoryOrderStore()
        inventory = MemoryInventoryStore()
        warehouse = MemoryWarehouseStore()
        shipments = MemoryShipmentStore()
        carrier = MemoryCarrierControl()
        supplier = MemorySupplierStore()
    }

    init(database: any SQLDatabase) {
        let forgetful = ForgetfulDatabase(database)
        self.forgetful = forgetful
        orders = SQLOrderStore(database: forgetful)
        inventory = SQLInventoryStore(database: forgetful)
        warehouse = SQLWarehouseStore(database: forgetful)
        shipments = SQLShipmentStore(database: forgetful)
        carrier = SQLCarrierControl(database: forgetful)
        supplier = SQLSupplierStore(database: forgetful)
    }

    private var activities: [RegisteredActivity] {
        let lookup = OrderLookup(orders: orders)
        let notes = AttemptNotes(orders: orders, clock: clock)
        let sandbox = SandboxCarrier(control: carrier, clock: ContinuousClock(), drawPercent: { 50 })
        return InventoryActivities(
            allocation: AllocateInventory(store: inventory, ids: ids, clock: clock),
            reordering: ReorderStock(
                store: inventory,
                supplier: SandboxSupplier(store: supplier, clock: clock, drawPercent: { 50 }),
                ids: ids,
                clock: clock
            ),
            orders: lookup,
            notes: notes
        ).registered
            + WarehouseActivities(
                picking: PlanPicking(store: warehouse, ids: ids, clock: clock),
                orders: lookup,
                notes: notes
            ).registered
            + ShippingActivities(
                shipping: ShipOrder(store: shipments, carrier: sandbox, ids: ids, clock: clock),
                orders: lookup,
                notes: notes
            ).registered
    }

    /// One attempt of an activity, through its payloads.
    func call<Input, Output>(_ contract: ActivityContract<Input, Output>, _ input: Input) async throws {
        guard let activity = activities.first(where: { $0.name == contract.name }) else {
            throw MissingActivity(name: contract.name)
        }
        let payload = try DataConverter.default.convertValue(input)
        _ = try await activity.run([payload], .default)
    }

    /// The failure of one attempt; nil when it succeeds.
    func failure<Input, Output>(
        of contract: ActivityContract<Input, Output>,
        _ input: Input
    ) async throws -> ApplicationError? {
        do {
            try await call(contract, input)
            return nil
        } catch let failure as ApplicationError {
            return failure
        }
    }

    private struct MissingActivity: Error {
        let name: String
    }
}
