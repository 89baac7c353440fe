import HTTPTypes
import OMSKernel
import Shipping
import TestSupport
import Testing

@Suite
struct ShipmentTests {
    /// A carrier that is never away.
    private struct PromptCarrier: Carrier {
        func label(_ request: LabelRequest) async throws -> CarrierLabel {
            CarrierLabel(
                carrier: "SANDBOX",
                service: "STANDARD",
                trackingNumber: SandboxTrackingNumber.number(for: request.id)
            )
        }

        func void(_ requestID: RequestKey) async throws {}
    }

    private static func shipping(_ api: APIFixture) -> ShipOrder {
        ShipOrder(store: api.stores.shipments, carrier: PromptCarrier(), ids: api.ids, clock: api.clock)
    }

    /// A shipment as the order's workflow makes it.
    private static func shipment(_ api: APIFixture, isPickUp: Bool = false, left: Bool = true) async throws -> Shipment
    {
        let shipTo = Consignee(
            name: "Ada <L>",
            line1: "1 St",
            line2: nil,
            city: "Oslo",
            region: nil,
            postalCode: "0150",
            country: try #require(CountryCode(code: "NO")),
            phone: nil
        )
        let request = try ShipmentRequest(
            orderID: api.ids.next(OrderSubject.self, at: api.clock.now()),
            attempt: 1,
            shipTo: isPickUp ? nil : shipTo
        )
        let ship = shipping(api)
        let shipment = try await ship.create(request)
        guard left else { return shipment }
        _ = try await ship.label(shipment.id)
        return try await ship.confirm(shipment.id)
    }

