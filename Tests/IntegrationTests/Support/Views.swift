/// What the tests look at of an order.
struct OrderView: Decodable, Sendable, Equatable {
    let orderId: String
    let requestId: String
    let status: String
    let version: Int

    /// Whether nothing more becomes of it.
    var isOver: Bool { ["SHIPPED", "CANCELLED", "FAILED"].contains(status) }
}

/// What the tests look at of an event, in the API's form.
struct EventView: Decodable, Sendable {
    let eventId: String
    let orderId: String
    let sequence: Int
    let type: String
    let traceparent: String?
}

/// A line of the `log` transport.
struct CloudEventView: Decodable, Sendable {
    let id: String
    let subject: String
    let type: String
    let sequence: String
    let traceparent: String?
}

struct PageView<Element: Decodable>: Decodable {
    let data: [Element]
    let nextCursor: String?
}

struct DoctorView: Decodable {
    struct Finding: Decodable {
        let severity: String
        let message: String
    }

    let findings: [Finding]
}
