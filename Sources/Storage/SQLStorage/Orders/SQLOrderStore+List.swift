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
            let edge = plan.hasResidual ? try Self.edge(of: plan, scanned: scanned, on: connection) : nil
            let bound = connection.dialect == .postgres ? scanned : nil
            let query = plan.page(limit: limit.count + 1, edge: edge, bound: bound)
            let rows = try connection.rows(query.sql, query.arguments, Order.Row.init)
            let page = Array(rows.prefix(limit.count))
            let next = rows.count > page.count ? page.last?.id : edge
            return Page(elements: try Self.orders(page, on: connection), next: next)
        }
    }

    private static func edge(
        of plan: OrderListPlan,
        scanned: Int,
        on connection: any SQLConnection
    ) throws -> OrderID? {
        let query = plan.edge(scanned: scanned)
        return try connection.firstRow(query.sql, query.arguments) { OrderID(try $0.uuid(0)) }
    }
}
