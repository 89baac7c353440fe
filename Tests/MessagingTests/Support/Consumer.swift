import Messaging
import Synchronization

/// A transport that keeps what it was given, and fails as it is told.
final class Consumer: EventTransport {
    /// Asked before each message; nil lets it through.
    typealias Judge = @Sendable (OutboxMessage) async -> DeliveryFailure?

    let name: String
    private let judge: Judge
    private let log = Mutex<[OutboxMessage]>([])

    init(name: String = "consumer", judge: @escaping Judge = { _ in nil }) {
        self.name = name
        self.judge = judge
    }

    /// The ids of all deliveries, repeats included.
    var deliveries: [String] { log.withLock { $0.map(\.messageID) } }

    /// The sequence numbers of a key in the order in which they first came.
    func firstDeliveries(of key: String) -> [Int64] {
        var seen: [Int64] = []
        for message in log.withLock({ $0 }) where message.orderingKey == key {
            if !seen.contains(message.sequence) { seen.append(message.sequence) }
        }
        return seen
    }

    func deliver(_ messages: [OutboxMessage]) async -> DeliveryReport {
        for (index, message) in messages.enumerated() {
            if let failure = await judge(message) { return DeliveryReport(delivered: index, failure: failure) }
            log.withLock { $0.append(message) }
        }
        return DeliveryReport(delivered: messages.count, failure: nil)
    }
}