    @Test(arguments: Backend.allCases)
    func `a shipment is shown, tracked and delivered`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let shipment = try await Self.shipment(api)
            let path = "/shipments/\(shipment.id)"
            let shown = try await api.call(.get, path)
            let number = SandboxTrackingNumber.number(for: shipment.labelRequestID)
            #expect(
                shown.text == #"{"shipmentId":"\#(shipment.id)","orderId":"\#(shipment.orderID)","attempt":1,"#
                    + #""status":"CONFIRMED","isPickUp":false,"shipTo":{"name":"Ada <L>","line1":"1 St","line2":null,"#
                    + #""city":"Oslo","region":null,"postalCode":"0150","country":"NO","phone":null},"#
                    + #""carrier":"SANDBOX","service":"STANDARD","trackingNumber":"\#(number)","#
                    + #""collectionCode":null,"createdAt":"\#(api.now)","updatedAt":"\#(api.now)","#
                    + #""confirmedAt":"\#(api.now)"}"#
            )
            let body = #"{"eventId":"scan-1","type":"IN_TRANSIT"}"#
            let tracked = try await api.call(.post, "\(path)/events", body)
            #expect(tracked.status == 201)
            #expect(try tracked.json["status"].text == "IN_TRANSIT")
            let again = try await api.call(.post, "\(path)/events", body)
            #expect(again.status == 200)
            #expect(again.header("Idempotent-Replayed") == "true")
            #expect(again.text == tracked.text)
            let other = try await api.call(.post, "\(path)/events", #"{"eventId":"scan-1","type":"DELIVERED"}"#)
            #expect(other.status == 422)
            let delivered = #"{"eventId":"scan-2","type":"DELIVERED","occurredAt":"2026-11-20T10:00:00Z"}"#
            #expect(try await api.call(.post, "\(path)/events", delivered).json["status"].text == "DELIVERED")
            let events = try await api.call(.get, "\(path)/events").json["data"].elements
            #expect(events.map { $0["eventId"].text } == ["scan-1", "scan-2"])
            #expect(events.map { $0["occurredAt"].text } == [api.now, "2026-11-20T10:00:00.000Z"])
        }
    }

    @Test
    func `a label is printed as a picture or for a printer`() async throws {
        try await APIFixture.with { api in
            let shipment = try await Self.shipment(api)
            let svg = try await api.call(.get, "/shipments/\(shipment.id)/label")
            #expect(svg.status == 200)
            #expect(svg.header("Content-Type") == "image/svg+xml")
            #expect(svg.text.contains("Ada &lt;L&gt;") && !svg.text.contains("<L>"))
            let zpl = try await api.call(.get, "/shipments/\(shipment.id)/label?format=zpl")
            #expect(zpl.header("Content-Type") == "text/plain; charset=utf-8")
            #expect(zpl.text.hasPrefix("^XA") && zpl.text.contains("Ada _3CL_3E"))
            #expect(try await api.call(.get, "/shipments/\(shipment.id)/label?format=pdf").status == 400)
            let slip = try await Self.shipment(api, isPickUp: true)
            #expect(try await api.call(.get, "/shipments/\(slip.id)/label").text.contains("COLLECTION"))
        }
    }

    @Test
    func `there is no label before the carrier gave it, nor after the address went`() async throws {
        try await APIFixture.with { api in
            let new = try await Self.shipment(api, left: false)
            #expect(try await api.call(.get, "/shipments/\(new.id)/label").status == 409)
            let gone = try await Self.shipment(api)
            _ = try await Self.shipping(api).forgetOrder(gone.orderID)
            #expect(try await api.call(.get, "/shipments/\(gone.id)/label").status == 410)
            #expect(try await api.call(.get, "/shipments/\(gone.id)").json["shipTo"] == .null)
        }
    }

    @Test(arguments: Backend.allCases)
    func `shipments are listed page by page, by status and by order`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            var all: [Shipment] = []
            for left in [true, false, true] { all.append(try await Self.shipment(api, left: left)) }
            let first = try await api.call(.get, "/shipments?limit=2").json
            let cursor = try #require(first["nextCursor"].text)
            let second = try await api.call(.get, "/shipments?limit=2&cursor=\(cursor)").json
            let ids = (first["data"].elements + second["data"].elements).compactMap { $0["shipmentId"].text }
            #expect(ids == all.map(\.id.description))
            let created = try await api.call(.get, "/shipments?status=CREATED").json["data"].elements
            #expect(created.map { $0["shipmentId"].text } == [all[1].id.description])
            let ofOrder = try await api.call(.get, "/shipments?orderId=\(all[2].orderID)").json["data"].elements
            #expect(ofOrder.map { $0["shipmentId"].text } == [all[2].id.description])
        }
    }

    @Test
    func `a wrong event is refused by name, and one that comes too early is a conflict`() async throws {
        try await APIFixture.with { api in
            let shipment = try await Self.shipment(api, left: false)
            let path = "/shipments/\(shipment.id)/events"
            let wrong = try await api.call(.post, path, #"{"type":"LOST","occurredAt":"yesterday"}"#)
            #expect(wrong.status == 400)
            #expect(try wrong.error("eventId") == "eventId is required")
            #expect(try wrong.error("type") == "type must be IN_TRANSIT or DELIVERED")
            #expect(try wrong.error("occurredAt") == "occurredAt must be a time as in RFC 3339")
            let early = try await api.call(.post, path, #"{"eventId":"e","type":"DELIVERED"}"#)
            #expect(early.status == 409)
            #expect(try await api.call(.get, "/shipments/x").status == 404)
            #expect(try await api.call(.get, "/shipments?orderId=x").status == 400)
        }
    }

    @Test(arguments: Backend.allCases)
    func `the sandbox carrier is set and shown`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let reliable = #"{"latencyMilliseconds":0,"errorPercent":0,"isOut":false,"failNext":0}"#
            #expect(try await api.call(.get, "/shipping/carrier").text == reliable)
            let slow = #"{"latencyMilliseconds":250,"errorPercent":5,"isOut":true,"failNext":2}"#
            #expect(try await api.call(.put, "/shipping/carrier", slow).text == slow)
            #expect(try await api.call(.get, "/shipping/carrier").text == slow)
            #expect(try await api.call(.put, "/shipping/carrier", "{}").text == reliable)
            for (body, field) in [
                (#"{"latencyMilliseconds":60001}"#, "latencyMilliseconds"), (#"{"errorPercent":101}"#, "errorPercent"),
                (#"{"failNext":-1}"#, "failNext"), (#"{"isOut":"yes"}"#, "isOut"),
            ] {
                let reply = try await api.call(.put, "/shipping/carrier", body)
                #expect(reply.status == 400)
                #expect(try reply.json["errors"][field] != .null, "\(field)")
            }
        }
    }
}
