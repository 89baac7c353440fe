import TemporalEngine
import TestSupport
import Testing

@Suite struct MatchingTests {
    private let queue = QueueName(namespaceID: "n", name: "q", kind: .activity)

    private func task(_ id: Int64) -> QueuedTask {
        let key = RunKey(namespace: "n", namespaceID: "n", workflowID: "w", runID: "r")
        return .activity(ActivityTaskReference(key: key, scheduledEventID: id, attempt: 1))
    }

    private func id(_ task: QueuedTask?) -> Int64? {
        switch task {
        case .activity(let reference): reference.scheduledEventID
        case .workflow(let reference): reference.scheduledEventID
        case .query, nil: nil
        }
    }

    private func poll(_ matching: Matching, rate: Double? = nil) async throws -> Int64? {
        let found = try await matching.poll(queue, identity: "w", rate: rate, deadline: .now + patience)
        return id(found)
    }

    @Test func `tasks are given out in the order they came`() async throws {
        let matching = Matching(clock: ManualClock())
        for number in 1...3 { matching.add(task(Int64(number)), to: queue) }
        #expect(try await poll(matching) == 1)
        #expect(try await poll(matching) == 2)
        #expect(try await poll(matching) == 3)
    }

    @Test func `a poller that waits gets the next task`() async throws {
        let matching = Matching(clock: ManualClock())
        async let polled = poll(matching)
        try #require(await eventually { matching.load.pollers == 1 })
        matching.add(task(7), to: queue)
        #expect(try await polled == 7)
        #expect(matching.load.pollers == 0)
    }

    @Test func `a poll ends at its deadline with nothing`() async throws {
        let matching = Matching(clock: ManualClock())
        let deadline = ContinuousClock.now + .seconds(3_600)
        async let polled = matching.poll(queue, identity: "w", deadline: deadline)
        try #require(await eventually { matching.load.pollers == 1 })
        matching.expire(at: deadline - .nanoseconds(1))
        #expect(matching.load.pollers == 1)
        matching.expire(at: deadline)
        #expect(id(try await polled) == nil)
    }

    @Test func `a cancelled poller takes nothing with it`() async throws {
        let matching = Matching(clock: ManualClock())
        let poller = Task { try await poll(matching) }
        try #require(await eventually { matching.load.pollers == 1 })
        poller.cancel()
        #expect(try await poller.value == nil)
        matching.add(task(1), to: queue)
        #expect(matching.load.tasks == 1)
        #expect(try await poll(matching) == 1)
    }

    @Test func `a task whose poller was cancelled as it got it is given back`() async throws {
        let matching = Matching(clock: ManualClock())
        // Many pollers and tasks at once, each poller cancelled at some moment: no task may be lost.
        var given = 0
        for round in 0..<200 {
            let poller = Task { try await poll(matching) }
            if round % 3 == 0 { await Task.yield() }
            matching.add(task(Int64(round)), to: queue)
            poller.cancel()
            if try await poller.value != nil { given += 1 }
        }
        #expect(given + matching.load.tasks == 200)
    }

    @Test func `a task that is given back comes first`() async throws {
        let matching = Matching(clock: ManualClock())
        matching.add(task(1), to: queue)
        matching.add(task(2), to: queue)
        #expect(try await poll(matching) == 1)
        matching.giveBack(task(1), to: queue)
        #expect(try await poll(matching) == 1)
        #expect(try await poll(matching) == 2)
    }

    @Test func `a rate limit lets so many tasks pass a second`() async throws {
        let clock = ManualClock()
        let matching = Matching(clock: clock)
        for number in 1...4 { matching.add(task(Int64(number)), to: queue) }
        #expect(try await poll(matching, rate: 2) == 1)
        for expected in 2...4 {
            async let polled = poll(matching, rate: 2)
            try #require(await eventually { clock.sleeperCount > 0 })
            clock.advance(by: .milliseconds(400))
            #expect(matching.load.pollers == 1)
            clock.advance(by: .milliseconds(101))
            #expect(try await polled == Int64(expected))
        }
        #expect(matching.describe(queue).ratePerSecond == 2)
    }

    @Test func `a sticky queue that nobody serves passes its tasks on`() async throws {
        let clock = ManualClock()
        let matching = Matching(clock: clock)
        let sticky = QueueName(namespaceID: "n", name: "sticky", kind: .workflow)
        let normal = QueueName(namespaceID: "n", name: "normal", kind: .workflow)
        let key = RunKey(namespace: "n", namespaceID: "n", workflowID: "w", runID: "r")
        func workflowTask(_ id: Int64) -> QueuedTask {
            .workflow(
                WorkflowTaskReference(key: key, scheduledEventID: id, attempt: 1, normalQueue: "normal")
            )
        }
        matching.add(workflowTask(1), to: sticky)
        #expect(matching.describe(normal).backlog == 1)
        // A worker asks the sticky queue: now it is served.
        async let polled = matching.poll(sticky, identity: "w", deadline: .now + patience)
        try #require(await eventually { matching.load.pollers == 1 })
        matching.add(workflowTask(2), to: sticky)
        #expect(id(try await polled) == 2)
        clock.advance(by: .seconds(9))
        matching.add(workflowTask(3), to: sticky)
        #expect(matching.describe(sticky).backlog == 1)
        clock.advance(by: .seconds(2))
        matching.add(workflowTask(4), to: sticky)
        #expect(matching.describe(sticky).backlog == 1)
        #expect(matching.describe(normal).backlog == 2)
        // Its worker shuts down: what waits there moves.
        matching.close(sticky: sticky) { _ in }
        #expect(matching.describe(sticky).backlog == 0)
        #expect(matching.describe(normal).backlog == 3)
    }

    @Test func `what a queue cannot hold is asked for again when there is room`() async throws {
        var limits = Matching.Limits()
        limits.tasksPerQueue = 4
        let matching = Matching(clock: ManualClock(), limits: limits)
        for number in 1...6 { matching.add(task(Int64(number)), to: queue) }
        #expect(matching.load.tasks == 4)
        await confirmation { asked in
            matching.onRoom { _ in asked() }
            for expected in 1...3 { #expect((try? await poll(matching)) == Int64(expected)) }
        }
    }

    @Test func `too many polls are turned away`() async throws {
        var limits = Matching.Limits()
        limits.pollers = 1
        let matching = Matching(clock: ManualClock(), limits: limits)
        async let first = poll(matching)
        try #require(await eventually { matching.load.pollers == 1 })
        await #expect(throws: PollRefusal.tooMany("polls")) { try await poll(matching) }
        matching.endAllPolls()
        #expect(try await first == nil)
    }

    @Test func `workers are remembered for five minutes`() async throws {
        let clock = ManualClock()
        let matching = Matching(clock: clock)
        matching.add(task(1), to: queue)
        _ = try await poll(matching)
        #expect(matching.describe(queue).pollers.map(\.identity) == ["w"])
        clock.advance(by: .seconds(301))
        #expect(matching.describe(queue).pollers.isEmpty)
        matching.forgetIdleQueues()
        #expect(matching.load.queues == 0)
    }
}
