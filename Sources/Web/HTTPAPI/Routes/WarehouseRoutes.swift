import Access
import HTTPTypes
import HummingbirdCore
import OMSKernel
import Warehouse

/// `/warehouse`: the operators' queue, picking and packing.
struct WarehouseRoutes: Sendable {
    private static let queue = "pick-tasks"

    private let work: PickAndPack
    private let cursors: CursorCodec

    init(_ dependencies: APIDependencies, cursors: CursorCodec) {
        work = PickAndPack(store: dependencies.warehouse, ids: dependencies.ids, clock: dependencies.clock)
        self.cursors = cursors
    }

    var routes: [Route] {
        [
            Route(.get, "/warehouse/tasks", .scope(.warehouseRead), handler: queue),
            Route(.get, "/warehouse/tasks/{taskId}", .scope(.warehouseRead), handler: showTask),
            Route(.post, "/warehouse/tasks/{taskId}/complete", .scope(.warehouseWrite), handler: complete),
            Route(.get, "/warehouse/orders", .scope(.warehouseRead), handler: orders),
            Route(.get, "/warehouse/orders/{orderId}", .scope(.warehouseRead), handler: showOrder),
            Route(.post, "/warehouse/orders/{orderId}/packed", .scope(.warehouseWrite), handler: pack),
        ]
    }

    private func queue(_ call: Call) async throws -> Answer {
        var problems = ValidationError()
        let query = call.query
        let limit = query.limit(&problems)
        let after = cursors.position(in: query, PickTask.QueuePosition.self, list: Self.queue, problems: &problems)
        try problems.throwIfAny()
        let page = try await work.openTasks(after: after, limit: limit)
        return .list(page.elements, nextCursor: cursors.encode(page.next, list: Self.queue)) { $0.pickTask($1) }
    }

    private func showTask(_ call: Call) async throws -> Answer {
        .pickTask(try await work.task(call.id(PickTask.self, "taskId")))
    }

    private func complete(_ call: Call) async throws -> Answer {
        let id = try call.id(PickTask.self, "taskId")
        return .pickTask(try await work.complete(id, actor: call.actor))
    }

    private func orders(_ call: Call) async throws -> Answer {
        var problems = ValidationError()
        let query = call.query
        let limit = query.limit(&problems)
        let status = query.word("status", PickWaveStatus.self, &problems) ?? .picked
        let list = "pick-waves-\(status.rawValue)"
        let after = cursors.position(in: query, OrderID.self, list: list, problems: &problems)
        try problems.throwIfAny()
        let page = try await work.waves(in: status, after: after, limit: limit)
        return .list(page.elements, nextCursor: cursors.encode(page.next, list: list)) { $0.pickWave($1) }
    }

    private func showOrder(_ call: Call) async throws -> Answer {
        .pickWave(try await work.wave(of: call.id(OrderSubject.self, "orderId")))
    }

    private func pack(_ call: Call) async throws -> Answer {
        let id = try call.id(OrderSubject.self, "orderId")
        _ = try await work.pack(id, actor: call.actor)
        return .pickWave(try await work.wave(of: id))
    }
}
