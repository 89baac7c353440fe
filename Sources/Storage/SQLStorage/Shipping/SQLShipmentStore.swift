package import OMSKernel
package import SQLPort
package import Shipping

/// Shipments, tracking events and deliveries in SQL tables; the same statements for both dialects.
///
/// A shipment's row is locked before its events and its delivery are read or written. Who makes the one attempt of an
/// order that is not cancelled is decided by a unique key.
package struct SQLShipmentStore: ShipmentStore {
    let database: any SQLDatabase

    /// - Parameter database: where the tables are, migrated.
    package init(database: any SQLDatabase) {
        self.database = database
    }

    package func shipment(_ id: ShipmentID) async throws -> Shipment? {
        try await database.reading { try Self.shipment(id, on: $0) }
    }

    package func shipments(of orderID: OrderID) async throws -> [Shipment] {
        try await database.reading { connection in
            try connection.rows(
                "SELECT \(Shipment.columns) FROM shipments WHERE order_id = $1 ORDER BY attempt",
                [.text(orderID.description)],
                Shipment.init
            )
        }
    }

    package func shipments(
        in status: ShipmentStatus?,
        after: ShipmentID?,
        limit: PageLimit
    ) async throws -> Page<Shipment, ShipmentID> {
        let rows = try await database.reading { connection in
            let bounds: [SQLValue] = [.text(after?.description ?? ""), .integer(Int64(limit.count) + 1)]
            guard let status else {
                return try connection.rows(
                    "SELECT \(Shipment.columns) FROM shipments WHERE id > $1 ORDER BY id LIMIT $2",
                    bounds,
                    Shipment.init
                )
            }
            return try connection.rows(
                "SELECT \(Shipment.columns) FROM shipments WHERE status = $3 AND id > $1 ORDER BY id LIMIT $2",
                bounds + [.text(status.rawValue)],
                Shipment.init
            )
        }
        let page = Array(rows.prefix(limit.count))
        return Page(elements: page, next: rows.count > page.count ? page.last?.id : nil)
    }

    package func events(of id: ShipmentID) async throws -> [TrackingEvent] {
        try await database.reading { connection in
            try connection.rows(
                "SELECT \(TrackingEvent.columns) FROM tracking_events WHERE shipment_id = $1 ORDER BY number",
                [.text(id.description)],
                TrackingEvent.init
            )
        }
    }

    package func delivery(of id: ShipmentID) async throws -> Delivery? {
        try await database.reading { connection in
            try connection.firstRow(
                "SELECT \(Delivery.columns) FROM deliveries WHERE shipment_id = $1",
                [.text(id.description)],
                Delivery.init
            )
        }
    }

    // MARK: Rows

    static func shipment(
        _ id: ShipmentID,
        locking: Bool = false,
        on connection: any SQLConnection
    ) throws -> Shipment? {
        try connection.firstRow(
            "SELECT \(Shipment.columns) FROM shipments WHERE id = $1\(connection.dialect.rowLock(locking))",
            [.text(id.description)],
            Shipment.init
        )
    }

    static func shipment(
        of orderID: OrderID,
        attempt: Int,
        locking: Bool = false,
        on connection: any SQLConnection
    ) throws -> Shipment? {
        try connection.firstRow(
            """
            SELECT \(Shipment.columns) FROM shipments WHERE order_id = $1 AND attempt = $2\
            \(connection.dialect.rowLock(locking))
            """,
            [.text(orderID.description), .integer(Int64(attempt))],
            Shipment.init
        )
    }
}
