import Messaging
import OMSKernel
import Warehouse

extension WarehouseStoreContract {
    func roundTrip(_ subject: Subject) async throws {
        let request = try Self.request(Self.orderID(), lines: 30, priority: 7)
        let made = try await subject.store.create(request, context: Self.context())
        try await ContractViolation.expectEqual(made.wave.status, .picking, "status")
        try await ContractViolation.expectEqual(made.wave.openTasks, 30, "open tasks")
        try await ContractViolation.expectEqual(made.tasks.map(\.lineNumber), Array(1...30), "lines")
        try await ContractViolation.expectEqual(made.tasks.map(\.quantity), request.lines.map(\.quantity), "quantities")
        try await ContractViolation.expectEqual(made.tasks.map(\.sku), request.lines.map(\.sku), "SKUs")
        try await ContractViolation.expectEqual(try await subject.details(of: request.orderID), made, "the wave")
        try await ContractViolation.expectEqual(
            try await subject.store.task(made.tasks[29].id),
            made.tasks[29],
            "a task"
        )
        try await ContractViolation.expectEqual(try await subject.signals(), [], "signals")
        let unknown = try await subject.store.wave(of: Self.orderID())
        try await ContractViolation.expectEqual(unknown, nil, "the wave of another order")
    }

    func secondWave(_ subject: Subject) async throws {
        let request = try Self.request(Self.orderID())
        let first = try await subject.store.create(request, context: Self.context())
        let other = try Self.request(request.orderID, lines: 5, priority: 3)
        for again in [request, other] {
            let found = try await subject.store.create(again, context: Self.context(after: 5))
            try await ContractViolation.expectEqual(found, first, "the second call's wave")
        }
        try await ContractViolation.expectEqual(try await subject.details(of: request.orderID), first, "the wave")
        for task in first.tasks { _ = try await subject.store.complete(task.id, context: Self.context()) }
        let late = try await subject.store.create(request, context: Self.context(after: 6))
        try await ContractViolation.expectEqual(late.wave.status, .picked, "a call after picking")
        try await ContractViolation.expectEqual(try await subject.signals(), ["PickCompleted"], "signals")
    }

    func lastTask(_ subject: Subject) async throws {
        let wave = try await subject.wave(lines: 2)
        let picker = Self.context("key:picker", after: 1)
        let first = try await subject.store.complete(wave.tasks[1].id, context: picker)
        try await ContractViolation.expectEqual(first.status, .picked, "the task")
        try await ContractViolation.expectEqual(first.pickedBy, "key:picker", "who picked it")
        try await ContractViolation.expectEqual(try await subject.signals(), [], "signals before the last task")
        for _ in 0..<2 {
            let last = try await subject.store.complete(wave.tasks[0].id, context: picker)
            try await ContractViolation.expectEqual(last.status, .picked, "the last task")
        }
        let again = try await subject.store.complete(wave.tasks[1].id, context: Self.context("key:2", after: 9))
        try await ContractViolation.expectEqual(again, first, "a repetition's answer")
        let done = try await subject.details(of: wave.wave.orderID)
        try await ContractViolation.expectEqual(done.wave.status, .picked, "the wave")
        try await ContractViolation.expectEqual(done.wave.openTasks, 0, "open tasks")
        try await expectOneSignal(.pickCompleted, to: wave.wave.orderID, in: subject)
    }

    func packing(_ subject: Subject) async throws {
        let wave = try await subject.wave(picked: true)
        let orderID = wave.wave.orderID
        let packed = try await subject.store.pack(orderID, context: Self.context(after: 2))
        try await ContractViolation.expectEqual(packed.status, .packed, "the wave")
        try await ContractViolation.expectEqual(packed.packedAt, Self.now.advanced(by: .seconds(2)), "packed at")
        let again = try await subject.store.pack(orderID, context: Self.context(after: 9))
        try await ContractViolation.expectEqual(again, packed, "a repetition's answer")
        try await ContractViolation.expectEqual(try await subject.details(of: orderID).wave, packed, "the wave")
        try await ContractViolation.expectEqual(
            try await subject.signals(),
            ["PickCompleted", "PackCompleted"],
            "signals"
        )
    }

