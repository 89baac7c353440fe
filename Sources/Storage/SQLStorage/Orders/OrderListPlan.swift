import OMSKernel
import Orders
import SQLPort

/// Which index serves a list, and what is left to check on each row. Every index ends in the order's id, which
/// starts with the order's creation time, so each of them gives its rows by creation.
struct OrderListPlan {
    /// In the order in which they are preferred.
    enum Index: String, CaseIterable {
        case externalOrderID, customerID, sku, status, creation
    }

    let index: Index
    /// Parameters of the statements, in their order.
    let arguments: [SQLValue]
    private let indexed: [String]
    private let residual: [String]
    private let direction: String

    /// Whether rows are looked at that may not be shown.
    var hasResidual: Bool { !residual.isEmpty }

    init(_ filter: OrderFilter, sorted: CreationOrder, after: OrderID?) {
        let index = Index(filter)
        let key = index == .sku ? "order_id" : "id"
        var conditions = ListConditions()
        conditions.add("external_order_id = ", filter.externalOrderID, isIndexed: index == .externalOrderID)
        conditions.add("customer_id = ", filter.customerID?.text, isIndexed: index == .customerID)
        conditions.addSKU(filter.sku, isIndexed: index == .sku)
        conditions.add("status = ", filter.status?.rawValue, isIndexed: index == .status)
        conditions.add("channel = ", filter.channel?.rawValue, isIndexed: false)
        // A range of times is a range of ids.
        conditions.add("\(key) >= ", filter.from.map { UUIDv7.floor(of: $0).description }, isIndexed: true)
        conditions.add("\(key) < ", filter.to.map { UUIDv7.floor(of: $0).description }, isIndexed: true)
        let beyond = sorted == .newestFirst ? "<" : ">"
        conditions.add("\(key) \(beyond) ", after?.description, isIndexed: true)
        self.index = index
        arguments = conditions.arguments
        indexed = conditions.indexed
        residual = conditions.residual
        direction = sorted == .newestFirst ? "DESC" : "ASC"
    }

    /// The rows to show and its arguments.
    /// - Parameters:
    ///   - limit: how many rows at most.
    ///   - scanned: how many rows of the index may be looked at.
    ///   - edge: what ``edge(scanned:)`` found.
    func page(limit: Int, scanned: Int, edge: OrderID?) -> (sql: String, arguments: [SQLValue]) {
        var arguments = arguments
        func parameter(_ value: SQLValue) -> String {
            arguments.append(value)
            return "$\(arguments.count)"
        }
        let limited = "LIMIT \(parameter(.integer(Int64(limit))))"
        if index == .sku {
            let inner = "LIMIT \(parameter(.integer(Int64(hasResidual ? scanned : limit))))"
            let ids = """
                SELECT DISTINCT order_id FROM order_lines\(Self.clause(indexed)) ORDER BY order_id \(direction) \(inner)
                """
            let sql = """
                SELECT \(Order.columns) FROM (\(ids)) s JOIN orders o ON o.id = s.order_id\(Self.clause(residual)) \
                ORDER BY id \(direction) \(limited)
                """
            return (sql, arguments)
        }
        let comparison = direction == "DESC" ? ">=" : "<="
        let bound = edge.map { ["id \(comparison) \(parameter(.text($0.description)))"] } ?? []
        let sql = """
            SELECT \(Order.columns) FROM orders o\(Self.clause(indexed + bound + residual)) \
            ORDER BY id \(direction) \(limited)
            """
        return (sql, arguments)
    }

    /// The id of the last row that may be looked at; no row when there are not that many.
    func edge(scanned: Int) -> String {
        let select = index == .sku ? "SELECT DISTINCT order_id AS id FROM order_lines" : "SELECT id FROM orders"
        return "\(select)\(Self.clause(indexed)) ORDER BY id \(direction) LIMIT 1 OFFSET \(scanned - 1)"
    }

    private static func clause(_ conditions: [String]) -> String {
        conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
    }
}

extension OrderListPlan.Index {
    fileprivate init(_ filter: OrderFilter) {
        self =
            if filter.externalOrderID != nil {
                .externalOrderID
            } else if filter.customerID != nil {
                .customerID
            } else if filter.sku != nil {
                .sku
            } else if filter.status != nil {
                .status
            } else {
                .creation
            }
    }
}

/// Conditions with their numbered parameters, apart by whether an index answers them.
private struct ListConditions {
    private(set) var arguments: [SQLValue] = []
    private(set) var indexed: [String] = []
    private(set) var residual: [String] = []

    mutating func add(_ comparison: String, _ value: String?, isIndexed: Bool) {
        guard let value else { return }
        arguments.append(.text(value))
        let condition = "\(comparison)$\(arguments.count)"
        if isIndexed { indexed.append(condition) } else { residual.append(condition) }
    }

    mutating func addSKU(_ sku: SKU?, isIndexed: Bool) {
        guard let sku else { return }
        arguments.append(.text(sku.code))
        if isIndexed {
            indexed.append("sku = $\(arguments.count)")
        } else {
            residual.append(
                "EXISTS (SELECT 1 FROM order_lines l WHERE l.order_id = o.id AND l.sku = $\(arguments.count))"
            )
        }
    }
}
