import OMSKernel
import Orders
import SQLPort

/// Fills the tables with many orders in a few statements.
enum ManyOrders {
    static let start = Timestamp(milliseconds: 1_800_000_000_000)

    /// Orders a second apart with two lines each: 1 in 1,000 is FAILED, the others CREATED; 500 SKUs; 1,000
    /// customers, the first of which has every second order. PostgreSQL takes the table for ten times as long.
    static func insert(_ count: Int, into database: any SQLDatabase) async throws {
        try await database.write { connection in
            let dialect = connection.dialect
            let numbers = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < \(count - 1))"
            try connection.executeScript(
                """
                INSERT INTO customers (id, name, version, created_at, updated_at)
                WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
                SELECT 'cust-' || i, 'Ada', 1, 0, 0 FROM n;
                INSERT INTO orders (id, request_id, external_order_id, channel, status, priority, customer_id,
                content_fingerprint, version, created_at, updated_at)
                \(numbers)
                SELECT \(id("i", dialect)), \(id("i", dialect)), 'X-' || i, 'MANUAL',
                CASE WHEN i % 1000 = 500 THEN 'FAILED' ELSE 'CREATED' END, 0,
                'cust-' || (CASE WHEN i % 2 = 0 THEN 0 ELSE i % 1000 END), 'f', 1,
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
            // Plans that are right for a small table alone are to be found without filling a big one.
            try connection.executeScript("UPDATE pg_class SET reltuples = reltuples * 10 WHERE relname = 'orders'")
        }
    }
}
