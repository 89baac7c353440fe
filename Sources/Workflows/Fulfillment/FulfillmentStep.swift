/// The steps of a fulfilment, in their order, and how it can end.
package enum FulfillmentStep: String, Codable, Sendable, CaseIterable {
    case allocateInventory = "ALLOCATE_INVENTORY"
    case markReserved = "MARK_ORDER_RESERVED"
    case createPickWave = "CREATE_PICK_WAVE"
    case waitForPick = "WAIT_FOR_PICK"
    case consumeInventory = "CONSUME_INVENTORY"
    case waitForPack = "WAIT_FOR_PACK"
    case createShipment = "CREATE_SHIPMENT"
    case generateLabel = "GENERATE_SHIPPING_LABEL"
    case confirmShipment = "CONFIRM_SHIPMENT"
    case markShipped = "MARK_ORDER_SHIPPED"
    /// What was done is being undone.
    case compensate = "COMPENSATE"
    case finished = "FINISHED"

    /// From here on the goods leave the house: the order can no longer be cancelled.
    package var isPastCancellation: Bool { self == .confirmShipment || self == .markShipped }
}

/// How a fulfilment is, or how it ended.
package enum FulfillmentStatus: String, Codable, Sendable, CaseIterable {
    case running = "RUNNING"
    case compensating = "COMPENSATING"
    case shipped = "SHIPPED"
    case cancelled = "CANCELLED"
    case failed = "FAILED"
    /// The order was cancelled or deleted by somebody else; what was held for it was given back.
    case abandoned = "ABANDONED"
}
