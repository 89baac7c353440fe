import Messaging
import OMSKernel

extension JSONWriter {
    /// A message that could not be delivered, and why.
    mutating func deadLetter(_ letter: DeadLetter) {
        let message = letter.message
        object { writer in
            writer.member("position", message.position)
            writer.member("destination", message.destination)
            writer.member("orderId", message.orderingKey)
            writer.member("eventId", message.messageID)
            writer.member("type", message.type)
            writer.member("sequence", message.sequence)
            writer.member("schemaVersion", message.schemaVersion)
            writer.member("payload", raw: message.payload)
            writer.member("traceparent", message.traceparent)
            writer.member("attempts", message.attempts)
            writer.member("error", letter.error)
            writer.member("createdAt", message.createdAt.description)
            writer.member("diedAt", letter.diedAt.description)
        }
    }
}
