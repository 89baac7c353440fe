package import Inventory
package import OMSKernel
import SQLPort

extension SQLInventoryStore {
    package func adjust(_ adjustment: StockAdjustment, context: InventoryContext) async throws -> AdjustmentOutcome {
        try await database.writing { connection in
            let level = try Self.lockedLevel(of: adjustment.sku, context: context, on: connection)
            if let earlier = try Self.movement(of: adjustment.key, on: connection) {
                guard
                    earlier.sku == adjustment.sku, earlier.onHandDelta == adjustment.delta,
                    earlier.reason == adjustment.reason
                else { throw InventoryError.keyReused(adjustment.key) }
                return AdjustmentOutcome(level: level, movement: earlier, isReplay: true)
            }
            guard try Self.components(of: [adjustment.sku], on: connection).isEmpty else {
                throw InventoryError.isKit(adjustment.sku)
            }
            var book = StockBook([level], ids: context.ids, actor: context.actor, now: context.now)
            try book.adjust(adjustment)
            let changes = book.changes()
            try Self.write(changes, context: context, on: connection)
            guard let after = changes.levels.first, let movement = changes.movements.first else {
                throw SQLError.serializationFailure
            }
            return AdjustmentOutcome(level: after, movement: movement, isReplay: false)
        }
    }

    private static func movement(of key: RequestKey, on connection: any SQLConnection) throws -> StockMovement? {
        try connection.firstRow(
            "SELECT \(StockMovement.columns) FROM stock_movements WHERE request_key = $1",
            [.text(key.text)],
            StockMovement.init
        )
    }

    package func setReordering(
        of sku: SKU,
        to policy: ReorderPolicy,
        expectedVersion: Int64?,
        context: InventoryContext
    ) async throws -> StockLevel {
        try await database.writing { connection in
            let level = try Self.lockedLevel(of: sku, context: context, on: connection)
            if let expectedVersion, expectedVersion != level.version {
                throw InventoryError.staleVersion(sku, current: level.version)
            }
            var book = StockBook([level], ids: context.ids, actor: context.actor, now: context.now)
            book.setReordering(of: sku, to: policy)
            let changes = book.changes()
            try Self.write(changes, context: context, on: connection)
            return changes.levels.first ?? level
        }
    }

    package func setComponents(
        of sku: SKU,
        to components: [Component],
        context: InventoryContext
    ) async throws {
        try await database.writing { connection in
            try connection.execute(
                """
                INSERT INTO kit_revision (id, revision) VALUES (1, 1) \
                ON CONFLICT (id) DO UPDATE SET revision = kit_revision.revision + 1
                """
            )
            let level = try Self.lockedLevel(of: sku, context: context, on: connection)
            guard components.isEmpty || level.onHand == 0 else {
                throw InventoryError.hasStock(sku, onHand: level.onHand)
            }
            try BillOfMaterials.check(sku, madeOf: components) {
                try Self.components(of: $0, on: connection)
            } parents: {
                try Self.kits(holding: $0, on: connection)
            }
            try connection.execute("DELETE FROM kit_components WHERE kit_sku = $1", [.text(sku.code)])
            for (index, component) in components.enumerated() {
                try connection.execute(
                    "INSERT INTO kit_components (kit_sku, position, sku, quantity) VALUES ($1, $2, $3, $4)",
                    [
                        .text(sku.code), .integer(Int64(index + 1)), .text(component.sku.code),
                        .integer(component.quantity),
                    ]
                )
            }
        }
    }

    private static func kits(holding skus: [SKU], on connection: any SQLConnection) throws -> [SKU] {
        try skus.chunked(by: SQLList.maximumCount).flatMap { chunk in
            let list = SQLList.parameters(chunk.map { .text($0.code) })
            return try connection.rows(
                "SELECT DISTINCT kit_sku FROM kit_components WHERE sku IN \(list.sql)",
                list.arguments
            ) { SKU(trusted: try $0.text(0)) }
        }
    }
}
