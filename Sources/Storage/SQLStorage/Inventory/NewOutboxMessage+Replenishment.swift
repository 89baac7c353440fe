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
            type: "StartReplenishment",
            sequence: 0,
            schemaVersion: 1,
            payload: JSONWriter.object { $0.member("sku", sku.code) },
            traceparent: nil,
            createdAt: context.now
        )
    }
}
