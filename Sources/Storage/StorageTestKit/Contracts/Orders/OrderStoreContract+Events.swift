import OMSKernel
import Orders

extension OrderStoreContract {
    func eventPages(_ subject: Subject) async throws {
        let order = try await subject.created(Self.draft(key: "key-1"))
        try await subject.created(Self.draft(key: "key-2"))
        for command in [OrderCommand.validate, .reserve, .startFulfillment, .ship] {
            try await subject.apply(command, to: order.id)
        }
        for (after, limit, expected) in [
            (0, 2, [1, 2]), (2, 2, [3, 4]), (4, 2, [5]), (5, 2, []), (0, 100, [1, 2, 3, 4, 5]),
        ] {
            let events = try await subject.orders.events(of: order.id, after: Int64(after), limit: limit)
            let sequences = events.map(\.sequence)
            try await ContractViolation.expectEqual(
                sequences,
                expected.map(Int64.init),
                "up to \(limit) events after \(after)"
            )
        }
    }

    func wholeFeed(_ subject: Subject) async throws {
        let empty = try await subject.orders.events(after: nil, limit: 10)
        try await ContractViolation.expectEqual(empty.elements, [], "the feed of nothing")
        try await ContractViolation.expectEqual(empty.next, nil, "its next position")
        var expected: [OrderEvent] = []
        for number in 1...7 {
            let order = try await subject.created(Self.draft(key: "key-\(number)"))
            try await subject.apply(.cancel(reason: nil), to: order.id)
            expected += try await subject.events(of: order.id)
        }
        var reader = FeedReader(subject)
        try await reader.read(upTo: expected.count, limit: 4)
        try await ContractViolation.expectEqual(reader.events, expected, "the feed")
        // The position at the end stays good for what comes later.
        let late = try await subject.created(Self.draft(key: "late"))
        try await reader.read(upTo: expected.count + 1, limit: 4)
        try await ContractViolation.expectEqual(reader.events.last?.orderID, late.id, "what came later")
        try await ContractViolation.expectEqual(reader.events.count, expected.count + 1, "events")
    }

    /// A reader that follows the feed while writers commit in any order sees every event once, each order's in
    /// their order.
    func feedBesideWriters(_ subject: Subject) async throws {
        let (writers, each) = (6, 15)
        var reader = FeedReader(subject)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    for number in 0..<each {
                        let order = try await subject.created(Self.draft(key: "key-\(writer)-\(number)"))
                        try await subject.apply(.validate, to: order.id)
                    }
                }
            }
            var isWriting = true
            while isWriting {
                isWriting = reader.events.count < writers * each
                try await reader.readToEnd(limit: 10)
                await Task.yield()
            }
            try await group.waitForAll()
        }
        try await reader.read(upTo: writers * each * 2, limit: 10)
        try await ContractViolation.expectEqual(reader.events.count, writers * each * 2, "events")
        try await ContractViolation.expectEqual(
            Set(reader.events.map(\.id)).count,
            reader.events.count,
            "different events"
        )
        for (id, events) in Dictionary(grouping: reader.events, by: \.orderID) {
            try await ContractViolation.expectEqual(events.map(\.sequence), [1, 2], "the events of \(id)")
        }
    }
}

/// Follows the feed of all events from its start.
private struct FeedReader {
    private let subject: OrderStoreContract.Subject
    private var position: EventPosition?
    private(set) var events: [OrderEvent] = []

    init(_ subject: OrderStoreContract.Subject) {
        self.subject = subject
    }

    /// Reads until it has so many events, and all there are then. A feed may hold events back while an older
    /// transaction is open anywhere on the server, so this looks again for a while.
    mutating func read(upTo count: Int, limit: Int) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while events.count < count, ContinuousClock.now < deadline {
            try await readToEnd(limit: limit)
            await Task.yield()
        }
        try await readToEnd(limit: limit)
    }

    mutating func readToEnd(limit: Int) async throws {
        while true {
            let page = try await subject.orders.events(after: position, limit: limit)
            try await ContractViolation.expect(page.elements.count <= limit, "a page is longer than its limit")
            guard let next = page.next else { return }
            events += page.elements
            position = next
        }
    }
}
