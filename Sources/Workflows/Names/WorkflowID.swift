/// The ids of workflows. They are made of what they are about, so that what is asked for twice runs once.
package enum WorkflowID {
    package static func intake(requestID: String) -> String { "order-intake-\(requestID)" }
    package static func fulfillment(orderID: String) -> String { "order-fulfillment-\(orderID)" }
    package static func replenishment(sku: String) -> String { "replenishment-\(sku)" }
}
