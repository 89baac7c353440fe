import HTTPTypes
import OMSKernel
import Shipping

extension JSONWriter {
    mutating func shipment(_ shipment: Shipment) {
        object { writer in
            writer.member("shipmentId", shipment.id.description)
            writer.member("orderId", shipment.orderID.description)
            writer.member("attempt", shipment.attempt)
            writer.member("status", shipment.status.rawValue)
            writer.member("isPickUp", shipment.isPickUp)
            writer.member("shipTo", shipment.consignee)
            writer.member("carrier", shipment.label?.carrier)
            writer.member("service", shipment.label?.service)
            writer.member("trackingNumber", shipment.label?.trackingNumber)
            writer.member(
                "collectionCode",
                shipment.isPickUp ? ShippingLabel.collectionCode(of: shipment.id) : nil
            )
            writer.member("createdAt", shipment.createdAt.description)
            writer.member("updatedAt", shipment.updatedAt.description)
            writer.member("confirmedAt", shipment.confirmedAt?.description)
        }
    }

    mutating func trackingEvent(_ event: TrackingEvent) {
        object { writer in
            writer.member("eventId", event.id.text)
            writer.member("type", event.kind.rawValue)
            writer.member("occurredAt", event.occurredAt.description)
            writer.member("receivedAt", event.receivedAt.description)
            writer.member("actor", event.actor)
        }
    }

    private mutating func member(_ name: String, _ consignee: Consignee?) {
        key(name)
        guard let consignee else { return null() }
        object { writer in
            writer.member("name", consignee.name)
            writer.member("line1", consignee.line1)
            writer.member("line2", consignee.line2)
            writer.member("city", consignee.city)
            writer.member("region", consignee.region)
            writer.member("postalCode", consignee.postalCode)
            writer.member("country", consignee.country.code)
            writer.member("phone", consignee.phone)
        }
    }
}

extension Answer {
    static func shipment(_ shipment: Shipment, status: HTTPResponse.Status = .ok) -> Answer {
        var writer = JSONWriter(capacity: 768)
        writer.shipment(shipment)
        return Answer(status, writer).about(shipment.orderID.description)
    }

    static func carrier(_ settings: SandboxCarrierSettings) -> Answer {
        .json { writer in
            writer.member("latencyMilliseconds", settings.latency.wholeMilliseconds)
            writer.member("errorPercent", settings.errorPercent)
            writer.member("isOut", settings.isOut)
            writer.member("failNext", settings.failNext)
        }
    }
}
