package import OMSKernel
package import SQLPort
package import Warehouse

/// Pick waves and tasks in SQL tables; the same statements for both dialects.
///
/// A wave's row is locked before any of its tasks is read or changed, so that what happens to an order happens one
/// after the other.
package struct SQLWarehouseStore: WarehouseStore {
    let database: any SQLDatabase

    /// - Parameter database: where the tables are, migrated.
    package init(database: any SQLDatabase) {
        self.database = database
    }

    package func wave(of orderID: OrderID) async throws -> PickWaveDetails? {
        try await database.reading { try Self.details(of: orderID, on: $0) }
    }

    package func task(_ id: PickTaskID) async throws -> PickTask? {
        try await database.reading { try Self.task(id, on: $0) }
    }

    package func openTasks(
        after: PickTask.QueuePosition?,
        limit: PageLimit
    ) async throws -> Page<PickTask, PickTask.QueuePosition> {
        let rows = try await database.reading { connection in
            try connection.rows(
                """
                SELECT \(PickTask.columns) FROM pick_tasks WHERE status = 'OPEN' AND (queue_rank, id) > ($1, $2) \
                ORDER BY queue_rank, id LIMIT $3
                """,
                [
                    .integer(after.map { PickTask.rank(ofPriority: $0.priority) } ?? -1),
                    .text(after?.id.description ?? ""), .integer(Int64(limit.count) + 1),
                ],
                PickTask.init
            )
        }
        let page = Array(rows.prefix(limit.count))
        return Page(elements: page, next: rows.count > page.count ? page.last?.queuePosition : nil)
    }

    package func waves(
        in status: PickWaveStatus,
        after: OrderID?,
        limit: PageLimit
    ) async throws -> Page<PickWave, OrderID> {
        let rows = try await database.reading { connection in
            try connection.rows(
                """
                SELECT \(PickWave.columns) FROM pick_waves WHERE status = $1 AND order_id > $2 \
                ORDER BY order_id LIMIT $3
                """,
                [.text(status.rawValue), .text(after?.description ?? ""), .integer(Int64(limit.count) + 1)],
                PickWave.init
            )
        }
        let page = Array(rows.prefix(limit.count))
        return Page(elements: page, next: rows.count > page.count ? page.last?.orderID : nil)
    }

    // MARK: Rows

    static func wave(
        of orderID: OrderID,
        locking: Bool = false,
        on connection: any SQLConnection
    ) throws -> PickWave? {
        try connection.firstRow(
            """
            SELECT \(PickWave.columns) FROM pick_waves WHERE order_id = $1\(connection.dialect.rowLock(locking))
            """,
            [.text(orderID.description)],
            PickWave.init
        )
    }

    static func task(_ id: PickTaskID, on connection: any SQLConnection) throws -> PickTask? {
        try connection.firstRow(
            "SELECT \(PickTask.columns) FROM pick_tasks WHERE id = $1",
            [.text(id.description)],
            PickTask.init
        )
    }

    static func details(
        of orderID: OrderID,
        locking: Bool = false,
        on connection: any SQLConnection
    ) throws -> PickWaveDetails? {
        guard let wave = try wave(of: orderID, locking: locking, on: connection) else { return nil }
        let tasks = try connection.rows(
            "SELECT \(PickTask.columns) FROM pick_tasks WHERE order_id = $1 ORDER BY line_number",
            [.text(orderID.description)],
            PickTask.init
        )
        return PickWaveDetails(wave: wave, tasks: tasks)
    }
}
