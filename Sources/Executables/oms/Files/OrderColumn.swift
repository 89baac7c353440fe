/// The columns of a CSV file of orders: one item a record, the order's own columns repeated or left empty.
package enum OrderColumn: String, Sendable, CaseIterable {
    case requestID = "requestId"
    case externalOrderID = "externalOrderId"
    case channel
    case priority
    case customerID = "customerId"
    case name = "shipTo.name"
    case line1 = "shipTo.line1"
    case line2 = "shipTo.line2"
    case city = "shipTo.city"
    case region = "shipTo.region"
    case postalCode = "shipTo.postalCode"
    case country = "shipTo.country"
    case phone = "shipTo.phone"
    case email = "shipTo.email"
    case sku
    case quantity
    case amount = "unitPrice.amount"
    case currency = "unitPrice.currency"
    // What an export tells beside, and an import passes over.
    case orderID = "orderId"
    case status
    case createdAt
    case version

    /// The columns that an import reads.
    package static let imported = allCases.filter { !$0.isExportOnly }

    package var isExportOnly: Bool {
        switch self {
        case .orderID, .status, .createdAt, .version: true
        default: false
        }
    }

    /// Columns that belong to one item; the others belong to the order.
    package var isOfItem: Bool {
        switch self {
        case .sku, .quantity, .amount, .currency: true
        default: false
        }
    }

    /// The columns of the address, with the member each becomes.
    package static let address: [(column: OrderColumn, member: String)] = [
        (.name, "name"), (.line1, "line1"), (.line2, "line2"), (.city, "city"), (.region, "region"),
        (.postalCode, "postalCode"), (.country, "country"), (.phone, "phone"), (.email, "email"),
    ]
}
