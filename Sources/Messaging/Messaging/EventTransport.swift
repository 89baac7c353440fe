/// Delivers messages to where they are for. Delivery is at least once; consumers drop repeats by message id.
package protocol EventTransport: Sendable {
    /// What the transport is called in logs and configuration: `log`, `in-process`.
    var name: String { get }

    /// Delivers messages of one ordering key in their order and stops at the first failure.
    /// - Returns: how many were delivered, from the first on.
    /// - Throws: never; a failure is part of the answer.
    func deliver(_ messages: [OutboxMessage]) async -> DeliveryReport
}

/// How far a transport came with a list of messages.
package struct DeliveryReport: Sendable, Equatable {
    /// How many messages were delivered, counted from the first.
    package let delivered: Int
    /// Why the next one was not; nil when all were.
    package let failure: DeliveryFailure?

    package init(delivered: Int, failure: DeliveryFailure?) {
        self.delivered = delivered
        self.failure = failure
    }
}

/// Why a message was not delivered. The description goes into the log and the dead letter.
package struct DeliveryFailure: Sendable, Equatable {
    package let reason: String
    /// Whether trying again may help; when not, the message dies at once.
    package let isRetryable: Bool
    /// Whether the destination itself is away, which says nothing of the message: it is tried again until the
    /// destination is back, however long that takes.
    package let isOutage: Bool

    package init(reason: String, isRetryable: Bool) {
        self.reason = reason
        self.isRetryable = isRetryable
        isOutage = false
    }

    /// A failure of the destination.
    /// - Parameter reason: what is wrong with it.
    package init(outage reason: String) {
        self.reason = reason
        isRetryable = true
        isOutage = true
    }
}

/// Wakes those who wait for news of a key. A hint only: a waiter also looks again by itself from time to time.
package protocol EventWakeups: Sendable {
    /// Yields after messages of the key were relayed by this process; several wake-ups may fall together.
    /// Ending the iteration ends the subscription.
    func wakeups(for orderingKey: String) -> AsyncStream<Void>
}
