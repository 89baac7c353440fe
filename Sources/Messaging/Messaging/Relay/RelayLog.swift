import Logging

/// What a relay says in the log: each death, and failures summed up, since one broken target fails for many.
struct RelayLog: Sendable {
    let logger: Logger

    func settled(_ results: [OutboxResult]) {
        var failures: [(first: OutboxMessage, error: String, count: Int)] = []
        for result in results {
            switch result.outcome {
            case .delivered: break
            case .dead(let error):
                logger.error("A message died", metadata: Self.metadata(result.message, error: error))
            case .failed(let error, _):
                let index = failures.firstIndex {
                    $0.first.destination == result.message.destination && $0.error == error
                }
                if let index { failures[index].count += 1 } else { failures.append((result.message, error, 1)) }
            }
        }
        for failure in failures.prefix(10) {
            var metadata = Self.metadata(failure.first, error: failure.error)
            metadata["keys"] = .stringConvertible(failure.count)
            logger.warning("Messages were not delivered and will be tried again", metadata: metadata)
        }
    }

    func storeFailed(_ error: any Error) {
        logger.warning("The outbox could not be reached; trying again", metadata: ["reason": "\(error)"])
    }

    func changed(to activity: RelayHealth.Activity) {
        logger.info("The relay changed", metadata: ["activity": .string(activity.rawValue)])
    }

    private static func metadata(_ message: OutboxMessage, error: String) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "destination": .string(message.destination),
            "orderId": .string(message.orderingKey),
            "messageId": .string(message.messageID),
            "type": .string(message.type),
            "attempt": .stringConvertible(message.attempts + 1),
            "reason": .string(error),
        ]
        // The second part of `version-trace-span-flags`, under the name that request lines have it.
        let parts = message.traceparent?.split(separator: "-") ?? []
        if parts.count >= 4 { metadata["traceId"] = .string(String(parts[1])) }
        return metadata
    }
}
