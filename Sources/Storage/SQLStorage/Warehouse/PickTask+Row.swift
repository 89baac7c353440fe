import OMSKernel
import SQLPort
import Warehouse

extension PickTask {
    static let columns = """
        id, order_id, line_number, sku, quantity, queue_rank, status, picked_by, created_at, updated_at
        """

    init(_ row: any SQLRow) throws {
        self.init(
            id: PickTaskID(try row.uuid(0)),
            orderID: OrderID(try row.uuid(1)),
            lineNumber: Int(try row.integer(2)),
            sku: SKU(trusted: try row.text(3)),
            quantity: try row.integer(4),
            priority: Self.priority(ofRank: try row.integer(5)),
            status: try row.value(6),
            pickedBy: try row.optionalText(7),
            createdAt: Timestamp(milliseconds: try row.integer(8)),
            updatedAt: Timestamp(milliseconds: try row.integer(9))
        )
    }

    /// Ranks sort as ids do, upwards, so that one index holds the queue.
    static func rank(ofPriority priority: Int) -> Int64 {
        Int64(PickRequest.priorityRange.upperBound - priority)
    }

    private static func priority(ofRank rank: Int64) -> Int {
        PickRequest.priorityRange.upperBound - Int(rank)
    }

    func insert(into connection: any SQLConnection) throws {
        try connection.execute(
            "INSERT INTO pick_tasks (\(Self.columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            [
                .text(id.description), .text(orderID.description), .integer(Int64(lineNumber)), .text(sku.code),
                .integer(quantity), .integer(Self.rank(ofPriority: priority)), .text(status.rawValue),
                .text(pickedBy), .integer(createdAt.milliseconds), .integer(updatedAt.milliseconds),
            ]
        )
    }

    /// Writes the task over its row.
    func update(on connection: any SQLConnection) throws {
        try connection.execute(
            "UPDATE pick_tasks SET status = $2, picked_by = $3, updated_at = $4 WHERE id = $1",
            [.text(id.description), .text(status.rawValue), .text(pickedBy), .integer(updatedAt.milliseconds)]
        )
    }
}
