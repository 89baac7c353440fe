import Access
import HTTPTypes
import HummingbirdCore
import OMSKernel
import Shipping

/// `/shipments`, and `/shipping/carrier`: how the sandbox carrier behaves.
struct ShipmentRoutes: Sendable {
    private let shipments: TrackShipments
    private let carrier: any SandboxCarrierControl
    private let cursors: CursorCodec

    init(_ dependencies: APIDependencies, cursors: CursorCodec) {
        shipments = TrackShipments(store: dependencies.shipments, clock: dependencies.clock)
        carrier = dependencies.carrier
        self.cursors = cursors
    }

    var routes: [Route] {
        [
            Route(.get, "/shipments", .scope(.shippingRead), handler: list),
            Route(.get, "/shipments/{shipmentId}", .scope(.shippingRead), handler: show),
            Route(.get, "/shipments/{shipmentId}/label", .scope(.shippingRead), handler: label),
            Route(.get, "/shipments/{shipmentId}/events", .scope(.shippingRead), handler: events),
            Route(.post, "/shipments/{shipmentId}/events", .scope(.shippingWrite), handler: track),
            Route(.get, "/shipping/carrier", .scope(.shippingRead), handler: showCarrier),
            Route(.put, "/shipping/carrier", .scope(.shippingWrite), handler: setCarrier),
        ]
    }

    private func list(_ call: Call) async throws -> Answer {
        var problems = ValidationError()
        let query = call.query
        let limit = query.limit(&problems)
        let status = query.word("status", ShipmentStatus.self, &problems)
        let order = query.text("orderId", &problems)
        let orderID = order.flatMap { OrderID($0) }
        if order != nil, orderID == nil { problems.add("orderId", "must be an order's id") }
        let list = "shipments-\(status?.rawValue ?? "")"
        let after = cursors.position(in: query, ShipmentID.self, list: list, problems: &problems)
        try problems.throwIfAny()
        if let orderID {
            // An order has few attempts: they are one page.
            let attempts = try await shipments.shipments(of: orderID).filter { status == nil || $0.status == status }
            return .list(attempts, nextCursor: nil) { $0.shipment($1) }
        }
        let page = try await shipments.shipments(in: status, after: after, limit: limit)
        return .list(page.elements, nextCursor: cursors.encode(page.next, list: list)) { $0.shipment($1) }
    }

    private func show(_ call: Call) async throws -> Answer {
        .shipment(try await shipments.shipment(call.id(Shipment.self, "shipmentId")))
    }

    private func label(_ call: Call) async throws -> Answer {
        let id = try call.id(Shipment.self, "shipmentId")
        var problems = ValidationError()
        let format = call.query.word("format", LabelFormat.self, &problems) ?? .svg
        try problems.throwIfAny()
        let label = try await shipments.label(of: id)
        return switch format {
        case .svg: Answer(.ok, bytes: Array(label.svg.utf8), contentType: .svg).about(label.orderID.description)
        case .zpl: Answer(.ok, bytes: Array(label.zpl.utf8), contentType: .text).about(label.orderID.description)
        }
    }

    private func events(_ call: Call) async throws -> Answer {
        let id = try call.id(Shipment.self, "shipmentId")
        let events = try await shipments.events(of: id)
        return .list(events, nextCursor: nil) { $0.trackingEvent($1) }
    }

    private func track(_ call: Call) async throws -> Answer {
        let id = try call.id(Shipment.self, "shipmentId")
        var problems = ValidationError()
        let report = TrackingReport(try await call.json(), &problems)
        try problems.throwIfAny()
        let outcome = try await shipments.track(id, report, actor: call.actor)
        var answer = Answer.shipment(outcome.shipment, status: outcome.isReplay ? .ok : .created)
        if outcome.isReplay { answer.headers[.idempotentReplayed] = "true" }
        return answer
    }

    private func showCarrier(_ call: Call) async throws -> Answer {
        .carrier(try await carrier.settings())
    }

    private func setCarrier(_ call: Call) async throws -> Answer {
        let settings = try SandboxCarrierSettings(try await call.json())
        try await carrier.set(settings)
        return .carrier(settings)
    }
}

/// What a label is printed in.
private enum LabelFormat: String, CaseIterable {
    case svg, zpl
}
