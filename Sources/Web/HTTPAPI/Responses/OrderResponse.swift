import HTTPTypes
import OMSKernel
import Orders

extension JSONWriter {
    /// The canonical order: every member always, in this order, null where there is none.
    mutating func order(_ order: Order) {
        object { $0.members(of: order) }
    }

    mutating func members(of order: Order) {
        member("orderId", order.id.description)
        member("requestId", order.requestID.text)
        member("externalOrderId", order.externalOrderID)
        member("channel", order.channel.rawValue)
        member("status", order.status.rawValue)
        member("priority", order.priority)
        member("customerId", order.customerID?.text)
        member("shipTo", order.shipTo)
        member("items", array: order.lines) { writer, line in writer.line(line) }
        member("total", order.total)
        member("failureReason", order.failureReason)
        member("version", order.version)
        member("createdAt", order.createdAt.description)
        member("updatedAt", order.updatedAt.description)
    }

    private mutating func line(_ line: OrderLine) {
        object { writer in
            writer.member("lineId", line.id.description)
            writer.member("sku", line.sku.code)
            writer.member("quantity", line.quantity)
            writer.member("unitPrice", line.unitPrice)
            writer.member("status", line.status.rawValue)
        }
    }

    private mutating func member(_ name: String, _ address: ShippingAddress?) {
        key(name)
        guard let address else { return null() }
        object { writer in
            writer.member("name", address.name)
            writer.member("line1", address.line1)
            writer.member("line2", address.line2)
            writer.member("city", address.city)
            writer.member("region", address.region)
            writer.member("postalCode", address.postalCode)
            writer.member("country", address.country.code)
            writer.member("phone", address.phone)
            writer.member("email", address.email)
        }
    }
}

extension Answer {
    /// An order with its version as the entity tag.
    static func order(_ order: Order, status: HTTPResponse.Status = .ok) -> Answer {
        var writer = JSONWriter(capacity: 640 + order.lines.count * 192)
        writer.order(order)
        return Answer(status, writer).entityTag(order.version).about(order.id.description)
    }
}
