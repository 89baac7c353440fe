package import OMSKernel

/// How much of one SKU there is, and when to order more of it.
package struct StockLevel: Sendable, Equatable {
    /// The most pieces of one SKU that can be on hand; far from where Int64 ends, so that no sum of a ledger overflows.
    package static let maximumQuantity: Int64 = 1_000_000_000_000

    package let sku: SKU
    /// The pieces in the building, those held for orders included.
    package internal(set) var onHand: Int64
    /// The pieces held for orders; at most ``onHand``.
    package internal(set) var reserved: Int64
    /// More is ordered when fewer than this are available; 0 when that is off.
    package internal(set) var reorderPoint: Int64
    /// How many pieces are ordered at a time; 0 when that is off.
    package internal(set) var reorderQuantity: Int64
    /// Whether a replenishment was asked for and has not ended.
    package internal(set) var isReplenishing: Bool
    /// Starts at 1 and grows by one with each change.
    package internal(set) var version: Int64
    package internal(set) var updatedAt: Timestamp

    package init(
        sku: SKU,
        onHand: Int64,
        reserved: Int64,
        reorderPoint: Int64,
        reorderQuantity: Int64,
        isReplenishing: Bool,
        version: Int64,
        updatedAt: Timestamp
    ) {
        self.sku = sku
        self.onHand = onHand
        self.reserved = reserved
        self.reorderPoint = reorderPoint
        self.reorderQuantity = reorderQuantity
        self.isReplenishing = isReplenishing
        self.version = version
        self.updatedAt = updatedAt
    }

    /// A SKU of which nothing is there yet.
    package init(empty sku: SKU, at now: Timestamp) {
        self.init(
            sku: sku,
            onHand: 0,
            reserved: 0,
            reorderPoint: 0,
            reorderQuantity: 0,
            isReplenishing: false,
            version: 0,
            updatedAt: now
        )
    }

    /// The pieces that an order can still get.
    package var available: Int64 { onHand - reserved }

    /// Whether more should be ordered.
    package var isLow: Bool { reorderPoint > 0 && reorderQuantity > 0 && available < reorderPoint }
}
