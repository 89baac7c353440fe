import OMSKernel
import Orders

/// What `GET /orders` is asked for.
struct OrderListRequest {
    private enum Sort: String, CaseIterable {
        case newest, oldest
        case newestByField = "-createdAt"
        case oldestByField = "createdAt"

        var order: CreationOrder {
            switch self {
            case .newest, .newestByField: .newestFirst
            case .oldest, .oldestByField: .oldestFirst
            }
        }
    }

    let filter: OrderFilter
    let sorted: CreationOrder
    let limit: PageLimit
    let after: OrderID?
    /// Names the list that cursors are bound to: its filters and its order, not its page length.
    let list: String

    /// - Throws: ``ValidationError`` naming every wrong parameter.
    init(_ query: Query, cursors: CursorCodec) throws(ValidationError) {
        var problems = ValidationError()
        var filter = OrderFilter()
        filter.status = query.word("status", OrderStatus.self, &problems)
        filter.channel = query.word("channel", Channel.self, &problems)
        if let text = query.text("customerId", &problems) {
            filter.customerID = CustomerID(text)
            if filter.customerID == nil { problems.add("customerId", CustomerID.rule) }
        }
        if let text = query.text("externalOrderId", &problems) {
            filter.externalOrderID = problems.check("externalOrderId") { () throws(TextError) in
                try Text.checked(text, maximumLength: NewOrder.maximumExternalOrderIDLength)
            }
        }
        if let code = query.text("sku", &problems) {
            filter.sku = problems.check("sku") { () throws(TextError) in try SKU(code) }
        }
        filter.from = query.timestamp("from", &problems)
        filter.to = query.timestamp("to", &problems)
        let sorted = query.word("sort", Sort.self, &problems)?.order ?? .newestFirst
        let list = Self.name(of: filter, sorted)
        limit = query.limit(&problems)
        after = cursors.position(in: query, OrderID.self, list: list, problems: &problems)
        try problems.throwIfAny()
        self.filter = filter
        self.sorted = sorted
        self.list = list
    }

    private static func name(of filter: OrderFilter, _ sorted: CreationOrder) -> String {
        let parts: [String?] = [
            sorted.rawValue, filter.status?.rawValue, filter.channel?.rawValue, filter.customerID?.text,
            filter.externalOrderID, filter.sku?.code, filter.from?.description, filter.to?.description,
        ]
        // Line breaks separate: no part can hold one.
        return "orders\n" + parts.map { $0 ?? "" }.joined(separator: "\n")
    }
}
