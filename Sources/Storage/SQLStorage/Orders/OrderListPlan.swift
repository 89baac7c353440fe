import OMSKernel
import Orders
import SQLPort

/// Which index serves a list, and what is left to check on each row.
///
/// Every index but that of external ids ends in the order's id, which starts with the order's creation time, so
/// each of them gives its rows by creation. Ranges are compared as rows, `(status, id) < ($1, $2)`, and sorted by
/// both columns: no other index has that order, so that neither database, whatever its statistics say, walks
/// along the primary key past all orders of another status.
struct OrderListPlan {
    /// In the order in which they are preferred.
    enum Index {
        case externalOrderID(String)
        case customer(CustomerID)
        case sku(SKU)
        case status(OrderStatus)
        case creation
    }

    private let index: Index
    private let filter: OrderFilter
    private let sorted: CreationOrder
    private let range: OrderIDRange

    init(_ filter: OrderFilter, sorted: CreationOrder, after: OrderID?) {
        var range = OrderIDRange()
        // A range of times is a range of ids.
        range.limitBelow(filter.from.map { UUIDv7.floor(of: $0).description }, isInside: true)
        range.limitAbove(filter.to.map { UUIDv7.floor(of: $0).description }, isInside: false)
        switch sorted {
        case .newestFirst: range.limitAbove(after?.description, isInside: false)
        case .oldestFirst: range.limitBelow(after?.description, isInside: false)
        }
        self.index = Index(filter)
        self.filter = filter
        self.sorted = sorted
        self.range = range
    }

    /// Whether rows are looked at that may not be shown.
    var hasResidual: Bool {
        var query = ListQuery()
        return !residual(in: &query).isEmpty
    }

    /// Finds the rows to show.
    /// - Parameters:
    ///   - limit: how many rows at most.
    ///   - edge: the last row that may be looked at, as ``edge(scanned:)`` found it; nil when there are fewer.
    ///   - bound: how many rows of the index there are up to the edge, for a database that plans by statistics:
    ///     else it may take a scan of the whole table for cheaper. Nil for one that goes along the index anyway.
    /// - Returns: the query and its arguments.
    func page(limit: Int, edge: OrderID?, bound: Int?) -> ListQuery {
        var range = range
        switch sorted {
        case .newestFirst: range.limitBelow(edge?.description, isInside: true)
        case .oldestFirst: range.limitAbove(edge?.description, isInside: true)
        }
        var query = ListQuery()
        let indexed = conditions(of: range, in: &query)
        let residual = residual(in: &query)
        let limited = "LIMIT \(query.parameter(.integer(Int64(limit))))"
        let bounded = hasResidual ? bound.map { " LIMIT \(query.parameter(.integer(Int64($0))))" } : nil
        switch index {
        case .sku:
            let shortened = hasResidual ? bounded ?? "" : " \(limited)"
            query.sql = """
                SELECT \(Order.columns) FROM (SELECT DISTINCT sku, order_id FROM order_lines\(clause(indexed)) \
                ORDER BY \(order)\(shortened)) s JOIN orders o ON o.id = s.order_id\(clause(residual)) \
                ORDER BY id \(direction) \(limited)
                """
        case .externalOrderID, .customer, .status, .creation:
            let source =
                if let bounded {
                    "(SELECT \(Order.columns) FROM orders\(clause(indexed)) ORDER BY \(order)\(bounded)) o"
                        + clause(residual)
                } else {
                    "orders o" + clause(indexed + residual)
                }
            query.sql = "SELECT \(Order.columns) FROM \(source) ORDER BY \(order) \(limited)"
        }
        return query
    }

    /// Finds the id of the last row that may be looked at; no row when there are not that many.
    /// - Parameter scanned: how many rows of the index may be looked at.
    /// - Returns: the query and its arguments.
    func edge(scanned: Int) -> ListQuery {
        var query = ListQuery()
        let indexed = clause(conditions(of: range, in: &query))
        let offset = query.parameter(.integer(Int64(scanned) - 1))
        let select =
            if case .sku = index {
                "SELECT DISTINCT order_id, sku FROM order_lines\(indexed)"
            } else {
                "SELECT id FROM orders\(indexed)"
            }
        query.sql = "\(select) ORDER BY \(order) LIMIT 1 OFFSET \(offset)"
        return query
    }

    // MARK: Parts of a query

    private var direction: String { sorted == .newestFirst ? "DESC" : "ASC" }

    private var order: String {
        switch index {
        case .customer: "customer_id \(direction), id \(direction)"
        case .sku: "sku \(direction), order_id \(direction)"
        case .status: "status \(direction), id \(direction)"
        case .externalOrderID, .creation: "id \(direction)"
        }
    }

    private func conditions(of range: OrderIDRange, in query: inout ListQuery) -> [String] {
        switch index {
        case .externalOrderID(let id):
            ["external_order_id = \(query.parameter(.text(id)))"] + range.conditions(on: "id", in: &query)
        case .customer(let id):
            // The index holds no others; PostgreSQL wants to be told.
            ["customer_id IS NOT NULL"]
                + range.conditions(on: "id", under: "customer_id", equal: id.text, in: &query)
        case .sku(let sku):
            range.conditions(on: "order_id", under: "sku", equal: sku.code, in: &query)
        case .status(let status):
            range.conditions(on: "id", under: "status", equal: status.rawValue, in: &query)
        case .creation:
            range.conditions(on: "id", in: &query)
        }
    }

    /// What the index does not answer.
    private func residual(in query: inout ListQuery) -> [String] {
        var conditions: [String] = []
        func add(_ value: String?, _ condition: (String) -> String) {
            guard let value else { return }
            conditions.append(condition(query.parameter(.text(value))))
        }
        if case .externalOrderID = index {
            add(filter.customerID?.text) { "customer_id = \($0)" }
        }
        if index.isBefore(sku: filter.sku) {
            add(filter.sku?.code) {
                "EXISTS (SELECT 1 FROM order_lines l WHERE l.order_id = o.id AND l.sku = \($0))"
            }
        }
        if case .status = index {} else { add(filter.status?.rawValue) { "status = \($0)" } }
        add(filter.channel?.rawValue) { "channel = \($0)" }
        return conditions
    }

    private func clause(_ conditions: [String]) -> String {
        conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
    }
}

extension OrderListPlan.Index {
    fileprivate init(_ filter: OrderFilter) {
        self =
            if let id = filter.externalOrderID {
                .externalOrderID(id)
            } else if let id = filter.customerID {
                .customer(id)
            } else if let sku = filter.sku {
                .sku(sku)
            } else if let status = filter.status {
                .status(status)
            } else {
                .creation
            }
    }

    /// Whether a SKU of the filter is left to be checked.
    fileprivate func isBefore(sku: SKU?) -> Bool {
        if case .sku = self { return false }
        return sku != nil
    }
}

/// A query that is being written, with the values of its numbered parameters.
struct ListQuery {
    var sql = ""
    private(set) var arguments: [SQLValue] = []

    mutating func parameter(_ value: SQLValue) -> String {
        arguments.append(value)
        return "$\(arguments.count)"
    }
}
