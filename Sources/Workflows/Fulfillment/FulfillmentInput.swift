/// What a fulfilment starts with.
package struct FulfillmentInput: Codable, Sendable, Equatable {
    package var orderId: String
    package var policy: FulfillmentPolicy

    package init(orderId: String, policy: FulfillmentPolicy = FulfillmentPolicy()) {
        self.orderId = orderId
        self.policy = policy
    }
}

/// How long a fulfilment waits, and how often it tries: the configuration at its start, in seconds.
package struct FulfillmentPolicy: Codable, Sendable, Equatable {
    /// How long the pick may take.
    package var pickTimeout: Int64
    /// How long the packing may take after it.
    package var packTimeout: Int64
    /// How often one shipment's label is asked for.
    package var labelAttempts: Int
    /// How many shipments are tried, one after the other.
    package var shipmentAttempts: Int

    package init(
        pickTimeout: Int64 = 7 * 86_400,
        packTimeout: Int64 = 2 * 86_400,
        labelAttempts: Int = 5,
        shipmentAttempts: Int = 2
    ) {
        self.pickTimeout = pickTimeout
        self.packTimeout = packTimeout
        self.labelAttempts = labelAttempts
        self.shipmentAttempts = shipmentAttempts
    }
}

/// How a fulfilment ended.
package struct FulfillmentResult: Codable, Sendable, Equatable {
    package var status: FulfillmentStatus
    package var reason: String?

    package init(status: FulfillmentStatus, reason: String? = nil) {
        self.status = status
        self.reason = reason
    }
}

/// Who wants an order cancelled, and why.
package struct CancelOrderSignal: Codable, Sendable, Equatable {
    package var reason: String?

    package init(reason: String? = nil) {
        self.reason = reason
    }
}
