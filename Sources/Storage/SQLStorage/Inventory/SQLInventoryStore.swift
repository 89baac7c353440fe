package import Inventory
package import OMSKernel
package import SQLPort

/// Stock, ledger, kits and allocations in SQL tables; the same statements for both dialects.
///
/// Rows of stock are locked in the order of their SKUs, so that two commands never wait for each other.
package struct SQLInventoryStore: InventoryStore {
    let database: any SQLDatabase

    /// - Parameter database: where the tables are, migrated.
    package init(database: any SQLDatabase) {
        self.database = database
    }

    package func level(of sku: SKU) async throws -> StockLevel? {
        try await database.reading { try Self.levels(of: [sku], on: $0).first }
    }

    package func levels(after: SKU?, limit: PageLimit) async throws -> Page<StockLevel, SKU> {
        let rows = try await database.reading { connection in
            try connection.rows(
                "SELECT \(StockLevel.columns) FROM stock WHERE sku > $1 ORDER BY sku LIMIT $2",
                [.text(after?.code ?? ""), .integer(Int64(limit.count) + 1)],
                StockLevel.init
            )
        }
        let page = Array(rows.prefix(limit.count))
        return Page(elements: page, next: rows.count > page.count ? page.last?.sku : nil)
    }

    package func movements(
        of sku: SKU,
        after: StockMovementID?,
        limit: PageLimit
    ) async throws -> Page<StockMovement, StockMovementID> {
        let rows = try await database.reading { connection in
            try connection.rows(
                """
                SELECT \(StockMovement.columns) FROM stock_movements WHERE sku = $1 AND id < $2 \
                ORDER BY id DESC LIMIT $3
                """,
                // No hexadecimal digit is greater than g.
                [.text(sku.code), .text(after?.description ?? "g"), .integer(Int64(limit.count) + 1)],
                StockMovement.init
            )
        }
        let page = Array(rows.prefix(limit.count))
        return Page(elements: page, next: rows.count > page.count ? page.last?.id : nil)
    }

    package func components(of sku: SKU) async throws -> [Component] {
        try await database.reading { try Self.components(of: [sku], on: $0)[sku] ?? [] }
    }

    package func allocation(of orderID: OrderID) async throws -> Allocation? {
        try await database.reading { try Self.allocation(of: orderID, on: $0) }
    }

    // MARK: Rows

    /// The levels of those SKUs that have one, sorted by SKU.
    static func levels(
        of skus: [SKU],
        locking: Bool = false,
        on connection: any SQLConnection
    ) throws -> [StockLevel] {
        let sorted = skus.map(\.code).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return try sorted.chunked(by: SQLList.maximumCount).flatMap { codes in
            let list = SQLList.parameters(codes.map { .text($0) })
            return try connection.rows(
                """
                SELECT \(StockLevel.columns) FROM stock WHERE sku IN \(list.sql) \
                ORDER BY sku\(connection.dialect.rowLock(locking))
                """,
                list.arguments,
                StockLevel.init
            )
        }
    }

    /// The level of a SKU, locked; one that is not known gets a row first, so that there is something to lock.
    static func lockedLevel(
        of sku: SKU,
        context: InventoryContext,
        on connection: any SQLConnection
    ) throws -> StockLevel {
        let empty = StockLevel(empty: sku, at: context.now)
        try connection.execute(
            """
            INSERT INTO stock (\(StockLevel.columns)) VALUES ($1, 0, 0, 0, 0, 0, 0, $2) ON CONFLICT (sku) DO NOTHING
            """,
            [.text(sku.code), .integer(context.now.milliseconds)]
        )
        return try levels(of: [sku], locking: true, on: connection).first ?? empty
    }

    static func components(of skus: [SKU], on connection: any SQLConnection) throws -> [SKU: [Component]] {
        var components: [SKU: [Component]] = [:]
        for chunk in skus.chunked(by: SQLList.maximumCount) {
            let list = SQLList.parameters(chunk.map { .text($0.code) })
            try connection.forEachRow(
                """
                SELECT kit_sku, sku, quantity FROM kit_components WHERE kit_sku IN \(list.sql) \
                ORDER BY kit_sku, position
                """,
                list.arguments
            ) { row in
                components[SKU(trusted: try row.text(0)), default: []].append(
                    Component(sku: SKU(trusted: try row.text(1)), quantity: try row.integer(2))
                )
                return true
            }
        }
        return components
    }

    static func allocation(
        of orderID: OrderID,
        locking: Bool = false,
        on connection: any SQLConnection
    ) throws -> Allocation? {
        let id = SQLValue.text(orderID.description)
        let state: AllocationState? = try connection.firstRow(
            "SELECT state FROM stock_allocations WHERE order_id = $1\(connection.dialect.rowLock(locking))",
            [id]
        ) { try $0.value(0) }
        guard let state else { return nil }
        let reservations = try connection.rows(
            "SELECT sku, quantity FROM stock_reservations WHERE order_id = $1 ORDER BY sku",
            [id]
        ) { Reservation(sku: SKU(trusted: try $0.text(0)), quantity: try $0.integer(1)) }
        return Allocation(orderID: orderID, state: state, reservations: reservations)
    }
}
