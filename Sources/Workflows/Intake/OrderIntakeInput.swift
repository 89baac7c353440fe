/// What an intake starts with: an order as its caller wrote it, or one that was stored already.
package struct OrderIntakeInput: Codable, Sendable, Equatable {
    package var requestId: String
    /// The order, when `POST /orders` stored it before.
    package var orderId: String?
    /// The body of the submission, as JSON; nil for an order that was stored already. It holds personal data, which the
    /// payload codec encrypts.
    package var submission: String?
    /// The fingerprint of the submission, by which a repetition is told from another request with the same key.
    package var fingerprint: String?
    /// Who submitted it: `key:<id>`.
    package var actor: String
    /// W3C trace context of the submission.
    package var traceparent: String?
    /// What the order's fulfilment will go by.
    package var policy: FulfillmentPolicy

    package init(
        requestId: String,
        orderId: String? = nil,
        submission: String? = nil,
        fingerprint: String? = nil,
        actor: String,
        traceparent: String? = nil,
        policy: FulfillmentPolicy = FulfillmentPolicy()
    ) {
        self.requestId = requestId
        self.orderId = orderId
        self.submission = submission
        self.fingerprint = fingerprint
        self.actor = actor
        self.traceparent = traceparent
        self.policy = policy
    }
}

/// Where a submission is.
package enum IntakeStatus: String, Codable, Sendable, CaseIterable {
    case received = "RECEIVED"
    case validated = "VALIDATED"
    case created = "CREATED"
    case failed = "FAILED"
}

/// What a query tells of a submission.
package struct IntakeState: Codable, Sendable, Equatable {
    package var status: IntakeStatus
    package var orderId: String?
    package var reason: String?
    package var fingerprint: String?

    package init(status: IntakeStatus, orderId: String? = nil, reason: String? = nil, fingerprint: String? = nil) {
        self.status = status
        self.orderId = orderId
        self.reason = reason
        self.fingerprint = fingerprint
    }
}
