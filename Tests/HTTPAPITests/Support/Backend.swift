import Access
import DatabaseTestSupport
import Inventory
import Messaging
import Orders
import SQLPort
import SQLStorage
import Shipping
import StorageTestKit
import Warehouse

/// The stores that the API's tests run on. A new case runs all of them on it.
enum Backend: String, CaseIterable, Sendable {
    case memory
    case sqlite
    case postgres

    /// Gives fresh, empty stores to a test and cleans up after it.
    func withStores<Result>(_ body: (Stores) async throws -> Result) async throws -> Result {
        switch self {
        case .memory: try await body(.memory())
        case .sqlite: try await DatabaseKind.sqlite.withDatabase { try await body(.sql(on: $0)) }
        case .postgres: try await DatabaseKind.postgres.withDatabase { try await body(.sql(on: $0)) }
        }
    }
}

/// One set of stores.
struct Stores: Sendable {
    let orders: any OrderStore
    let customers: any CustomerStore
    let inventory: any InventoryStore
    let warehouse: any WarehouseStore
    let shipments: any ShipmentStore
    let supplier: any SandboxSupplierStore
    let carrier: any SandboxCarrierControl
    let keys: any APIKeyStore
    let outbox: any OutboxStore
    let diagnostics: any OrderDiagnostics

    static func memory() -> Stores {
        let customers = MemoryCustomerStore()
        let outbox = MemoryOutboxStore()
        let orders = MemoryOrderStore(customers: customers) { outbox.append($0) }
        return Stores(
            orders: orders,
            customers: customers,
            inventory: MemoryInventoryStore(),
            warehouse: MemoryWarehouseStore { outbox.append($0) },
            shipments: MemoryShipmentStore(),
            supplier: MemorySupplierStore(),
            carrier: MemoryCarrierControl(),
            keys: MemoryAPIKeyStore(),
            outbox: outbox,
            diagnostics: orders
        )
    }

    static func sql(on database: any SQLDatabase) -> Stores {
        Stores(
            orders: SQLOrderStore(database: database),
            customers: SQLCustomerStore(database: database),
            inventory: SQLInventoryStore(database: database),
            warehouse: SQLWarehouseStore(database: database),
            shipments: SQLShipmentStore(database: database),
            supplier: SQLSupplierStore(database: database),
            carrier: SQLCarrierControl(database: database),
            keys: SQLAPIKeyStore(database: database),
            outbox: SQLOutboxStore(database: database),
            diagnostics: SQLOrderDiagnostics(database: database)
        )
    }
}
