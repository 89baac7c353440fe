import Inventory
import Messaging
import OMSKernel

extension NewOutboxMessage {
    /// Asks for the workflow that orders more of a SKU.
    static func replenishment(of sku: SKU, context: InventoryContext) -> NewOutboxMessage {
        NewOutboxMessage(
            destination: OutboxMessage.workflowsDestination,
            orderingKey: "sku:\(sku.code)",
            messageID: context.ids.next(at: context.now).description,
            type: OutboxMessage.startReplenishmentType,
            sequence: 0,
            schemaVersion: 1,
            payload: JSONWriter.object { $0.member("sku", sku.code) },
            traceparent: nil,
            createdAt: context.now
        )
    }

    /// Tells the workflow that orders more of a SKU that goods came in.
    static func stockReceived(_ delivery: SupplyRequest, at now: Timestamp) -> NewOutboxMessage {
        NewOutboxMessage(
            destination: OutboxMessage.workflowsDestination,
            orderingKey: "sku:\(delivery.sku.code)",
            messageID: "\(delivery.number):StockReceived",
            type: OutboxMessage.signalWorkflowType,
            sequence: 0,
            schemaVersion: 1,
            payload: JSONWriter.object { writer in
                writer.member("signal", "StockReceived")
                writer.member("sku", delivery.sku.code)
                writer.member("purchaseOrder", delivery.number.text)
                writer.member("quantity", delivery.quantity)
            },
            traceparent: nil,
            createdAt: now
        )
    }
}
