import OMSKernel
import Orders

extension JSONWriter {
    /// An event, alike in an order's list, the feed of all orders and a live stream.
    mutating func event(_ event: OrderEvent) {
        object { writer in
            writer.member("eventId", event.id.description)
            writer.member("orderId", event.orderID.description)
            writer.member("sequence", event.sequence)
            writer.member("type", event.kind.rawValue)
            writer.member("schemaVersion", event.schemaVersion)
            writer.member("actor", event.actor)
            writer.member("payload", raw: event.payload)
            writer.member("createdAt", event.createdAt.description)
            writer.member("traceparent", event.traceparent)
        }
    }
}
