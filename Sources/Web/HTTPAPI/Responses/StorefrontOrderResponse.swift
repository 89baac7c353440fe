import HTTPTypes
import OMSKernel
import Orders

extension OrderStatus {
    /// The storefront's word for the status.
    var storefront: String {
        switch self {
        case .created, .validated: "PENDING"
        case .reserved, .fulfilling: "CONFIRMED"
        case .shipped: "SHIPPED"
        case .cancelled, .failed: "CANCELLED"
        }
    }
}

extension Answer {
    /// Exactly `{"orderId":"…","status":"PENDING"}`.
    static func storefrontOrder(_ order: Order, status: HTTPResponse.Status = .ok) -> Answer {
        json(status, capacity: 96) { writer in
            writer.member("orderId", order.id.description)
            writer.member("status", order.status.storefront)
        }.entityTag(order.version).about(order.id.description)
    }
}
