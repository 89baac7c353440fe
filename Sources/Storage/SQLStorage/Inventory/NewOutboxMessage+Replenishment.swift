import Inventory
import Messaging
import OMSKernel

extension NewOutboxMessage {
    /// Asks for the workflow that orders more of a SKU.
    static func replenishment(of sku: SKU, context: InventoryContext) -> NewOutboxMessage {
        NewOutboxMessage(
            toWorkflows: OutboxMessage.startReplenishmentType,
            about: "sku:\(sku.code)",
            id: context.ids.next(at: context.now).description,
            at: context.now
        ) { $0.member("sku", sku.code) }
    }

    /// Tells the workflow that orders more of a SKU that goods came in.
    static func stockReceived(_ delivery: SupplyRequest, at now: Timestamp) -> NewOutboxMessage {
        NewOutboxMessage(
            toWorkflows: OutboxMessage.signalWorkflowType,
            about: "sku:\(delivery.sku.code)",
            id: "\(delivery.number):StockReceived",
            at: now
        ) { writer in
            writer.member("signal", "StockReceived")
            writer.member("sku", delivery.sku.code)
            writer.member("purchaseOrder", delivery.number.text)
            writer.member("quantity", delivery.quantity)
        }
    }
}
