import OMSKernel
import Warehouse

extension WarehouseStoreContract {
    func queue(_ subject: Subject) async throws {
        let low = try await subject.wave(lines: 2, priority: 0)
        let high = try await subject.wave(lines: 2, priority: 9)
        let middle = try await subject.wave(lines: 1, priority: 4)
        let lowAgain = try await subject.wave(lines: 1, priority: 0)
        _ = try await subject.store.complete(high.tasks[0].id, context: Self.context())
        let gone = try await subject.wave(lines: 3, priority: 8)
        _ = try await subject.store.cancel(gone.wave.orderID, context: Self.context())
        let expected = [high.tasks[1]] + middle.tasks + low.tasks + lowAgain.tasks
        guard let two = PageLimit(2) else { return }
        var found: [[PickTask]] = []
        var after: PickTask.QueuePosition?
        repeat {
            let page = try await subject.store.openTasks(after: after, limit: two)
            found.append(page.elements)
            after = page.next
        } while after != nil && found.count < 10
        try await ContractViolation.expectEqual(found.flatMap { $0 }, expected, "the queue")
        try await ContractViolation.expectEqual(found.map(\.count), [2, 2, 1], "pages")
    }

    func wavesByStatus(_ subject: Subject) async throws {
        var picked: [PickWave] = []
        for _ in 0..<3 { picked.append(try await subject.wave(lines: 1, picked: true).wave) }
        let open = try await subject.wave()
        guard let two = PageLimit(2) else { return }
        let first = try await subject.store.waves(in: .picked, after: nil, limit: two)
        try await ContractViolation.expectEqual(first.elements, Array(picked.prefix(2)), "the first page")
        let second = try await subject.store.waves(in: .picked, after: first.next, limit: two)
        try await ContractViolation.expectEqual(second.elements, [picked[2]], "the second page")
        try await ContractViolation.expectEqual(second.next, nil, "the end")
        let picking = try await subject.store.waves(in: .picking, after: nil, limit: two)
        try await ContractViolation.expectEqual(picking.elements, [open.wave], "the open wave")
    }
}
