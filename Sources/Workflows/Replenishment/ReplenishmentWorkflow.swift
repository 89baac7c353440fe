package import TemporalSDK

/// Orders more of a SKU and books in what comes. One at a time for a SKU: its id says which.
package actor ReplenishmentWorkflow: WorkflowDefinition {
    package static let stockReceived = WorkflowSignalDefinition<ReplenishmentWorkflow, StockReceivedSignal>(
        SignalName.stockReceived,
        summary: "The goods came in"
    ) { workflow, signal in
        // The goods of an earlier purchase were booked in with it, and the first receipt counts: a repetition of it is
        // the same.
        guard signal.purchaseOrder == nil || signal.purchaseOrder == workflow.purchase else { return }
        if workflow.received == nil { workflow.received = signal.quantity }
    }

    package static let getReminders = WorkflowQueryDefinition<ReplenishmentWorkflow, Void, Int>(
        "getReminders",
        summary: "How often the supplier was reminded"
    ) { $0.reminders }

    package static var signals: [any WorkflowSignalHandler<ReplenishmentWorkflow>] { [stockReceived] }
    package static var queries: [any WorkflowQueryHandler<ReplenishmentWorkflow>] { [getReminders] }

    package let context: WorkflowContext
    /// The run's id names the purchase: a repeated activity orders once, the next replenishment again.
    private var purchase: String { context.info.runID }
    private var received: Int64?
    private var reminders = 0

    package init(context: WorkflowContext, input: ReplenishmentInput) {
        self.context = context
    }

    package func run(input: ReplenishmentInput) async throws -> ReplenishmentResult {
        repeat {
            let placing = Activities.ReplenishmentOrder(sku: input.sku, purchaseOrder: purchase, reminder: reminders)
            _ = try await context.run(Activities.placeReplenishment, placing)
            let timeout = Duration.seconds(input.policy.receiptTimeout)
            if try await context.condition(timeout: timeout, summary: "receipt", { self.received != nil }) { break }
            reminders += 1
        } while reminders <= input.policy.reminders
        let quantity = received ?? 0
        // Nothing came: that is booked too, so that the SKU is looked at again.
        _ = try await context.run(
            Activities.receiveStock,
            .init(sku: input.sku, purchaseOrder: purchase, quantity: quantity)
        )
        return ReplenishmentResult(quantity: quantity, reminders: min(reminders, input.policy.reminders))
    }
}

/// What a replenishment starts with.
package struct ReplenishmentInput: Codable, Sendable, Equatable {
    package var sku: String
    package var policy: ReplenishmentPolicy

    package init(sku: String, policy: ReplenishmentPolicy = ReplenishmentPolicy()) {
        self.sku = sku
        self.policy = policy
    }
}

/// How long a supplier has, and how often one is reminded.
package struct ReplenishmentPolicy: Codable, Sendable, Equatable {
    /// How long the goods may take before a reminder, and after each, in seconds.
    package var receiptTimeout: Int64
    package var reminders: Int

    package init(receiptTimeout: Int64 = 7 * 86_400, reminders: Int = 3) {
        self.receiptTimeout = receiptTimeout
        self.reminders = reminders
    }
}

/// What came in.
package struct StockReceivedSignal: Codable, Sendable, Equatable {
    package var quantity: Int64
    /// What it was ordered under; nil for whatever is awaited.
    package var purchaseOrder: String?

    package init(quantity: Int64, purchaseOrder: String? = nil) {
        self.quantity = quantity
        self.purchaseOrder = purchaseOrder
    }
}

/// How a replenishment ended; a quantity of 0 is one that never came.
package struct ReplenishmentResult: Codable, Sendable, Equatable {
    package var quantity: Int64
    package var reminders: Int

    package init(quantity: Int64, reminders: Int) {
        self.quantity = quantity
        self.reminders = reminders
    }
}
