/// Where an order stands. SHIPPED, CANCELLED and FAILED are final.
package enum OrderStatus: String, Sendable, CaseIterable {
    case created = "CREATED"
    case validated = "VALIDATED"
    case reserved = "RESERVED"
    case fulfilling = "FULFILLING"
    case shipped = "SHIPPED"
    case cancelled = "CANCELLED"
    case failed = "FAILED"

    package var isFinal: Bool {
        switch self {
        case .shipped, .cancelled, .failed: true
        case .created, .validated, .reserved, .fulfilling: false
        }
    }
}

/// Where one line of an order stands.
package enum OrderLineStatus: String, Sendable, CaseIterable {
    case pending = "PENDING"
    case reserved = "RESERVED"
    case picked = "PICKED"
    case shipped = "SHIPPED"
    case cancelled = "CANCELLED"
}

/// Where an order came from.
package enum Channel: String, Sendable, CaseIterable {
    case manual = "MANUAL"
    case shopify = "SHOPIFY"
    case other = "OTHER"
}
