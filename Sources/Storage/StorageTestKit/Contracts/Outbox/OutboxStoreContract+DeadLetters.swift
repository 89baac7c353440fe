import Messaging
import OMSKernel

extension OutboxStoreContract {
    func aDeadLetterParksItsKey(_ subject: Subject) async throws {
        try await subject.append([Self.message("a", 1), Self.message("b", 1), Self.message("a", 2)])
        try await subject.settle("a1", .dead(error: "no such topic"), at: Self.seconds(3))
        try await subject.append([Self.message("a", 3)])
        try await ContractViolation.expectEqual(try await subject.dueIDs(at: Self.seconds(9_999)), ["b1"], "due")
        let letters = try await subject.store.deadLetters(after: nil, limit: .standard).elements
        try await ContractViolation.expectEqual(letters.map(\.message.messageID), ["a1"], "dead letters")
        try await ContractViolation.expectEqual(letters.map(\.error), ["no such topic"], "error")
        try await ContractViolation.expectEqual(letters.map(\.diedAt), [Self.seconds(3)], "time of death")
        try await ContractViolation.expectEqual(letters.map(\.message.attempts), [1], "attempts")
        try await ContractViolation.expectEqual(letters.map(\.message.payload), [#"{"n":1}"#], "payload")
    }

    func aRetriedDeadLetterComesFirst(_ subject: Subject) async throws {
        try await subject.append([Self.message("a", 1), Self.message("a", 2), Self.message("b", 1)])
        try await subject.settle("a1", .dead(error: "never"))
        let letters = try await subject.store.deadLetters(after: nil, limit: .standard).elements
        let position = try Self.position(of: "a1", in: letters)
        let retried = try await subject.store.retryDeadLetter(position, now: Self.seconds(1))
        try await ContractViolation.expectEqual(retried, 1, "went back")
        let again = try await subject.store.retryDeadLetter(position, now: Self.seconds(1))
        try await ContractViolation.expectEqual(again, 0, "went back the second time")
        let due = try await subject.store.dueMessages(now: Self.seconds(1), limit: 10)
        let order = due.filter { $0.orderingKey == "a" }
        try await ContractViolation.expectEqual(order.map(\.messageID), ["a1", "a2"], "due of the key")
        try await ContractViolation.expectEqual(order.map(\.attempts), [0, 0], "attempts")
        try await ContractViolation.expectEqual(try await subject.store.depth().dead, 0, "dead letters left")
    }

    /// Two dead letters of a key come about when two relays held the right after another.
    func retryTakesEarlierOnesAlong(_ subject: Subject) async throws {
        try await subject.append((1...4).map { Self.message("a", $0) } + [Self.message("b", 1)])
        let due = try await subject.store.dueMessages(now: Self.now, limit: 10)
        let dying = due.filter { ["a1", "a2", "a3", "b1"].contains($0.messageID) }
        try await subject.store.settle(
            dying.map { OutboxResult(message: $0, outcome: .dead(error: "never")) },
            now: Self.now
        )
        let letters = try await subject.store.deadLetters(after: nil, limit: .standard).elements
        let position = try Self.position(of: "a2", in: letters)
        let retried = try await subject.store.retryDeadLetter(position, now: Self.now)
        try await ContractViolation.expectEqual(retried, 2, "went back")
        try await ContractViolation.expectEqual(try await subject.dueIDs(), ["a1", "a2"], "due")
        let left = try await subject.store.deadLetters(after: nil, limit: .standard).elements
        try await ContractViolation.expectEqual(left.map(\.message.messageID), ["a3", "b1"], "dead letters left")
    }

    func retryOfManyIsBounded(_ subject: Subject) async throws {
        try await kill(5, of: subject)
        let first = try await subject.store.retryDeadLetters(limit: 2, now: Self.now)
        try await ContractViolation.expectEqual(first, 2, "went back")
        try await ContractViolation.expectEqual(try await subject.dueIDs(), ["k1-1", "k2-1"], "due")
        let rest = try await subject.store.retryDeadLetters(limit: 100, now: Self.now)
        try await ContractViolation.expectEqual(rest, 3, "went back the second time")
        let none = try await subject.store.retryDeadLetters(limit: 100, now: Self.now)
        try await ContractViolation.expectEqual(none, 0, "went back the third time")
    }

    func deadLettersComeInPages(_ subject: Subject) async throws {
        try await kill(5, of: subject)
        guard let two = PageLimit(2) else { return }
        var ids: [[String]] = []
        var after: Int64?
        repeat {
            let page = try await subject.store.deadLetters(after: after, limit: two)
            ids.append(page.elements.map(\.message.messageID))
            after = page.next
        } while after != nil && ids.count < 10
        try await ContractViolation.expectEqual(ids, [["k1-1", "k2-1"], ["k3-1", "k4-1"], ["k5-1"]], "pages")
    }

    /// Puts `count` dead letters of keys of their own into a store.
    private func kill(_ count: Int, of subject: Subject) async throws {
        try await subject.append((1...count).map { Self.message("k\($0)-", 1) })
        let due = try await subject.store.dueMessages(now: Self.now, limit: count)
        try await subject.store.settle(
            due.map { OutboxResult(message: $0, outcome: .dead(error: "never")) },
            now: Self.now
        )
    }

    private static func position(of id: String, in letters: [DeadLetter]) throws -> Int64 {
        guard let letter = letters.first(where: { $0.message.messageID == id }) else {
            throw ContractViolation("\(id) is no dead letter; those are \(letters.map(\.message.messageID))")
        }
        return letter.message.position
    }
}
