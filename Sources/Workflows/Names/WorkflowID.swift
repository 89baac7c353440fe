/// The ids of workflows. They are made of what they are about, so that what is asked for twice runs once.
package enum WorkflowID {
    package static func intake(requestID: String) -> String { "order-intake-\(requestID)" }
    package static func fulfillment(orderID: String) -> String { "order-fulfillment-\(orderID)" }
    /// The order of a fulfilment's id; nil for any other workflow's.
    package static func orderID(inFulfillment id: String) -> Substring? {
        let start = fulfillment(orderID: "")
        return id.hasPrefix(start) ? id.dropFirst(start.count) : nil
    }

    package static func replenishment(sku: String) -> String { "replenishment-\(sku)" }
}
