import TemporalSDK

extension OrderFulfillmentWorkflow {
    /// The ten steps.
    func fulfill() async throws {
        let order = Activities.OrderInput(orderId: input.orderId)
        try begin(.allocateInventory)
        begun.append(.releaseInventory)
        _ = try await context.run(Activities.allocateInventory, order)
        try begin(.markReserved)
        _ = try await context.run(Activities.markOrderReserved, progress(.createPickWave))
        try begin(.createPickWave)
        begun.append(.cancelPick)
        _ = try await context.run(Activities.createPickWave, order)
        try await waitForPick()
        try begin(.consumeInventory)
        _ = try await context.run(Activities.consumeInventory, order)
        try await waitForPack()
        let shipment = try await ship()
        try begin(.confirmShipment)
        _ = try await context.run(Activities.confirmShipment, shipment)
        try begin(.markShipped)
        _ = try await context.run(Activities.markOrderShipped, order)
    }

    private func waitForPick() async throws {
        try begin(.waitForPick, waitingFor: "the warehouse has not picked the order yet")
        _ = try await context.run(Activities.markOrderFulfilling, progress(.waitForPick, blockingReason))
        let timeout = Duration.seconds(input.policy.pickTimeout)
        guard try await context.condition(timeout: timeout, summary: "pick", { self.isPicked }) else {
            throw UnmetWait(reason: "The pick did not complete within \(timeout)")
        }
    }

    private func waitForPack() async throws {
        try begin(.waitForPack, waitingFor: "the warehouse has not packed the order yet")
        if !isPacked {
            _ = try await context.run(Activities.recordOrderProgress, progress(.waitForPack, blockingReason))
        }
        let timeout = Duration.seconds(input.policy.packTimeout)
        guard try await context.condition(timeout: timeout, summary: "pack", { self.isPacked }) else {
            throw UnmetWait(reason: "The packing did not complete within \(timeout)")
        }
    }

    /// A shipment with its label: when the carrier gives none, another shipment is tried.
    private func ship() async throws -> Activities.ShipmentInput {
        let attempts = max(1, input.policy.shipmentAttempts)
        for attempt in 1...attempts {
            let shipment = Activities.ShipmentInput(orderId: input.orderId, attempt: attempt)
            try begin(.createShipment)
            begun.append(.cancelShipment(attempt: attempt))
            _ = try await context.run(Activities.createShipment, shipment)
            try begin(.generateLabel)
            do {
                try await label(shipment)
                return shipment
            } catch let failure as ActivityError where attempt < attempts && failure.isFailureOfItsOwn {
                _ = try await context.run(Activities.cancelShipment, shipment)
                begun.removeLast()
            }
        }
        throw UnmetWait(reason: "No shipment was labelled")
    }

    /// Asks the carrier for a shipment's label, so often and no more. That our own storage was away says nothing of the
    /// carrier: then it is asked anew.
    private func label(_ shipment: Activities.ShipmentInput) async throws {
        while true {
            do {
                _ = try await context.run(
                    Activities.generateShippingLabel,
                    shipment,
                    maximumAttempts: input.policy.labelAttempts
                )
                return
            } catch let failure as ActivityError where failure.isOfStorage {
                try await context.sleep(for: RetryRules.longestPause, summary: "storage")
            }
        }
    }

    func progress(_ step: FulfillmentStep, _ blockingReason: String? = nil) -> Activities.ProgressInput {
        Activities.ProgressInput(
            orderId: input.orderId,
            step: step,
            blockingReason: blockingReason,
            since: context.now.millisecondsSince1970
        )
    }
}

/// What was waited for did not come.
struct UnmetWait: Error {
    let reason: String
}

extension ActivityError {
    /// Whether it failed by itself: neither was it cancelled, nor is its order gone.
    fileprivate var isFailureOfItsOwn: Bool {
        !(cause is CanceledError) && activityFailure?.kind != .orderGone
    }
}
