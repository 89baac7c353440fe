/// Delivers to several transports; a message counts as delivered when all of them took it.
///
/// The first transport comes first, and each further one gets only what those before it took. When one fails,
/// the message and those after it come again later, also to the transports that had taken them: each of them
/// sees every message at least once and in order, but more often when another one fails. A message that one
/// transport refuses for good dies for all. Consumers drop repeats by message id.
package struct FanOutTransport: EventTransport {
    package let name: String

    private let transports: [any EventTransport]

    package init(_ transports: [any EventTransport]) {
        self.transports = transports
        name = transports.map(\.name).joined(separator: "+")
    }

    package func deliver(_ messages: [OutboxMessage]) async -> DeliveryReport {
        var taken = DeliveryReport(delivered: messages.count, failure: nil)
        for transport in transports where taken.delivered > 0 {
            let report = await transport.deliver(Array(messages.prefix(taken.delivered)))
            guard report.delivered < taken.delivered else { continue }
            let failure =
                report.failure
                ?? DeliveryFailure(reason: "\(transport.name) stopped without saying why", isRetryable: true)
            taken = DeliveryReport(delivered: max(0, report.delivered), failure: failure)
        }
        return taken
    }
}
