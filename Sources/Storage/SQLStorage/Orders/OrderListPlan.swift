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
    private let indexed: [String]
    private let indexedArguments: [SQLValue]
    private let residual: [String]
    private let residualArguments: [SQLValue]
    private let direction: String

    /// Whether rows are looked at that may not be shown.
    var hasResidual: Bool { !residual.isEmpty }

    init(_ filter: OrderFilter, sorted: CreationOrder, after: OrderID?) {
        let index = Index(filter)
        let key = index == .sku ? "order_id" : "id"
        var conditions = ListConditions()
        conditions.add("external_order_id = ", filter.externalOrderID, isIndexed: index == .externalOrderID)
        conditions.add("customer_id = ", filter.customerID?.text, isIndexed: index == .customerID)
        if index == .sku {
            conditions.add("sku = ", filter.sku?.code, isIndexed: true)
        } else {
            let exists = "EXISTS (SELECT 1 FROM order_lines l WHERE l.order_id = o.id AND l.sku = "
            conditions.add(exists, filter.sku?.code, ")", isIndexed: false)
        }
        conditions.add("status = ", filter.status?.rawValue, isIndexed: index == .status)
        conditions.add("channel = ", filter.channel?.rawValue, isIndexed: false)
        // A range of times is a range of ids.
        conditions.add("\(key) >= ", filter.from.map { UUIDv7.floor(of: $0).description }, isIndexed: true)
        conditions.add("\(key) < ", filter.to.map { UUIDv7.floor(of: $0).description }, isIndexed: true)
        let beyond = sorted == .newestFirst ? "<" : ">"
        conditions.add("\(key) \(beyond) ", after?.description, isIndexed: true)
        self.index = index
        indexed = conditions.indexedSQL
        indexedArguments = conditions.indexedArguments
        residual = conditions.residualSQL
        residualArguments = conditions.residualArguments
        direction = sorted == .newestFirst ? "DESC" : "ASC"
    }

    /// Finds the rows to show.
    /// - Parameters:
    ///   - limit: how many rows at most.
    ///   - scanned: how many rows of the index may be looked at.
    ///   - edge: what ``edge(scanned:)`` found.
    /// - Returns: the query and its arguments.
    func page(limit: Int, scanned: Int, edge: OrderID?) -> (sql: String, arguments: [SQLValue]) {
        var arguments = indexedArguments + residualArguments
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

    /// Finds the id of the last row that may be looked at; no row when there are not that many.
    /// - Parameter scanned: how many rows of the index may be looked at.
    /// - Returns: the query and its arguments.
    func edge(scanned: Int) -> (sql: String, arguments: [SQLValue]) {
        let select = index == .sku ? "SELECT DISTINCT order_id AS id FROM order_lines" : "SELECT id FROM orders"
        let offset = "LIMIT 1 OFFSET $\(indexed.count + 1)"
        let sql = "\(select)\(Self.clause(indexed)) ORDER BY id \(direction) \(offset)"
        return (sql, indexedArguments + [.integer(Int64(scanned) - 1)])
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

/// Conditions with a value each, apart by whether an index answers them.
private struct ListConditions {
    /// What stands before and after the parameter, and the value.
    private struct Condition {
        let before: String
        let after: String
        let value: SQLValue
    }

    private var indexed: [Condition] = []
    private var residual: [Condition] = []

    mutating func add(_ before: String, _ value: String?, _ after: String = "", isIndexed: Bool) {
        guard let value else { return }
        let condition = Condition(before: before, after: after, value: .text(value))
        if isIndexed { indexed.append(condition) } else { residual.append(condition) }
    }

    /// Parameters are numbered from 1: those of the indexed conditions, then the others.
    var indexedSQL: [String] { Self.sql(indexed, from: 1) }
    var indexedArguments: [SQLValue] { indexed.map(\.value) }
    var residualSQL: [String] { Self.sql(residual, from: indexed.count + 1) }
    var residualArguments: [SQLValue] { residual.map(\.value) }

    private static func sql(_ conditions: [Condition], from first: Int) -> [String] {
        conditions.enumerated().map { "\($1.before)$\(first + $0)\($1.after)" }
    }
}
