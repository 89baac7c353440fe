import Logging
import Messaging
import OMSKernel

/// Messages for tests; their ids are key and sequence: `a1`.
enum Messages {
    static func new(
        _ key: String,
        _ sequence: Int64,
        type: String = "OrderUpdated",
        traceparent: String? = nil
    ) -> NewOutboxMessage {
        NewOutboxMessage(
            destination: OutboxMessage.eventsDestination,
            orderingKey: key,
            messageID: "\(key)\(sequence)",
            type: type,
            sequence: sequence,
            schemaVersion: 1,
            payload: "{}",
            traceparent: traceparent,
            createdAt: VirtualTime.start
        )
    }

    /// `a1 b1 a2` as messages at positions 1, 2, 3.
    static func stored(_ ids: String) -> [OutboxMessage] {
        ids.split(separator: " ").enumerated().map { index, id in
            let sequence = Int64(id.dropFirst()) ?? 0
            return OutboxMessage(new(String(id.prefix(1)), sequence), position: Int64(index + 1))
        }
    }
}

let silentLogger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
