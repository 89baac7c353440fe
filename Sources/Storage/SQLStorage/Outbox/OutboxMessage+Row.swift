package import Messaging
import OMSKernel
package import SQLPort

extension OutboxMessage {
    /// What the outbox and the dead letters have in common, in the order in which ``init(_:)`` reads it.
    static let columns = """
        position, destination, ordering_key, message_id, type, sequence, schema_version, payload, traceparent, \
        created_at, attempts
        """

    init(_ row: any SQLRow) throws {
        self.init(
            position: try row.integer(0),
            destination: try row.text(1),
            orderingKey: try row.text(2),
            messageID: try row.text(3),
            type: try row.text(4),
            sequence: try row.integer(5),
            schemaVersion: Int(try row.integer(6)),
            payload: try row.text(7),
            traceparent: try row.optionalText(8),
            createdAt: Timestamp(milliseconds: try row.integer(9)),
            attempts: Int(try row.integer(10))
        )
    }
}

extension DeadLetter {
    static let columns = OutboxMessage.columns + ", error, died_at"

    init(_ row: any SQLRow) throws {
        self.init(
            message: try OutboxMessage(row),
            error: try row.text(11),
            diedAt: Timestamp(milliseconds: try row.integer(12))
        )
    }
}

extension NewOutboxMessage {
    /// Queues the message in the transaction that writes what it tells of.
    package func insert(into connection: any SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO outbox \
            (destination, ordering_key, message_id, type, sequence, schema_version, payload, traceparent, created_at) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                .text(destination), .text(orderingKey), .text(messageID), .text(type), .integer(sequence),
                .integer(Int64(schemaVersion)), .text(payload), .text(traceparent), .integer(createdAt.milliseconds),
            ]
        )
    }
}
