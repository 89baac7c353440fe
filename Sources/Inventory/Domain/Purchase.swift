package import OMSKernel

/// An order of more goods at a supplier, as the stock's system of record notes it: what it began with stays, whatever
/// the SKU's reorder quantity is later, and it ends once.
package struct Purchase: Sendable, Equatable {
    /// Names it for good, at the supplier too.
    package let number: RequestKey
    package let sku: SKU
    /// The pieces ordered.
    package let quantity: Int64
    package let placedAt: Timestamp
    /// How it ended; nil while it is awaited.
    package internal(set) var end: End?

    package struct End: Sendable, Equatable {
        /// The pieces that came; 0 when it came to nothing.
        package let received: Int64
        package let at: Timestamp

        package init(received: Int64, at moment: Timestamp) {
            self.received = received
            at = moment
        }
    }

    package init(number: RequestKey, sku: SKU, quantity: Int64, placedAt: Timestamp, end: End? = nil) {
        self.number = number
        self.sku = sku
        self.quantity = quantity
        self.placedAt = placedAt
        self.end = end
    }

    /// The purchase after it ended; nil when it did before.
    package func ending(received quantity: Int64, at now: Timestamp) -> Purchase? {
        guard end == nil else { return nil }
        var purchase = self
        purchase.end = End(received: quantity, at: now)
        return purchase
    }

    /// The ledger's key of what came.
    package static func receiptKey(of number: RequestKey) -> RequestKey {
        RequestKey(trusted: "purchase:\(number)")
    }
}
