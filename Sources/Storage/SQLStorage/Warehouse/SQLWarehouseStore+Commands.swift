import Messaging
package import OMSKernel
import SQLPort
package import Warehouse

extension SQLWarehouseStore {
    package func create(_ request: PickRequest, context: WarehouseContext) async throws -> PickWaveDetails {
        try await database.writing { connection in
            let new = PickWave.opening(request, context: context)
            // The unique key decides: of two calls at the same time, one inserts and the other finds what was inserted.
            guard try new.wave.insert(into: connection) else {
                guard let existing = try Self.details(of: request.orderID, locking: true, on: connection) else {
                    throw SQLError.serializationFailure
                }
                try existing.wave.checkCreatedAgain()
                return existing
            }
            for task in new.tasks { try task.insert(into: connection) }
            return new
        }
    }

    package func complete(_ id: PickTaskID, context: WarehouseContext) async throws -> PickTask {
        try await database.writing { connection in
            // A task never changes its order: the first look only tells which wave to lock.
            guard let found = try Self.task(id, on: connection) else { throw WarehouseError.unknownTask(id) }
            guard
                let wave = try Self.wave(of: found.orderID, locking: true, on: connection),
                let task = try Self.task(id, on: connection)
            else { throw WarehouseError.unknownTask(id) }
            guard let completion = try wave.completing(task, context: context) else { return task }
            try completion.task.update(on: connection)
            try completion.wave.update(on: connection)
            try Self.queue(completion.signal, for: wave.orderID, context: context, on: connection)
            return completion.task
        }
    }

    package func pack(_ orderID: OrderID, context: WarehouseContext) async throws -> PickWave {
        try await database.writing { connection in
            guard let wave = try Self.wave(of: orderID, locking: true, on: connection) else {
                throw WarehouseError.unknownWave(orderID)
            }
            guard let packing = try wave.packing(at: context.now) else { return wave }
            try packing.wave.update(on: connection)
            try Self.queue(packing.signal, for: orderID, context: context, on: connection)
            return packing.wave
        }
    }

    package func cancel(_ orderID: OrderID, context: WarehouseContext) async throws -> PickWave {
        try await database.writing { connection in
            let mark = PickWave(cancelledBeforeItBegan: orderID, at: context.now)
            if try mark.insert(into: connection) { return mark }
            guard let wave = try Self.wave(of: orderID, locking: true, on: connection) else {
                throw SQLError.serializationFailure
            }
            guard let cancelled = wave.cancelling(at: context.now) else { return wave }
            let open = try connection.rows(
                "SELECT \(PickTask.columns) FROM pick_tasks WHERE order_id = $1 AND status = 'OPEN' ORDER BY id",
                [.text(orderID.description)],
                PickTask.init
            )
            for task in open { try task.cancelling(at: context.now)?.update(on: connection) }
            try cancelled.update(on: connection)
            return cancelled
        }
    }

    private static func queue(
        _ signal: WarehouseSignal?,
        for orderID: OrderID,
        context: WarehouseContext,
        on connection: any SQLConnection
    ) throws {
        guard let signal else { return }
        try NewOutboxMessage(signal: signal.rawValue, toFulfillmentOf: orderID, at: context.now)
            .insert(into: connection)
    }
}
