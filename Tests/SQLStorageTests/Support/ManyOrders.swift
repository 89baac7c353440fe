import OMSKernel
import Orders
import SQLPort

/// Fills the tables with many orders in a few statements.
enum ManyOrders {
    static let start = Timestamp(milliseconds: 1_800_000_000_000)

    /// Orders a second apart with two lines each: 1 in 1,000 is FAILED, the others CREATED; 100 customers, 500 SKUs.
    static func insert(_ count: Int, into database: any SQLDatabase) async throws {
        try await database.write { connection in
            let dialect = connection.dialect
            let numbers = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < \(count - 1))"
            try connection.executeScript(
                """
                INSERT INTO customers (id, name, version, created_at, updated_at)
                WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99)
                SELECT 'cust-' || i, 'Ada', 1, 0, 0 FROM n;
                INSERT INTO orders (id, request_id, external_order_id, channel, status, priority, customer_id,
                content_fingerprint, version, created_at, updated_at)
                \(numbers)
                SELECT \(id("i", dialect)), \(id("i", dialect)), 'X-' || i, 'MANUAL',
                CASE WHEN i % 1000 = 500 THEN 'FAILED' ELSE 'CREATED' END, 0, 'cust-' || (i % 100), 'f', 1,
                \(start.milliseconds) + i * 1000, 0 FROM n;
                INSERT INTO order_lines (order_id, line_number, id, sku, quantity, status)
                \(numbers), lines(line) AS (SELECT 1 UNION ALL SELECT 2)
                SELECT \(id("i", dialect)), line, \(id("i", dialect)), 'SKU-' || ((i + line * 7) % 500), 1, 'PENDING'
                FROM n, lines;
                """
            )
        }
        if database.dialect == .postgres { try await analyze(database) }
    }

    static func id(_ number: Int) -> OrderID? {
        let prefix = UUIDv7.floor(of: start.advanced(by: .seconds(number))).description.prefix(13)
        let tail = String(number, radix: 16)
        return OrderID("\(prefix)-7000-8000-\(String(repeating: "0", count: 12 - tail.count))\(tail)")
    }

    /// An expression for a version 7 UUID of order `number`, at its time.
    private static func id(_ number: String, _ dialect: SQLDialect) -> String {
        let time = "(\(start.milliseconds) + \(number) * 1000)"
        switch dialect {
        case .sqlite:
            let hex = "printf('%012x', \(time))"
            return "substr(\(hex), 1, 8) || '-' || substr(\(hex), 9) || '-7000-8000-' || printf('%012x', \(number))"
        case .postgres:
            let hex = "lpad(to_hex(\(time)), 12, '0')"
            return """
                substr(\(hex), 1, 8) || '-' || substr(\(hex), 9) || '-7000-8000-' || lpad(to_hex(\(number)), 12, '0')
                """
        }
    }

    private static func analyze(_ database: any SQLDatabase) async throws {
        try await database.write { connection in
            for table in ["customers", "orders", "order_lines"] { try connection.executeScript("ANALYZE \(table)") }
        }
    }
}
