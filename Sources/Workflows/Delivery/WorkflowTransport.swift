package import Logging
package import Messaging
import Synchronization
package import TemporalSDK

/// Takes what the outbox asks of workflows to the Temporal service: starts and signals.
///
/// Each message is done once: the service drops a repetition by its request id, and an id that was used already counts
/// as done. A service that is away is tried again for ever, one message of each order after the other.
package final class WorkflowTransport: EventTransport {
    /// How long a call may take: one that hangs holds back those that are read with it.
    package static let callTimeout = Duration.seconds(5)
    /// How long nothing is asked of a service that was away a moment ago.
    private static let pause = Duration.seconds(1)

    package let name = "workflows"

    private let starter: WorkflowStarter
    private let logger: Logger
    private let now: @Sendable () -> ContinuousClock.Instant
    private let awayUntil = Mutex<ContinuousClock.Instant?>(nil)

    /// - Parameters:
    ///   - client: speaks with the service.
    ///   - policies: what new workflows go by.
    ///   - logger: told of signals that nobody waits for.
    ///   - now: a monotonic clock.
    package init(
        client: TemporalClient,
        policies: WorkflowPolicies,
        logger: Logger,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        starter = WorkflowStarter(client: client.impatient(Self.callTimeout), policies: policies)
        self.logger = logger
        self.now = now
    }

    package func deliver(_ messages: [OutboxMessage]) async -> DeliveryReport {
        for (index, message) in messages.enumerated() {
            if let failure = await failure(of: message) {
                return DeliveryReport(delivered: index, failure: failure)
            }
        }
        return DeliveryReport(delivered: messages.count, failure: nil)
    }

    /// - Returns: nil for a message that was delivered.
    private func failure(of message: OutboxMessage) async -> DeliveryFailure? {
        if let until = awayUntil.withLock({ $0 }), now() < until {
            return DeliveryFailure(outage: "The Temporal service was away a moment ago")
        }
        do {
            try await starter.send(WorkflowMessage(message), of: message)
            return nil
        } catch let error as WorkflowNotFoundError {
            // The run is over: what the signal says changes nothing any more.
            logger.notice(
                "A signal came after the end of its workflow",
                metadata: ["workflowId": "\(error.workflowID)", "messageId": "\(message.messageID)"]
            )
            return nil
        } catch {
            return failure(of: error)
        }
    }

    private func failure(of error: any Error) -> DeliveryFailure {
        switch error {
        case let unknown as WorkflowMessage.Unknown:
            // Another version of the program may know it.
            return DeliveryFailure(reason: "Nobody knows messages of the type \(unknown.type)", isRetryable: true)
        case is WorkflowStarter.EarlierRunIsEnding:
            return DeliveryFailure(reason: "The last replenishment has not ended yet", isRetryable: true)
        case is DecodingError:
            return DeliveryFailure(reason: "The message's payload cannot be read", isRetryable: false)
        case let error where error.isRefusedForGood:
            return DeliveryFailure(reason: "The Temporal service refuses it: \(error)", isRetryable: false)
        default:
            if !(error is CancellationError) { awayUntil.withLock { $0 = now().advanced(by: Self.pause) } }
            return DeliveryFailure(outage: "The Temporal service: \(error)")
        }
    }
}
