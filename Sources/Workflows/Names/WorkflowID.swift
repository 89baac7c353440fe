package import OMSKernel

/// The ids of workflows. They are made of what they are about, so that what is asked for twice runs once.
package enum WorkflowID {
    package static func intake(_ key: RequestKey) -> String { "order-intake-\(key)" }
    package static func fulfillment(_ order: OrderID) -> String { "order-fulfillment-\(order)" }
    package static func replenishment(_ sku: SKU) -> String { "replenishment-\(sku)" }
}
