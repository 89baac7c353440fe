package import OMSKernel
package import Orders
import SQLPort

extension SQLOrderStore {
    /// Reads along the narrowest index that fits and checks the rest of the filter row by row, at most
    /// `maximumScannedRows` of them: then the page ends early with a position to go on from.
    package func orders(
        matching filter: OrderFilter,
        sorted: CreationOrder,
        after: OrderID?,
        limit: PageLimit
    ) async throws -> Page<Order, OrderID> {
        let plan = OrderListPlan(filter, sorted: sorted, after: after)
        let scanned = maximumScannedRows
        return try await database.reading { connection in
            let rows = try connection.rows(
                plan.page(scanned: scanned, limit: limit.count + 1),
                plan.arguments,
                Order.Row.init
            )
            if rows.count > limit.count {
                let page = Array(rows.prefix(limit.count))
                return Page(elements: try Self.orders(page, on: connection), next: page.last?.id)
            }
            let edge = plan.hasResidual ? try Self.edge(of: plan, scanned: scanned, on: connection) : nil
            return Page(elements: try Self.orders(rows, on: connection), next: edge)
        }
    }

    /// The last row that the scan looked at; nil when it came to the end of the index.
    private static func edge(
        of plan: OrderListPlan,
        scanned: Int,
        on connection: any SQLConnection
    ) throws -> OrderID? {
        try connection.firstRow(plan.edge(scanned: scanned), plan.arguments) { OrderID(try $0.uuid(0)) }
    }
}

/// Which index serves a list, and what is left to check on each row.
struct OrderListPlan {
    /// In the order in which they are preferred.
    enum Index: String, CaseIterable {
        case externalOrderID, customerID, sku, status, creation
    }

    let index: Index
    /// Parameters of all conditions, in their order.
    let arguments: [SQLValue]
    private let source: String
    private let key: String
    private let indexed: [String]
    private let residual: [String]
    private let direction: String

    /// Whether rows are looked at that may not be shown.
    var hasResidual: Bool { !residual.isEmpty }

    init(_ filter: OrderFilter, sorted: CreationOrder, after: OrderID?) {
        var arguments: [SQLValue] = []
        func parameter(_ value: SQLValue) -> String {
            arguments.append(value)
            return "$\(arguments.count)"
        }
        let index: Index =
            filter.externalOrderID != nil
            ? .externalOrderID
            : filter.customerID != nil ? .customerID : filter.sku != nil ? .sku : filter.status != nil ? .status : .creation
        let key = index == .sku ? "order_id" : "id"
        var indexed: [String] = []
        var residual: [String] = []
        func add(_ condition: String, by other: Index) {
            if index == other { indexed.append(condition) } else { residual.append(condition) }
        }
        if let id = filter.externalOrderID {
            add("external_order_id = \(parameter(.text(id)))", by: .externalOrderID)
        }
        if let id = filter.customerID { add("customer_id = \(parameter(.text(id.text)))", by: .customerID) }
        if let sku = filter.sku {
            let code = parameter(.text(sku.code))
            add(
                index == .sku
                    ? "sku = \(code)"
                    : "EXISTS (SELECT 1 FROM order_lines l WHERE l.order_id = o.id AND l.sku = \(code))",
                by: .sku
            )
        }
        if let status = filter.status { add("status = \(parameter(.text(status.rawValue)))", by: .status) }
        if let channel = filter.channel { residual.append("channel = \(parameter(.text(channel.rawValue)))") }
        // An id starts with its creation time, so a range of times is a range of ids.
        if let from = filter.from { indexed.append("\(key) >= \(parameter(.text(UUIDv7.floor(of: from).description)))") }
        if let to = filter.to { indexed.append("\(key) < \(parameter(.text(UUIDv7.floor(of: to).description)))") }
        if let after {
            let comparison = sorted == .newestFirst ? "<" : ">"
            indexed.append("\(key) \(comparison) \(parameter(.text(after.description)))")
        }
        self.index = index
        self.arguments = arguments
        self.source = index == .sku ? "order_lines" : "orders"
        self.key = key
        self.indexed = indexed
        self.residual = residual
        self.direction = sorted == .newestFirst ? "DESC" : "ASC"
    }

    /// The rows to show: at most `limit` that match, of at most `scanned` that the index gives.
    func page(scanned: Int, limit: Int) -> String {
        guard hasResidual || index == .sku else {
            return "SELECT \(Order.columns) FROM orders\(conditions(indexed)) ORDER BY id \(direction) LIMIT \(limit)"
        }
        let rows = index == .sku ? "SELECT o.* FROM (\(scan(scanned))) s JOIN orders o ON o.id = s.id" : "SELECT * FROM (\(scan(scanned))) o"
        return """
            SELECT \(Order.columns) FROM (\(rows)) o\(conditions(residual)) ORDER BY id \(direction) LIMIT \(limit)
            """
    }

    /// The id of the row at which the scan ended.
    func edge(scanned: Int) -> String {
        let select = index == .sku ? "SELECT DISTINCT order_id AS id FROM order_lines" : "SELECT id FROM orders"
        return "\(select)\(conditions(indexed)) ORDER BY id \(direction) LIMIT 1 OFFSET \(scanned - 1)"
    }

    private func scan(_ scanned: Int) -> String {
        let select = index == .sku ? "SELECT DISTINCT order_id AS id" : "SELECT *"
        return "\(select) FROM \(source)\(conditions(indexed)) ORDER BY id \(direction) LIMIT \(scanned)"
    }

    private func conditions(_ conditions: [String]) -> String {
        conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
    }
}
