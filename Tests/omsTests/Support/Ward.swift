import DatabaseTestSupport
import HTTPAPI
import Inventory
import OMSKernel
import OMSWorkflows
import Orders
import SQLPort
import SQLStorage
import TemporalSDK
import TemporalTestKit
import TestSupport

import oms

/// A system for the doctor to look at: a database, beside an engine without workers.
struct Ward: Sendable {
    let database: any SQLDatabase
    let environment: TestEnvironment
    let clock = SettableClock()
    let ids = SystemIDGenerator()

    var allocation: AllocateInventory {
        AllocateInventory(store: SQLInventoryStore(database: database), ids: ids, clock: clock)
    }

    var doctor: SystemDoctor {
        SystemDoctor(
            checks: SQLCrossChecks(database: database),
            directory: TemporalDirectory(client: environment.client),
            allocation: allocation,
            clock: clock
        )
    }

    func findings(repairs: Bool = false) async throws -> [SystemFinding] {
        try await doctor.examine(repairs: repairs, limit: 100)
    }

    func place(_ key: String) async throws -> Order {
        let place = PlaceOrder(store: SQLOrderStore(database: database), ids: ids)
        let draft = OrderDraft(requestID: key, items: [OrderItemDraft(sku: "A-1", quantity: 2)])
        let context = CommandContext(actor: "test", traceparent: nil, now: clock.now())
        return try await place(draft, method: "POST", path: "/orders", context: context).order
    }

    func execute(_ sql: String, _ arguments: [SQLValue] = []) async throws {
        try await database.write { _ = try $0.execute(sql, arguments) }
    }

    /// As if the messages of an order had been delivered.
    func deliver(_ order: Order) async throws {
        try await execute("DELETE FROM outbox WHERE ordering_key = $1", [.text(order.id.description)])
    }

    func start(_ id: String, type: String) async throws {
        _ = try await environment.client.startWorkflow(
            name: type,
            options: .init(id: id, taskQueue: "nobody"),
            input: "x"
        )
    }

    func end(_ order: Order, _ status: String) async throws {
        try await execute(
            "UPDATE orders SET status = $2 WHERE id = $1",
            [.text(order.id.description), .text(status)]
        )
    }

    func stock(_ pieces: Int64) async throws {
        let manage = ManageStock(store: SQLInventoryStore(database: database), ids: ids, clock: clock)
        let adjustment = try StockAdjustment(sku: try SKU("A-1"), delta: pieces, reason: "receipt", key: "stock")
        _ = try await manage.adjust(adjustment, actor: "test")
    }

    /// Everything that was done becomes long ago.
    func wait() {
        clock.advance(by: .seconds(3_600))
    }

    /// Runs a test on a ward of its own.
    static func with(
        _ kind: DatabaseKind,
        _ body: @escaping @Sendable (Ward) async throws -> Void
    ) async throws {
        try await kind.withDatabase { database in
            try await DatabaseKind.sqlite.withEmptyDatabase { engine in
                try await TestEnvironment.run(on: engine) { environment in
                    try await body(Ward(database: database, environment: environment))
                }
            }
        }
    }
}
