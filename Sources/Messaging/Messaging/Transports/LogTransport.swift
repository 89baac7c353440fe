/// Writes each event as one line of CloudEvents JSON.
///
/// A line counts as delivered once the writer returns, so the writer must not drop lines: it waits instead.
package struct LogTransport: EventTransport {
    package let name = "log"

    private let source: String
    private let write: @Sendable ([UInt8]) async throws -> Void

    /// Makes a transport on a writer of lines.
    /// - Parameters:
    ///   - source: the deployment, as CloudEvents' `source`.
    ///   - write: takes a line with its line break, and returns when it is written or throws.
    package init(source: String, write: @escaping @Sendable ([UInt8]) async throws -> Void) {
        self.source = source
        self.write = write
    }

    package func deliver(_ messages: [OutboxMessage]) async -> DeliveryReport {
        for (index, message) in messages.enumerated() {
            do {
                try await write(Array((CloudEvent(message, source: source).json + "\n").utf8))
            } catch {
                let failure = DeliveryFailure(reason: "The line could not be written: \(error)", isRetryable: true)
                return DeliveryReport(delivered: index, failure: failure)
            }
        }
        return DeliveryReport(delivered: messages.count, failure: nil)
    }
}
