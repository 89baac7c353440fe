package import OMSKernel

/// What a carrier, or a person, reports of a shipment on its way.
package struct TrackingEvent: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case inTransit = "IN_TRANSIT"
        case delivered = "DELIVERED"

        var command: ShipmentCommand {
            switch self {
            case .inTransit: .transit
            case .delivered: .deliver
            }
        }
    }

    /// The most events that one shipment can have.
    package static let maximumCount = 500

    /// The reporter's id of the event, by which a repetition is dropped; unique within the shipment.
    package let id: RequestKey
    package let kind: Kind
    /// By the carrier's clock; events may come in any order.
    package let occurredAt: Timestamp
    package let receivedAt: Timestamp
    /// `key:<id>` of the caller.
    package let actor: String

    package init(id: RequestKey, kind: Kind, occurredAt: Timestamp, receivedAt: Timestamp, actor: String) {
        self.id = id
        self.kind = kind
        self.occurredAt = occurredAt
        self.receivedAt = receivedAt
        self.actor = actor
    }

    /// Applies the rules to what a caller reports.
    /// - Parameters:
    ///   - id: 1 to 255 visible ASCII characters.
    ///   - type: `IN_TRANSIT` or `DELIVERED`.
    ///   - occurredAt: RFC 3339; the moment of receipt when absent.
    ///   - actor: who reports.
    ///   - now: the moment of receipt.
    /// - Throws: ``ValidationError`` naming `eventId`, `type` and `occurredAt`.
    package init(
        reported id: String?,
        type: String?,
        occurredAt: String?,
        actor: String,
        now: Timestamp
    ) throws(ValidationError) {
        var problems = ValidationError()
        let key = id.flatMap { RequestKey($0) }
        if key == nil {
            problems.add("eventId", id == nil ? "is required" : "must be 1 to 255 visible ASCII characters")
        }
        let kind = type.flatMap { Kind(rawValue: $0) }
        if kind == nil {
            let names = Kind.allCases.map(\.rawValue).joined(separator: " or ")
            problems.add("type", type == nil ? "is required" : "must be \(names)")
        }
        let moment = occurredAt.map { Timestamp(rfc3339: $0) } ?? now
        if moment == nil { problems.add("occurredAt", "must be a time as in RFC 3339") }
        try problems.throwIfAny()
        guard let key, let kind, let moment else { throw problems }
        self.init(id: key, kind: kind, occurredAt: moment, receivedAt: now, actor: actor)
    }
}
