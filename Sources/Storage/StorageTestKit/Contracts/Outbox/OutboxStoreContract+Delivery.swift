import Messaging
import OMSKernel

extension OutboxStoreContract {
    func messagesComeBackAsTheyWere(_ subject: Subject) async throws {
        let new = NewOutboxMessage(
            destination: "events",
            orderingKey: "0193b3d0-0000-7000-8000-000000000001",
            messageID: "0193b3d0-0000-7000-8000-000000000002",
            type: "OrderCreated",
            sequence: 7,
            schemaVersion: 3,
            payload: #"{"reason":"it's \"ünïcode\" 🎁 שלום","n":1}"#,
            traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            createdAt: Timestamp(milliseconds: 1_799_999_999_999)
        )
        try await subject.append([new])
        let due = try await subject.store.dueMessages(now: Self.now, limit: 10)
        try await ContractViolation.expectEqual(due.count, 1, "messages due")
        for message in due {
            let expected = OutboxMessage(new, position: message.position)
            try await ContractViolation.expectEqual(message, expected, "the message")
        }
    }

    func messagesComeOldestFirstUpToTheLimit(_ subject: Subject) async throws {
        try await subject.append([Self.message("a", 1), Self.message("b", 1)])
        try await subject.append([Self.message("a", 2)])
        try await ContractViolation.expectEqual(try await subject.dueIDs(), ["a1", "b1", "a2"], "due")
        try await ContractViolation.expectEqual(try await subject.dueIDs(limit: 2), ["a1", "b1"], "due up to 2")
        let positions = try await subject.store.dueMessages(now: Self.now, limit: 10).map(\.position)
        try await ContractViolation.expect(positions == positions.sorted(), "positions \(positions) do not grow")
    }

    func deliveredMessagesAreGone(_ subject: Subject) async throws {
        try await subject.append([Self.message("a", 1), Self.message("a", 2)])
        try await subject.settle("a1", .delivered)
        try await ContractViolation.expectEqual(try await subject.dueIDs(at: Self.seconds(9_999)), ["a2"], "due")
    }

    func aFailureHoldsItsKeyBack(_ subject: Subject) async throws {
        try await subject.append([Self.message("a", 1), Self.message("b", 1), Self.message("a", 2)])
        try await subject.settle("a1", .failed(error: "away", nextAttempt: Self.seconds(5)))
        try await ContractViolation.expectEqual(try await subject.dueIDs(), ["b1"], "due while a1 waits")
        let early = Self.seconds(5).advanced(by: .milliseconds(-1))
        try await ContractViolation.expectEqual(try await subject.dueIDs(at: early), ["b1"], "due just before")
        let due = try await subject.store.dueMessages(now: Self.seconds(5), limit: 10)
        try await ContractViolation.expectEqual(due.map(\.messageID), ["a1", "b1", "a2"], "due when a1's time came")
        try await ContractViolation.expectEqual(due.map(\.attempts), [1, 0, 0], "attempts")
    }

    func destinationsAreApart(_ subject: Subject) async throws {
        try await subject.append([
            Self.message("a", 1), Self.message("a", 2, destination: "other"), Self.message("a", 3),
        ])
        try await subject.settle("a1", .failed(error: "away", nextAttempt: Self.seconds(5)))
        try await ContractViolation.expectEqual(try await subject.dueIDs(), ["a2"], "due while a1 waits")
        try await subject.settle("a1", .dead(error: "never"), at: Self.seconds(5))
        try await ContractViolation.expectEqual(
            try await subject.dueIDs(at: Self.seconds(9)),
            ["a2"],
            "due with a1 dead"
        )
    }

    func settlingTwiceChangesNothing(_ subject: Subject) async throws {
        try await subject.append([Self.message("a", 1), Self.message("b", 1), Self.message("c", 1)])
        let due = try await subject.store.dueMessages(now: Self.now, limit: 10)
        let outcomes: [OutboxResult.Outcome] = [
            .delivered, .failed(error: "away", nextAttempt: Self.seconds(1)), .dead(error: "never"),
        ]
        let results = zip(due, outcomes).map { OutboxResult(message: $0, outcome: $1) }
        try await subject.store.settle(results, now: Self.now)
        try await subject.store.settle(results, now: Self.now)
        let later = try await subject.store.dueMessages(now: Self.seconds(1), limit: 10)
        try await ContractViolation.expectEqual(later.map(\.messageID), ["b1"], "due")
        try await ContractViolation.expectEqual(later.map(\.attempts), [1], "attempts")
        let dead = try await subject.store.deadLetters(after: nil, limit: .standard).elements
        try await ContractViolation.expectEqual(dead.map(\.message.messageID), ["c1"], "dead letters")
        try await ContractViolation.expectEqual(dead.map(\.message.attempts), [1], "attempts of the dead")
    }

    func settlingTakesManyResults(_ subject: Subject) async throws {
        let count = 600
        try await subject.append((1...count).map { Self.message("k\($0 % 50)", Int64($0)) })
        let due = try await subject.store.dueMessages(now: Self.now, limit: count)
        try await ContractViolation.expectEqual(due.count, count, "messages due")
        try await subject.store.settle([], now: Self.now)
        try await subject.store.settle(due.map { OutboxResult(message: $0, outcome: .delivered) }, now: Self.now)
        try await ContractViolation.expectEqual(try await subject.store.depth().undelivered, 0, "undelivered")
    }

    func depthCountsAndTellsTheOldest(_ subject: Subject) async throws {
        let empty = OutboxDepth(undelivered: 0, oldest: nil, dead: 0)
        try await ContractViolation.expectEqual(try await subject.store.depth(), empty, "depth of nothing")
        try await subject.append([
            Self.message("a", 1), Self.message("b", 1, createdAt: Self.seconds(1)),
            Self.message("c", 1, createdAt: Self.seconds(2)),
        ])
        try await subject.settle("a1", .dead(error: "never"), at: Self.seconds(2))
        let depth = OutboxDepth(undelivered: 2, oldest: Self.seconds(1), dead: 1)
        try await ContractViolation.expectEqual(try await subject.store.depth(), depth, "depth")
    }

    /// Writers that commit in any order while a reader drains lose nothing and keep each key's order.
    func appendsDuringReadsAreAllFound(_ subject: Subject) async throws {
        let (writers, each) = (6, 40)
        var seen: [String: [Int64]] = [:]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    for sequence in 1...each {
                        try await subject.append([Self.message("w\(writer)-", Int64(sequence))])
                    }
                }
            }
            var delivered = 0
            var emptyReads = 0
            while delivered < writers * each, emptyReads < 100_000 {
                let due = try await subject.store.dueMessages(now: Self.now, limit: 25)
                for message in due { seen[message.orderingKey, default: []].append(message.sequence) }
                try await subject.store.settle(
                    due.map { OutboxResult(message: $0, outcome: .delivered) },
                    now: Self.now
                )
                delivered += due.count
                emptyReads = due.isEmpty ? emptyReads + 1 : 0
                await Task.yield()
            }
            try await group.waitForAll()
        }
        for writer in 0..<writers {
            try await ContractViolation.expectEqual(
                seen["w\(writer)-"] ?? [],
                Array(1...Int64(each)),
                "what the reader saw of writer \(writer)"
            )
        }
    }
}
