import OMSKernel

/// One order gathered from consecutive records of a CSV file.
struct CSVOrder: Sendable {
    typealias Values = [OrderColumn: String]

    /// As many items as an order may have, and one more, so that the server refuses it.
    private static let maximumItems = 1_001

    let firstLine: Int
    private(set) var lastLine: Int
    private var order: Values
    private var items: [Values] = []
    private(set) var problems: [String] = []

    /// An order of one record so far; empty cells are absent.
    init(_ values: Values, line: Int, lastLine: Int) {
        firstLine = line
        self.lastLine = lastLine
        order = values.filter { !$0.key.isOfItem }
        items.append(values.filter { $0.key.isOfItem })
    }

    var identity: RowIdentity {
        RowIdentity(
            requestID: order[.requestID],
            channel: order[.channel],
            externalOrderID: order[.externalOrderID],
            hasRequestID: order[.requestID] != nil
        )
    }

    /// Whether a record is another item of this order: it names the same requestId, or the same
    /// externalOrderId of the same channel, and nothing that says otherwise.
    func continues(with values: Values) -> Bool {
        func agrees(_ column: OrderColumn) -> Bool { values[column] == nil || values[column] == order[column] }
        guard agrees(.requestID), agrees(.externalOrderID) else { return false }
        if values[.requestID] != nil { return true }
        return values[.externalOrderID] != nil && agrees(.channel)
    }

    mutating func add(_ values: Values, line: Int, lastLine: Int) {
        self.lastLine = lastLine
        for (column, value) in values where !column.isOfItem && order[column] != value {
            guard problems.count < 20 else { break }
            problems.append("\(column.rawValue) on line \(line) differs from line \(firstLine) of the same order")
        }
        if items.count < Self.maximumItems { items.append(values.filter { $0.key.isOfItem }) }
    }

    /// Notes that a record which may belong to the order could not be read.
    mutating func missesItem(on line: Int) {
        problems.append("line \(line) beside it cannot be read and may be an item of this order")
    }

    /// The body of `POST /orders`. Numbers that are none are sent as texts, for the server to refuse by name.
    var body: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            for column in [OrderColumn.requestID, .externalOrderID, .channel] {
                if let value = order[column] { writer.member(column.rawValue, value) }
            }
            if let priority = order[.priority] { Self.number(priority, "priority", &writer) }
            if let customerID = order[.customerID] { writer.member("customerId", customerID) }
            let address = OrderColumn.address.filter { order[$0.column] != nil }
            if !address.isEmpty {
                writer.member(
                    "shipTo",
                    object: { writer in
                        for (column, member) in address { writer.member(member, order[column]) }
                    }
                )
            }
            writer.member("items", array: items) { writer, item in
                writer.object { Self.item(item, &$0) }
            }
        }
        return writer.bytes
    }

    private static func item(_ item: Values, _ writer: inout JSONWriter) {
        if let sku = item[.sku] { writer.member("sku", sku) }
        if let quantity = item[.quantity] { number(quantity, "quantity", &writer) }
        guard item[.amount] != nil || item[.currency] != nil else { return }
        writer.member(
            "unitPrice",
            object: { writer in
                if let amount = item[.amount] { writer.member("amount", amount) }
                if let currency = item[.currency] { writer.member("currency", currency) }
            }
        )
    }

    private static func number(_ text: String, _ member: String, _ writer: inout JSONWriter) {
        if let number = Int64(text) { writer.member(member, number) } else { writer.member(member, text) }
    }
}
