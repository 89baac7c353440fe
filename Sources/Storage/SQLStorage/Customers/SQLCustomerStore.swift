package import OMSKernel
package import Orders
package import SQLPort

/// Customers in a SQL table; the same statements for both dialects.
package struct SQLCustomerStore: CustomerStore {
    private static let columns = "id, name, email, address, version, created_at, updated_at"

    private let database: any SQLDatabase

    /// - Parameter database: where the tables are, migrated.
    package init(database: any SQLDatabase) {
        self.database = database
    }

    package func insert(_ customer: Customer) async throws -> Bool {
        try await database.writing { connection in
            let inserted = try connection.execute(
                """
                INSERT INTO customers (\(Self.columns)) VALUES ($1, $2, $3, $4, $5, $6, $7) \
                ON CONFLICT (id) DO NOTHING
                """,
                [
                    .text(customer.id.text), .text(customer.name), .text(customer.email), .text(customer.address),
                    .integer(customer.version), .integer(customer.createdAt.milliseconds),
                    .integer(customer.updatedAt.milliseconds),
                ]
            )
            return inserted > 0
        }
    }

    package func customer(_ id: CustomerID) async throws -> Customer? {
        try await database.reading { try Self.customer(id, on: $0) }
    }

    package func customers(after: CustomerID?, limit: PageLimit) async throws -> Page<Customer, CustomerID> {
        let rows = try await database.reading { connection in
            try connection.rows(
                "SELECT \(Self.columns) FROM customers WHERE id > $1 ORDER BY id LIMIT $2",
                [.text(after?.text ?? ""), .integer(Int64(limit.count) + 1)],
                Customer.init
            )
        }
        let page = Array(rows.prefix(limit.count))
        return Page(elements: page, next: rows.count > page.count ? page.last?.id : nil)
    }

    package func modify(
        _ id: CustomerID,
        _ decide: @escaping @Sendable (Customer) throws -> Customer
    ) async throws -> Customer {
        try await database.writing { connection in
            guard let customer = try Self.customer(id, locking: true, on: connection) else {
                throw OrderError.customerNotFound(id)
            }
            let next = try decide(customer)
            guard next != customer else { return next }
            try connection.execute(
                """
                UPDATE customers SET name = $2, email = $3, address = $4, version = $5, updated_at = $6 \
                WHERE id = $1
                """,
                [
                    .text(id.text), .text(next.name), .text(next.email), .text(next.address),
                    .integer(next.version), .integer(next.updatedAt.milliseconds),
                ]
            )
            return next
        }
    }

    private static func customer(
        _ id: CustomerID,
        locking: Bool = false,
        on connection: any SQLConnection
    ) throws -> Customer? {
        try connection.firstRow(
            "SELECT \(columns) FROM customers WHERE id = $1\(connection.dialect.rowLock(locking))",
            [.text(id.text)],
            Customer.init
        )
    }
}

extension Customer {
    fileprivate init(_ row: any SQLRow) throws {
        self.init(
            id: CustomerID(trusted: try row.text(0)),
            name: try row.text(1),
            email: try row.optionalText(2),
            address: try row.optionalText(3),
            version: try row.integer(4),
            createdAt: Timestamp(milliseconds: try row.integer(5)),
            updatedAt: Timestamp(milliseconds: try row.integer(6))
        )
    }
}
