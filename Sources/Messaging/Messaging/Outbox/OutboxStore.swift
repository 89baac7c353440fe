package import OMSKernel

/// The relay's view of the outbox. Rows are written by the stores of the contexts, never through this port.
package protocol OutboxStore: Sendable {
    /// Takes or renews the right to relay; at most one holder has it at a time, until `expiry`.
    /// - Returns: whether `holder` has it now.
    func acquireLease(holder: String, now: Timestamp, expiry: Timestamp) async throws -> Bool

    /// Gives the right back, so that another process need not wait for its expiry.
    func releaseLease(holder: String) async throws

    /// The oldest messages that may be delivered now, by position: whose next attempt is due and that no
    /// undelivered earlier message of the same destination and key holds back. All unsent rows are looked at,
    /// whatever was read before, so a row that became visible late is found.
    ///
    /// A dead letter holds later messages back, and so does one whose next attempt is not due; one that is
    /// itself among the answer does not.
    func dueMessages(now: Timestamp, limit: Int) async throws -> [OutboxMessage]

    /// Records what became of a batch, all of it in one step: delivered rows go, failed rows wait for their
    /// next attempt, dead rows move to the dead letters.
    ///
    /// A failed or dead row then has `message.attempts + 1` attempts, whatever it had, and a result without a row is
    /// ignored: settling the same results again, after a commit whose outcome is unknown, changes nothing.
    func settle(_ results: [OutboxResult], now: Timestamp) async throws

    /// How much is undelivered, and since when.
    func depth() async throws -> OutboxDepth

    /// One page of dead letters, oldest first.
    func deadLetters(after: Int64?, limit: PageLimit) async throws -> Page<DeadLetter, Int64>

    /// Puts a dead letter back into the outbox with its attempts at zero.
    ///
    /// To keep the key's order, every earlier dead letter of the same destination and key goes back with it.
    /// - Returns: how many went back; 0 when there is no such dead letter.
    func retryDeadLetter(_ position: Int64, now: Timestamp) async throws -> Int

    /// Puts up to `limit` dead letters back, oldest first.
    /// - Returns: how many went back.
    func retryDeadLetters(limit: Int, now: Timestamp) async throws -> Int
}

/// What became of one message.
package struct OutboxResult: Sendable, Equatable {
    package enum Outcome: Sendable, Equatable {
        case delivered
        case failed(error: String, nextAttempt: Timestamp)
        case dead(error: String)
    }

    package let message: OutboxMessage
    package let outcome: Outcome

    package init(message: OutboxMessage, outcome: Outcome) {
        self.message = message
        self.outcome = outcome
    }
}

package struct OutboxDepth: Sendable, Equatable {
    /// Undelivered messages. A store may stop counting at a bound that it documents.
    package let undelivered: Int
    package let oldest: Timestamp?
    package let dead: Int

    package init(undelivered: Int, oldest: Timestamp?, dead: Int) {
        self.undelivered = undelivered
        self.oldest = oldest
        self.dead = dead
    }
}

/// A message that could not be delivered, with the last error. Later messages of its key are parked behind it,
/// so that a key's messages are never delivered out of order.
package struct DeadLetter: Sendable, Equatable {
    package let message: OutboxMessage
    package let error: String
    package let diedAt: Timestamp

    package init(message: OutboxMessage, error: String, diedAt: Timestamp) {
        self.message = message
        self.error = error
        self.diedAt = diedAt
    }
}
