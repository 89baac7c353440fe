import OMSKernel
import SQLPort
import Warehouse

extension PickWave {
    static let columns = "order_id, status, priority, open_tasks, created_at, updated_at, packed_at"

    init(_ row: any SQLRow) throws {
        self.init(
            orderID: OrderID(try row.uuid(0)),
            status: try row.value(1),
            priority: Int(try row.integer(2)),
            openTasks: Int(try row.integer(3)),
            createdAt: Timestamp(milliseconds: try row.integer(4)),
            updatedAt: Timestamp(milliseconds: try row.integer(5)),
            packedAt: try row.optionalInteger(6).map { Timestamp(milliseconds: $0) }
        )
    }

    /// - Returns: false when the order has a wave already.
    func insert(into connection: any SQLConnection) throws -> Bool {
        let inserted = try connection.execute(
            """
            INSERT INTO pick_waves (\(Self.columns)) VALUES ($1, $2, $3, $4, $5, $6, $7) \
            ON CONFLICT (order_id) DO NOTHING
            """,
            [
                .text(orderID.description), .text(status.rawValue), .integer(Int64(priority)),
                .integer(Int64(openTasks)), .integer(createdAt.milliseconds), .integer(updatedAt.milliseconds),
                .integer(packedAt?.milliseconds),
            ]
        )
        return inserted > 0
    }

    /// Writes the wave over its row.
    func update(on connection: any SQLConnection) throws {
        try connection.execute(
            "UPDATE pick_waves SET status = $2, open_tasks = $3, updated_at = $4, packed_at = $5 WHERE order_id = $1",
            [
                .text(orderID.description), .text(status.rawValue), .integer(Int64(openTasks)),
                .integer(updatedAt.milliseconds), .integer(packedAt?.milliseconds),
            ]
        )
    }
}
