package import OMSKernel
import SQLPort
package import Shipping

extension SQLShipmentStore {
    package func create(_ request: ShipmentRequest, context: ShippingContext) async throws -> Shipment {
        try await database.writing { connection in
            let new = Shipment.creating(request, context: context)
            // The unique keys decide: of two calls at the same time, one inserts and the other finds what was inserted.
            if try new.insert(into: connection) { return new }
            if let existing = try Self.shipment(
                of: request.orderID,
                attempt: request.attempt,
                locking: true,
                on: connection
            ) {
                try existing.checkCreatedAgain()
                return existing
            }
            let open = try connection.firstRow(
                "SELECT attempt FROM shipments WHERE order_id = $1 AND status <> 'CANCELLED'",
                [.text(request.orderID.description)]
            ) { Int(try $0.integer(0)) }
            // What stood in the way went meanwhile: once more.
            guard let open else { throw SQLError.serializationFailure }
            throw ShippingError.attemptOpen(request.orderID, attempt: open)
        }
    }

    package func label(
        _ id: ShipmentID,
        with label: CarrierLabel?,
        context: ShippingContext
    ) async throws -> Shipment {
        try await change(id) { try $0.labelling(with: label, at: context.now) }
    }

    package func confirm(_ id: ShipmentID, context: ShippingContext) async throws -> Shipment {
        try await change(id) { try $0.confirming(at: context.now) }
    }

    package func cancel(_ orderID: OrderID, attempt: Int, context: ShippingContext) async throws -> Shipment {
        try await database.writing { connection in
            let mark = Shipment.cancelledBeforeItBegan(orderID, attempt: attempt, context: context)
            if try mark.insert(into: connection) { return mark }
            guard
                let shipment = try Self.shipment(of: orderID, attempt: attempt, locking: true, on: connection)
            else { throw SQLError.serializationFailure }
            guard let cancelled = try shipment.cancelling(at: context.now) else { return shipment }
            try cancelled.update(on: connection)
            return cancelled
        }
    }

    package func track(_ id: ShipmentID, _ event: TrackingEvent) async throws -> TrackingOutcome {
        try await database.writing { connection in
            guard let shipment = try Self.shipment(id, locking: true, on: connection) else {
                throw ShippingError.unknownShipment(id)
            }
            let known: TrackingEvent.Kind? = try connection.firstRow(
                "SELECT kind FROM tracking_events WHERE shipment_id = $1 AND id = $2",
                [.text(id.description), .text(event.id.text)]
            ) { try $0.value(0) }
            if let known {
                guard known == event.kind else { throw ShippingError.eventReused(event.id) }
                return TrackingOutcome(shipment: shipment, isReplay: true)
            }
            let tracked = try shipment.tracking(event, at: event.receivedAt)
            let last = try connection.firstRow(
                "SELECT number FROM tracking_events WHERE shipment_id = $1 ORDER BY number DESC LIMIT 1",
                [.text(id.description)]
            ) { try $0.integer(0) }
            let number = (last ?? 0) + 1
            guard number <= TrackingEvent.maximumCount else { throw ShippingError.tooManyEvents(id) }
            try event.insert(for: id, number: number, into: connection)
            if tracked.shipment != shipment { try tracked.shipment.update(on: connection) }
            try tracked.delivery?.insert(into: connection)
            return TrackingOutcome(shipment: tracked.shipment, isReplay: false)
        }
    }

    package func forgetOrder(_ orderID: OrderID) async throws -> Int {
        try await database.writing { connection in
            // The same order of locks for every call.
            _ = try connection.rows(
                """
                SELECT id FROM shipments WHERE order_id = $1 ORDER BY attempt\(connection.dialect.rowLock())
                """,
                [.text(orderID.description)]
            ) { try $0.text(0) }
            return try connection.execute(
                "UPDATE shipments SET ship_to = NULL WHERE order_id = $1 AND ship_to IS NOT NULL",
                [.text(orderID.description)]
            )
        }
    }

    private func change(
        _ id: ShipmentID,
        _ decide: @escaping @Sendable (Shipment) throws -> Shipment?
    ) async throws -> Shipment {
        try await database.writing { connection in
            guard let shipment = try Self.shipment(id, locking: true, on: connection) else {
                throw ShippingError.unknownShipment(id)
            }
            guard let changed = try decide(shipment) else { return shipment }
            try changed.update(on: connection)
            return changed
        }
    }
}
