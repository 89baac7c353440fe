package import OMSKernel

package typealias StockMovementID = Identifier<StockMovement>

/// One entry of the ledger: what changed of one SKU's stock, and why. Entries are never changed; the sum of their
/// deltas is the stock, always.
package struct StockMovement: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Goods that came in.
        case receipt = "RECEIPT"
        /// A correction by a person: a count, a loss, a find.
        case adjustment = "ADJUSTMENT"
        /// Pieces held for an order.
        case reservation = "RESERVATION"
        /// Held pieces that no order holds any more.
        case release = "RELEASE"
        /// Held pieces that left the shelf for their order.
        case consumption = "CONSUMPTION"
        /// Pieces of an order that came to nothing, back on the shelf.
        case customerReturn = "RETURN"
    }

    package let id: StockMovementID
    package let sku: SKU
    package let kind: Kind
    /// What is added to the pieces on hand.
    package let onHandDelta: Int64
    /// What is added to the held pieces.
    package let reservedDelta: Int64
    /// The order it was for; nil for receipts and adjustments.
    package let orderID: OrderID?
    /// Why, in a caller's or a carrier's words; no personal data.
    package let reason: String?
    /// The idempotency key of the request that caused it; unique in the ledger.
    package let key: RequestKey?
    /// `key:<id>` for a caller, `system` for the system itself.
    package let actor: String
    package let createdAt: Timestamp

    package init(
        id: StockMovementID,
        sku: SKU,
        kind: Kind,
        onHandDelta: Int64,
        reservedDelta: Int64,
        orderID: OrderID?,
        reason: String?,
        key: RequestKey?,
        actor: String,
        createdAt: Timestamp
    ) {
        self.id = id
        self.sku = sku
        self.kind = kind
        self.onHandDelta = onHandDelta
        self.reservedDelta = reservedDelta
        self.orderID = orderID
        self.reason = reason
        self.key = key
        self.actor = actor
        self.createdAt = createdAt
    }
}