    func refusals(_ subject: Subject) async throws {
        let wave = try await subject.wave()
        let id = wave.wave.orderID
        let store = subject.store
        try await subject.expectRefusal(.notPicked(id, openTasks: 2), of: id) {
            try await store.pack(id, context: Self.context())
        }
        let unknown = Self.orderID()
        try await subject.expectRefusal(.unknownWave(unknown), of: unknown) {
            try await store.pack(unknown, context: Self.context())
        }
        let noTask = Self.ids.next(PickTask.self, at: Self.now)
        try await subject.expectRefusal(.unknownTask(noTask), of: id) {
            try await store.complete(noTask, context: Self.context())
        }
        try await ContractViolation.expectEqual(try await store.task(noTask), nil, "a task never made")
    }

    func cancelling(_ subject: Subject) async throws {
        let wave = try await subject.wave(lines: 3)
        let id = wave.wave.orderID
        let picked = try await subject.store.complete(wave.tasks[1].id, context: Self.context(after: 1))
        let cancelled = try await subject.store.cancel(id, context: Self.context(after: 2))
        try await ContractViolation.expectEqual(cancelled.status, .cancelled, "the wave")
        let again = try await subject.store.cancel(id, context: Self.context(after: 9))
        try await ContractViolation.expectEqual(again, cancelled, "a repetition's answer")
        let after = try await subject.details(of: id)
        try await ContractViolation.expectEqual(after.wave, cancelled, "the wave")
        try await ContractViolation.expectEqual(
            after.tasks.map(\.status),
            [.cancelled, .picked, .cancelled],
            "tasks"
        )
        try await ContractViolation.expectEqual(after.tasks[1], picked, "the picked task")
        try await ContractViolation.expectEqual(
            try await subject.store.complete(picked.id, context: Self.context(after: 9)),
            picked,
            "completing what was picked"
        )
        try await subject.expectRefusal(.taskCancelled(wave.tasks[0].id), of: id) {
            try await subject.store.complete(wave.tasks[0].id, context: Self.context(after: 9))
        }
        try await subject.expectRefusal(.illegalTransition(id, command: .pack, status: .cancelled), of: id) {
            try await subject.store.pack(id, context: Self.context(after: 9))
        }
        try await ContractViolation.expectEqual(try await subject.signals(), [], "signals")
    }

    func cancellingPacked(_ subject: Subject) async throws {
        let wave = try await subject.wave(picked: true)
        let id = wave.wave.orderID
        let packed = try await subject.store.pack(id, context: Self.context())
        let cancelled = try await subject.store.cancel(id, context: Self.context(after: 3))
        try await ContractViolation.expectEqual(cancelled.status, .cancelled, "the wave")
        try await ContractViolation.expectEqual(cancelled.packedAt, packed.packedAt, "packed at")
        let after = try await subject.details(of: id)
        try await ContractViolation.expectEqual(after.tasks, wave.tasks, "tasks")
    }

    func earlyCancellation(_ subject: Subject) async throws {
        let request = try Self.request(Self.orderID())
        let id = request.orderID
        let mark = try await subject.store.cancel(id, context: Self.context())
        try await ContractViolation.expectEqual(mark.status, .cancelled, "the mark")
        try await ContractViolation.expectEqual(
            try await subject.store.cancel(id, context: Self.context(after: 1)),
            mark,
            "a second cancellation"
        )
        try await subject.expectRefusal(.illegalTransition(id, command: .create, status: .cancelled), of: id) {
            try await subject.store.create(request, context: Self.context(after: 2))
        }
        try await ContractViolation.expectEqual(try await subject.details(of: id).tasks, [], "tasks")
    }

    func expectOneSignal(_ signal: WarehouseSignal, to id: OrderID, in subject: Subject) async throws {
        let messages = try await subject.messages()
        try await ContractViolation.expectEqual(messages.count, 1, "messages in the outbox")
        let message = messages.first
        try await ContractViolation.expectEqual(message?.destination, OutboxMessage.workflowsDestination, "destination")
        try await ContractViolation.expectEqual(message?.orderingKey, id.description, "ordering key")
        try await ContractViolation.expectEqual(message?.type, "SignalWorkflow", "type")
        try await ContractViolation.expectEqual(message?.messageID, "\(id):\(signal.rawValue)", "message id")
        try await ContractViolation.expectEqual(
            message?.payload,
            "{\"signal\":\"\(signal.rawValue)\",\"orderId\":\"\(id)\"}",
            "payload"
        )
    }
}
