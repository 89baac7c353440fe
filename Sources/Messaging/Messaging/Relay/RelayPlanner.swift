package import OMSKernel

/// What a relay decides, apart from doing it: no clock, no store, no chance that is not passed in.
package struct RelayPlanner: Sendable {
    private let policy: RelayPolicy

    package init(policy: RelayPolicy) {
        self.policy = policy
    }

    /// The messages of one destination and ordering key, in their order.
    package struct Lane: Sendable, Equatable {
        package let destination: String
        package let orderingKey: String
        package fileprivate(set) var messages: [OutboxMessage]
    }

    /// Groups messages by destination and key. Lanes come in the order of their first messages, and within a
    /// lane positions grow.
    package func lanes(of messages: [OutboxMessage]) -> [Lane] {
        var lanes: [Lane] = []
        var indices: [[String]: Int] = [:]
        for message in messages.sorted(by: { $0.position < $1.position }) {
            let key = [message.destination, message.orderingKey]
            if let index = indices[key] {
                lanes[index].messages.append(message)
            } else {
                indices[key] = lanes.count
                lanes.append(
                    Lane(
                        destination: message.destination,
                        orderingKey: message.orderingKey,
                        messages: [message]
                    )
                )
            }
        }
        return lanes
    }

    /// What becomes of a lane's messages.
    ///
    /// Those before the failure are delivered, the failed one waits or dies, and those after it stay as they
    /// are: the store holds them back.
    /// - Parameters:
    ///   - lane: what was handed to the transport.
    ///   - report: how far it came.
    ///   - wasInterrupted: whether the delivery was cut short, so that its failure says nothing of the message.
    ///   - now: when it ended.
    ///   - jitter: 0 up to 1, spreads the next attempts of messages that failed together.
    /// - Returns: results in the lane's order.
    package func results(
        of lane: Lane,
        report: DeliveryReport,
        wasInterrupted: Bool,
        now: Timestamp,
        jitter: Double
    ) -> [OutboxResult] {
        let delivered = min(max(report.delivered, 0), lane.messages.count)
        var results = lane.messages.prefix(delivered).map { OutboxResult(message: $0, outcome: .delivered) }
        if delivered < lane.messages.count, !wasInterrupted {
            let failed = lane.messages[delivered]
            let failure =
                report.failure
                ?? DeliveryFailure(reason: "The transport stopped without saying why", isRetryable: true)
            results.append(
                OutboxResult(
                    message: failed,
                    outcome: outcome(of: failed, after: failure, now: now, jitter: jitter)
                )
            )
        }
        return results
    }

    /// The wait after a failed attempt: it doubles each time up to a limit, and the upper half of it is chance.
    /// - Parameters:
    ///   - attempts: how many attempts failed, this one included.
    ///   - jitter: 0 up to 1.
    /// - Returns: half to all of the doubled delay.
    package func retryDelay(attempts: Int, jitter: Double) -> Duration {
        let doublings = min(max(attempts - 1, 0), 30)
        let full = min(policy.firstRetryDelay * (1 << doublings), policy.maximumRetryDelay)
        return full / 2 + (full / 2) * min(max(jitter, 0), 1)
    }

    /// The wait after errors of the store in a row.
    package func storeDelay(failures: Int) -> Duration {
        min(.milliseconds(100) * (1 << min(max(failures - 1, 0), 20)), policy.maximumStoreDelay)
    }

    private func outcome(
        of message: OutboxMessage,
        after failure: DeliveryFailure,
        now: Timestamp,
        jitter: Double
    ) -> OutboxResult.Outcome {
        let attempts = message.attempts + 1
        if failure.isOutage {
            let delay = min(retryDelay(attempts: attempts, jitter: jitter), policy.maximumOutageDelay)
            return .failed(error: failure.reason, nextAttempt: now.advanced(by: delay))
        }
        guard failure.isRetryable, attempts < policy.maximumAttempts else { return .dead(error: failure.reason) }
        return .failed(
            error: failure.reason,
            nextAttempt: now.advanced(by: retryDelay(attempts: attempts, jitter: jitter))
        )
    }
}
