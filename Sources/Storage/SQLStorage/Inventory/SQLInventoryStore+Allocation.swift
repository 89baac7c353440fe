import Messaging
package import Inventory
package import OMSKernel
import SQLPort

extension SQLInventoryStore {
    /// Thrown to roll the transaction back: an order that is short holds nothing.
    private struct Shortfall: Error {
        let shortages: [Shortage]
    }

    package func allocate(
        _ quantities: [SKU: Int64],
        for orderID: OrderID,
        context: InventoryContext
    ) async throws -> AllocationOutcome {
        do {
            let allocation = try await database.writing { connection in
                try Self.allocate(quantities, for: orderID, context: context, on: connection)
            }
            return .allocated(allocation)
        } catch let shortfall as Shortfall {
            return .short(shortfall.shortages)
        }
    }

    private static func allocate(
        _ quantities: [SKU: Int64],
        for orderID: OrderID,
        context: InventoryContext,
        on connection: any SQLConnection
    ) throws -> Allocation {
        // The unique key decides: of two calls at the same time, one inserts and the other finds what was inserted.
        guard try insert(orderID, .held, context: context, on: connection) else {
            guard let existing = try allocation(of: orderID, locking: true, on: connection) else {
                throw SQLError.serializationFailure
            }
            guard AllocationStateMachine.outcome(of: .allocate, in: existing.state) == .alreadyDone else {
                throw InventoryError.illegalTransition(orderID, command: .allocate, state: existing.state)
            }
            return existing
        }
        let needs = try BillOfMaterials.explode(quantities) { try components(of: $0, on: connection) }
        var book = try book(of: Array(needs.keys), context: context, on: connection)
        let shortages = book.shortages(of: needs)
        guard shortages.isEmpty else { throw Shortfall(shortages: shortages) }
        let reservations = needs.map { Reservation(sku: $0.key, quantity: $0.value) }
            .sorted { $0.sku.code.utf8.lexicographicallyPrecedes($1.sku.code.utf8) }
        try book.move(.reservation, reservations, for: orderID)
        for reservation in reservations {
            try connection.execute(
                "INSERT INTO stock_reservations (order_id, sku, quantity) VALUES ($1, $2, $3)",
                [.text(orderID.description), .text(reservation.sku.code), .integer(reservation.quantity)]
            )
        }
        try write(book.changes(), context: context, on: connection)
        return Allocation(orderID: orderID, state: .held, reservations: reservations)
    }

    package func settle(
        _ command: AllocationCommand,
        for orderID: OrderID,
        context: InventoryContext
    ) async throws -> Allocation {
        try await database.writing { try Self.settle(command, for: orderID, context: context, on: $0) }
    }

    private static func settle(
        _ command: AllocationCommand,
        for orderID: OrderID,
        context: InventoryContext,
        on connection: any SQLConnection
    ) throws -> Allocation {
        // A release of nothing leaves its mark, so that an allocation that comes late finds it.
        if command == .release, try insert(orderID, .released, context: context, on: connection) {
            return Allocation(orderID: orderID, state: .released, reservations: [])
        }
        guard let existing = try allocation(of: orderID, locking: true, on: connection) else {
            throw InventoryError.notAllocated(orderID)
        }
        switch AllocationStateMachine.outcome(of: command, in: existing.state) {
        case .alreadyDone: return existing
        case .refused:
            throw InventoryError.illegalTransition(orderID, command: command, state: existing.state)
        case .moves(let state, let kind):
            var book = try book(of: existing.reservations.map(\.sku), context: context, on: connection)
            try book.move(kind, existing.reservations, for: orderID)
            try connection.execute(
                "UPDATE stock_allocations SET state = $2, updated_at = $3 WHERE order_id = $1",
                [.text(orderID.description), .text(state.rawValue), .integer(context.now.milliseconds)]
            )
            try write(book.changes(), context: context, on: connection)
            return Allocation(orderID: orderID, state: state, reservations: existing.reservations)
        }
    }

    /// - Returns: false when the order has an allocation already.
    private static func insert(
        _ orderID: OrderID,
        _ state: AllocationState,
        context: InventoryContext,
        on connection: any SQLConnection
    ) throws -> Bool {
        let inserted = try connection.execute(
            """
            INSERT INTO stock_allocations (order_id, state, created_at, updated_at) VALUES ($1, $2, $3, $3) \
            ON CONFLICT (order_id) DO NOTHING
            """,
            [.text(orderID.description), .text(state.rawValue), .integer(context.now.milliseconds)]
        )
        return inserted > 0
    }

    private static func book(
        of skus: [SKU],
        context: InventoryContext,
        on connection: any SQLConnection
    ) throws -> StockBook {
        StockBook(
            try levels(of: skus, locking: true, on: connection),
            ids: context.ids,
            actor: context.actor,
            now: context.now
        )
    }

    /// Writes new levels, the ledger's entries, and a request for each replenishment that is due.
    static func write(
        _ changes: StockBook.Changes,
        context: InventoryContext,
        on connection: any SQLConnection
    ) throws {
        for level in changes.levels { try level.update(on: connection) }
        for movement in changes.movements { try movement.insert(into: connection) }
        for sku in changes.replenishments {
            try NewOutboxMessage.replenishment(of: sku, context: context).insert(into: connection)
        }
    }
}
