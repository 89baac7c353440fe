package import OMSKernel

/// A message on its way into the outbox, before it has a position; its first attempt is due at once.
package struct NewOutboxMessage: Sendable, Equatable {
    package let destination: String
    package let orderingKey: String
    package let messageID: String
    package let type: String
    package let sequence: Int64
    package let schemaVersion: Int
    package let payload: String
    package let traceparent: String?
    package let createdAt: Timestamp

    package init(
        destination: String,
        orderingKey: String,
        messageID: String,
        type: String,
        sequence: Int64,
        schemaVersion: Int,
        payload: String,
        traceparent: String?,
        createdAt: Timestamp
    ) {
        self.destination = destination
        self.orderingKey = orderingKey
        self.messageID = messageID
        self.type = type
        self.sequence = sequence
        self.schemaVersion = schemaVersion
        self.payload = payload
        self.traceparent = traceparent
        self.createdAt = createdAt
    }

    /// Asks the Temporal service for something that a workflow begins with, or is told.
    /// - Parameters:
    ///   - type: one of the types of ``OutboxMessage``.
    ///   - about: what it is about: messages about one thing stay in order.
    ///   - id: by which a repetition is dropped.
    ///   - traceparent: the trace of the request; nil for none.
    ///   - now: when it is asked for.
    ///   - payload: writes the members of the message.
    package init(
        toWorkflows type: String,
        about: String,
        id: String,
        traceparent: String? = nil,
        at now: Timestamp,
        payload: (inout JSONWriter) -> Void
    ) {
        self.init(
            destination: OutboxMessage.workflowsDestination,
            orderingKey: about,
            messageID: id,
            type: type,
            sequence: 0,
            schemaVersion: 1,
            payload: JSONWriter.object(payload),
            traceparent: traceparent,
            createdAt: now
        )
    }
}

extension OutboxMessage {
    /// A new message at its position.
    package init(_ new: NewOutboxMessage, position: Int64) {
        self.init(
            position: position,
            destination: new.destination,
            orderingKey: new.orderingKey,
            messageID: new.messageID,
            type: new.type,
            sequence: new.sequence,
            schemaVersion: new.schemaVersion,
            payload: new.payload,
            traceparent: new.traceparent,
            createdAt: new.createdAt,
            attempts: 0
        )
    }

    /// The same message with another count of failed attempts.
    package func withAttempts(_ attempts: Int) -> OutboxMessage {
        OutboxMessage(
            position: position,
            destination: destination,
            orderingKey: orderingKey,
            messageID: messageID,
            type: type,
            sequence: sequence,
            schemaVersion: schemaVersion,
            payload: payload,
            traceparent: traceparent,
            createdAt: createdAt,
            attempts: attempts
        )
    }
}
