import Messaging
import OMSKernel

/// The rows of a ``MemoryOutboxStore`` and what happens to them, one step at a time.
struct MemoryOutboxState {
    struct Row {
        let message: OutboxMessage
        let nextAttempt: Timestamp
    }

    /// Messages of one of these are delivered in order.
    struct Key: Hashable {
        let destination: String
        let orderingKey: String

        init(_ message: OutboxMessage) {
            destination = message.destination
            orderingKey = message.orderingKey
        }
    }

    private(set) var rows: [Int64: Row] = [:]
    private(set) var dead: [Int64: DeadLetter] = [:]
    var lease: (holder: String, expiry: Timestamp)?
    private var lastPosition: Int64 = 0

    mutating func append(_ messages: [NewOutboxMessage]) {
        for message in messages {
            lastPosition += 1
            rows[lastPosition] = Row(
                message: OutboxMessage(message, position: lastPosition),
                nextAttempt: Timestamp(milliseconds: 0)
            )
        }
    }

    mutating func acquireLease(holder: String, now: Timestamp, expiry: Timestamp) -> Bool {
        if let lease, lease.holder != holder, lease.expiry > now { return false }
        lease = (holder, expiry)
        return true
    }

    func due(now: Timestamp, limit: Int) -> [OutboxMessage] {
        var held: [Key: Int64] = [:]
        for letter in dead.values {
            let key = Key(letter.message)
            held[key] = min(held[key] ?? .max, letter.message.position)
        }
        var due: [OutboxMessage] = []
        for (position, row) in rows.sorted(by: { $0.key < $1.key }) where due.count < limit {
            let key = Key(row.message)
            if let holding = held[key], holding < position { continue }
            if row.nextAttempt <= now { due.append(row.message) } else { held[key] = position }
        }
        return due
    }

    mutating func settle(_ result: OutboxResult, now: Timestamp) {
        let message = result.message
        guard rows[message.position] != nil else { return }
        let tried = message.withAttempts(message.attempts + 1)
        switch result.outcome {
        case .delivered:
            rows[message.position] = nil
        case .failed(_, let nextAttempt):
            rows[message.position] = Row(message: tried, nextAttempt: nextAttempt)
        case .dead(let error):
            rows[message.position] = nil
            dead[message.position] = DeadLetter(message: tried, error: error, diedAt: now)
        }
    }

    mutating func revive(_ positions: [Int64], now: Timestamp) -> Int {
        for position in positions {
            guard let letter = dead.removeValue(forKey: position) else { continue }
            rows[position] = Row(message: letter.message.withAttempts(0), nextAttempt: now)
        }
        return positions.count
    }
}
