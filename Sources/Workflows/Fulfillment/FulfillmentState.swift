/// What a query tells of a fulfilment, all of it at one moment.
package struct FulfillmentState: Codable, Sendable, Equatable {
    /// A ``FulfillmentStatus``.
    package var status: String
    /// A ``FulfillmentStep``, or where the intake is before it.
    package var step: String
    package var blockingReason: String?
    /// Milliseconds since 1970; nil when it is not known.
    package var since: Int64?

    package init(status: String, step: String, blockingReason: String? = nil, since: Int64? = nil) {
        self.status = status
        self.step = step
        self.blockingReason = blockingReason
        self.since = since
    }
}
