import Messaging
import OMSKernel
import TemporalAPI
import TemporalSDK

/// What new workflows go by: the configuration at their start.
package struct WorkflowPolicies: Sendable, Equatable {
    package var fulfillment: FulfillmentPolicy
    package var replenishment: ReplenishmentPolicy

    package init(
        fulfillment: FulfillmentPolicy = FulfillmentPolicy(),
        replenishment: ReplenishmentPolicy = ReplenishmentPolicy()
    ) {
        self.fulfillment = fulfillment
        self.replenishment = replenishment
    }
}

/// Starts and signals the workflows of orders and of stock, each with the policies of its kind.
struct WorkflowStarter: Sendable {
    let client: TemporalClient
    let policies: WorkflowPolicies

    /// Does what a message asks for.
    /// - Parameters:
    ///   - request: what it is.
    ///   - message: the message, by whose id a repetition is dropped.
    /// - Throws: what the service answers; that an id was used already is no error.
    func send(_ request: WorkflowMessage, of message: OutboxMessage) async throws {
        do {
            switch request {
            case .startIntake(let intake): try await start(intake, message)
            case .signalFulfillment(let signal) where signal.signal == SignalName.cancelOrder:
                try await cancel(signal, message)
            case .signalFulfillment(let signal): try await self.signal(signal, message)
            case .signalReplenishment(let receipt): try await signal(receipt, message)
            case .startReplenishment(let replenishment): try await start(replenishment, message)
            }
        } catch is WorkflowAlreadyStartedError {
            // By an earlier attempt, or it is over already.
        }
    }

    private func start(_ intake: WorkflowMessage.IntakeRequest, _ message: OutboxMessage) async throws {
        var options = WorkflowOptions(
            id: WorkflowID.intake(requestID: intake.requestId),
            taskQueue: TaskQueue.orders.rawValue,
            idReusePolicy: .rejectDuplicate,
            idConflictPolicy: .useExisting,
            requestID: message.messageID,
            headers: headers(message)
        )
        options.requestEagerStart = true
        let input = OrderIntakeInput(
            requestId: intake.requestId,
            orderId: intake.orderId,
            fingerprint: intake.fingerprint,
            actor: intake.actor,
            traceparent: message.traceparent,
            policy: policies.fulfillment
        )
        _ = try await client.startWorkflow(type: OrderIntakeWorkflow.self, options: options, input: input)
    }

    /// The fulfilment may not have begun: it is started with the wish, and the intake finds it there.
    private func cancel(_ signal: WorkflowMessage.SignalRequest, _ message: OutboxMessage) async throws {
        _ = try await client.signalWithStartWorkflow(
            type: OrderFulfillmentWorkflow.self,
            options: WorkflowOptions(
                id: WorkflowID.fulfillment(orderID: signal.orderId),
                taskQueue: TaskQueue.orders.rawValue,
                idReusePolicy: .rejectDuplicate,
                idConflictPolicy: .useExisting,
                requestID: message.messageID,
                headers: headers(message)
            ),
            input: FulfillmentInput(orderId: signal.orderId, policy: policies.fulfillment),
            signal: OrderFulfillmentWorkflow.cancelOrder,
            signalInput: CancelOrderSignal(reason: signal.reason)
        )
    }

    /// The warehouse works for a fulfilment that runs: one that is not found is over.
    private func signal(_ signal: WorkflowMessage.SignalRequest, _ message: OutboxMessage) async throws {
        let handle = client.workflowHandle(id: WorkflowID.fulfillment(orderID: signal.orderId))
        let input = Activities.OrderInput(orderId: signal.orderId)
        try await handle.signal(signal.signal, input: input, requestID: message.messageID)
    }

    /// The supplier delivers to a replenishment that waits: one that is not found waits no more.
    private func signal(_ receipt: WorkflowMessage.ReceiptRequest, _ message: OutboxMessage) async throws {
        let handle = client.workflowHandle(id: WorkflowID.replenishment(sku: receipt.sku))
        let input = StockReceivedSignal(quantity: receipt.quantity, purchaseOrder: receipt.purchaseOrder)
        try await handle.signal(receipt.signal, input: input, requestID: message.messageID)
    }

    /// A SKU is asked for again only when its last replenishment has ended in the stock's records: a run that is still
    /// there is about to end, and would take this start for its own.
    private func start(_ request: WorkflowMessage.ReplenishmentRequest, _ message: OutboxMessage) async throws {
        do {
            _ = try await client.startWorkflow(
                type: ReplenishmentWorkflow.self,
                options: WorkflowOptions(
                    id: WorkflowID.replenishment(sku: request.sku),
                    taskQueue: TaskQueue.inventory.rawValue,
                    idReusePolicy: .allowDuplicate,
                    idConflictPolicy: .fail,
                    requestID: message.messageID
                ),
                input: ReplenishmentInput(sku: request.sku, policy: policies.replenishment)
            )
        } catch is WorkflowAlreadyStartedError {
            throw EarlierRunIsEnding()
        }
    }

    /// The run before has not ended yet: the start is worth another attempt.
    struct EarlierRunIsEnding: Error {}

    /// The trace of the request that caused the message.
    private func headers(_ message: OutboxMessage) -> [String: APIPayload] {
        guard let traceparent = message.traceparent,
            let payload = try? DefaultPayloadConverter().convertValue(["traceparent": traceparent])
        else { return [:] }
        return [TracingHeader.name: payload]
    }
}
