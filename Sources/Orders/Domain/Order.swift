package import OMSKernel

package typealias OrderLineID = Identifier<OrderLine>

/// One order, as its system of record has it.
///
/// Its id is a version 7 UUID made at its creation, so orders sorted by id are sorted by creation. Its
/// version starts at 1 and grows by one with each event, so it equals the last event's sequence number.
package struct Order: Sendable, Equatable {
    package let id: OrderID
    /// The idempotency key the order was made under; unique for as long as the order exists.
    package let requestID: RequestKey
    /// The order's id in the channel it came from; unique in that channel.
    package let externalOrderID: String?
    package let channel: Channel
    package internal(set) var status: OrderStatus
    /// 0 (normal) to 9, higher first.
    package internal(set) var priority: Int
    package let customerID: CustomerID?
    /// Where the goods go; an order without it is picked up.
    package internal(set) var shipTo: ShippingAddress?
    package internal(set) var lines: [OrderLine]
    /// The sum of the lines; nil when any line has no price.
    package let total: Money?
    /// Why the order failed; only a FAILED order has one.
    package internal(set) var failureReason: String?
    package internal(set) var version: Int64
    package let createdAt: Timestamp
    package internal(set) var updatedAt: Timestamp

    package init(
        id: OrderID,
        requestID: RequestKey,
        externalOrderID: String?,
        channel: Channel,
        status: OrderStatus,
        priority: Int,
        customerID: CustomerID?,
        shipTo: ShippingAddress?,
        lines: [OrderLine],
        total: Money?,
        failureReason: String?,
        version: Int64,
        createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.requestID = requestID
        self.externalOrderID = externalOrderID
        self.channel = channel
        self.status = status
        self.priority = priority
        self.customerID = customerID
        self.shipTo = shipTo
        self.lines = lines
        self.total = total
        self.failureReason = failureReason
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// One line of an order: a quantity of one SKU.
package struct OrderLine: Sendable, Equatable {
    /// How many pieces a line may have.
    package static let quantityRange: ClosedRange<Int64> = 1...1_000_000

    package let id: OrderLineID
    package let sku: SKU
    package let quantity: Int64
    /// The price of one piece; nil when the order is priced elsewhere.
    package let unitPrice: Money?
    package internal(set) var status: OrderLineStatus

    package init(id: OrderLineID, sku: SKU, quantity: Int64, unitPrice: Money?, status: OrderLineStatus) {
        self.id = id
        self.sku = sku
        self.quantity = quantity
        self.unitPrice = unitPrice
        self.status = status
    }
}
