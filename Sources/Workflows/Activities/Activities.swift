/// The activities of all workflows. Their inputs name what they are about; what that is they look up themselves, so
/// that no address and no name is in a history.
package enum Activities {
    /// An order, by its id.
    package struct OrderInput: Codable, Sendable, Equatable {
        package var orderId: String

        package init(orderId: String) {
            self.orderId = orderId
        }
    }

    /// An order and why it ends.
    package struct EndingInput: Codable, Sendable, Equatable {
        package var orderId: String
        package var reason: String

        package init(orderId: String, reason: String) {
            self.orderId = orderId
            self.reason = reason
        }
    }

    /// Where an order is, for whoever looks at it when the workflow is gone.
    package struct ProgressInput: Codable, Sendable, Equatable {
        package var orderId: String
        package var step: FulfillmentStep
        package var blockingReason: String?
        /// Milliseconds since 1970.
        package var since: Int64

        package init(orderId: String, step: FulfillmentStep, blockingReason: String?, since: Int64) {
            self.orderId = orderId
            self.step = step
            self.blockingReason = blockingReason
            self.since = since
        }
    }

    /// A shipment of an order: when one came to nothing, the next has the next attempt's number.
    package struct ShipmentInput: Codable, Sendable, Equatable {
        package var orderId: String
        /// From 1.
        package var attempt: Int

        package init(orderId: String, attempt: Int) {
            self.orderId = orderId
            self.attempt = attempt
        }
    }

    /// An order at a supplier, or a reminder of it.
    package struct ReplenishmentOrder: Codable, Sendable, Equatable {
        package var sku: String
        /// Names the purchase for good, so that a repetition orders nothing more.
        package var purchaseOrder: String
        /// 0 for the order itself, then the reminder's number.
        package var reminder: Int

        package init(sku: String, purchaseOrder: String, reminder: Int) {
            self.sku = sku
            self.purchaseOrder = purchaseOrder
            self.reminder = reminder
        }
    }

    /// What came of a purchase.
    package struct Receipt: Codable, Sendable, Equatable {
        package var sku: String
        package var purchaseOrder: String
        /// 0 when nothing came.
        package var quantity: Int64

        package init(sku: String, purchaseOrder: String, quantity: Int64) {
            self.sku = sku
            self.purchaseOrder = purchaseOrder
            self.quantity = quantity
        }
    }

    /// What has no result.
    package struct Done: Codable, Sendable, Equatable {
        package init() {}
    }

    // The system of record of orders.
    package static let validateOrder = ActivityContract<OrderIntakeInput, Done>("ValidateOrder", on: .orders)
    package static let createOrder = ActivityContract<OrderIntakeInput, OrderInput>("CreateOrder", on: .orders)
    package static let emitOrderEvent = ActivityContract<OrderInput, Done>("EmitOrderEvent", on: .orders)
    package static let markOrderReserved = ActivityContract<ProgressInput, Done>("MarkOrderReserved", on: .orders)
    package static let markOrderFulfilling = ActivityContract<ProgressInput, Done>("MarkOrderFulfilling", on: .orders)
    package static let markOrderShipped = ActivityContract<OrderInput, Done>("MarkOrderShipped", on: .orders)
    package static let markOrderCancelled = ActivityContract<EndingInput, Done>("MarkOrderCancelled", on: .orders)
    package static let recordOrderFailure = ActivityContract<EndingInput, Done>("RecordOrderFailure", on: .orders)
    package static let recordOrderProgress = ActivityContract<ProgressInput, Done>("RecordOrderProgress", on: .orders)

    // The system of record of stock.
    package static let allocateInventory = ActivityContract<OrderInput, Done>("AllocateInventory", on: .inventory)
    package static let consumeInventory = ActivityContract<OrderInput, Done>("ConsumeInventory", on: .inventory)
    package static let releaseInventory = ActivityContract<OrderInput, Done>("ReleaseInventory", on: .inventory)

    package static let placeReplenishment = ActivityContract<ReplenishmentOrder, Done>(
        "PlaceReplenishment",
        on: .inventory
    )
    package static let receiveStock = ActivityContract<Receipt, Done>("ReceiveStock", on: .inventory)

    // The system of record of the warehouse.
    package static let createPickWave = ActivityContract<OrderInput, Done>("CreatePickWave", on: .warehouse)
    package static let cancelPick = ActivityContract<OrderInput, Done>("CancelPick", on: .warehouse)

    // The system of record of shipments.
    package static let createShipment = ActivityContract<ShipmentInput, Done>("CreateShipment", on: .shipping)
    package static let generateShippingLabel = ActivityContract<ShipmentInput, Done>(
        "GenerateShippingLabel",
        on: .shipping,
        startToCloseTimeout: .seconds(120),
        heartbeatTimeout: .seconds(15)
    )
    package static let confirmShipment = ActivityContract<ShipmentInput, Done>("ConfirmShipment", on: .shipping)
    package static let cancelShipment = ActivityContract<ShipmentInput, Done>(
        "CancelShipment",
        on: .shipping,
        startToCloseTimeout: .seconds(120),
        heartbeatTimeout: .seconds(15)
    )
}
