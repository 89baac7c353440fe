import Messaging
import OMSKernel
import Warehouse

extension WarehouseStoreContract {
    static let ids = GrowingIDs()

    static func orderID() -> OrderID { ids.next(OrderSubject.self, at: now) }

    static func context(_ actor: String = "key:1", after seconds: Int = 0) -> WarehouseContext {
        WarehouseContext(actor: actor, now: now.advanced(by: .seconds(seconds)), ids: ids)
    }

    static func request(
        _ orderID: OrderID,
        lines: Int = 2,
        priority: Int = 0
    ) throws -> PickRequest {
        try PickRequest(
            orderID: orderID,
            priority: priority,
            lines: (1...lines).map { .init(sku: SKU(trusted: "SKU-\($0)"), quantity: Int64($0)) }
        )
    }
}

extension WarehouseStoreContract.Subject {
    /// A new wave; every task of it is picked when `picked` says so.
    func wave(lines: Int = 2, priority: Int = 0, picked: Bool = false) async throws -> PickWaveDetails {
        let request = try WarehouseStoreContract.request(
            WarehouseStoreContract.orderID(),
            lines: lines,
            priority: priority
        )
        let new = try await store.create(request, context: WarehouseStoreContract.context())
        guard picked else { return new }
        for task in new.tasks { _ = try await store.complete(task.id, context: WarehouseStoreContract.context()) }
        return try await details(of: request.orderID)
    }

    func details(of orderID: OrderID) async throws -> PickWaveDetails {
        guard let details = try await store.wave(of: orderID) else { throw ContractViolation("there is no wave") }
        return details
    }

    /// The names of the signals that wait in the outbox, in their order.
    func signals() async throws -> [String] {
        try await messages().map { message in
            WarehouseSignal.allCases.map(\.rawValue).first { message.payload.contains("\"signal\":\"\($0)\"") }
                ?? message.type
        }
    }

    func messages() async throws -> [OutboxMessage] {
        // The relay sees one message of a key after the other only when one fails: these are all.
        try await outbox.dueMessages(now: WarehouseStoreContract.now.advanced(by: .seconds(60)), limit: 100)
    }

    /// Expects a command to be refused, and nothing to be written.
    func expectRefusal<Result>(
        _ expected: WarehouseError,
        of orderID: OrderID,
        _ body: () async throws -> Result
    ) async throws {
        let before = try await store.wave(of: orderID)
        let messages = try await messages()
        do {
            _ = try await body()
            throw ContractViolation("was not refused: \(expected)")
        } catch let error as WarehouseError {
            try await ContractViolation.expectEqual(error, expected, "the refusal")
        }
        try await ContractViolation.expectEqual(try await store.wave(of: orderID), before, "the wave")
        try await ContractViolation.expectEqual(try await self.messages(), messages, "the outbox")
    }
}
