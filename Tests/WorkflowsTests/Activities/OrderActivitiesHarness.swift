import DatabaseTestSupport
import Foundation
import Messaging
import OMSKernel
import OMSWorkflows
import Orders
import SQLStorage
import StorageTestKit
import TemporalAPI
import TemporalSDK

/// The stores that the activities are tried on.
enum ActivityStore: String, CaseIterable, Sendable {
    case memory, sqlite, postgres
}

/// The activities of orders over a store of one's own.
struct OrderActivitiesHarness: Sendable {
    static let now = OMSKernel.Timestamp(milliseconds: 1_800_000_000_000)

    let store: any OrderStore
    /// What is queued for delivery.
    let queued: @Sendable () async throws -> [OutboxMessage]
    let requiresShipTo: Bool
    private let ids = SystemIDGenerator()

    static func with(
        _ kind: ActivityStore,
        requiresShipTo: Bool = false,
        _ test: (OrderActivitiesHarness) async throws -> Void
    ) async throws {
        switch kind {
        case .memory:
            let outbox = MemoryOutboxStore()
            let store = MemoryOrderStore { outbox.append($0) }
            try await test(harness(store, outbox, requiresShipTo))
        case .sqlite, .postgres:
            try await (kind == .sqlite ? DatabaseKind.sqlite : .postgres).withDatabase { database in
                let outbox = SQLOutboxStore(database: database)
                try await test(harness(SQLOrderStore(database: database), outbox, requiresShipTo))
            }
        }
    }

    private static func harness(
        _ store: any OrderStore,
        _ outbox: any OutboxStore,
        _ requiresShipTo: Bool
    ) -> OrderActivitiesHarness {
        OrderActivitiesHarness(
            store: store,
            queued: { try await outbox.dueMessages(now: now, limit: 1_000) },
            requiresShipTo: requiresShipTo
        )
    }

    /// The activities over this store, or over one that stands before it.
    func activities(over store: (any OrderStore)? = nil) -> OrderActivities {
        OrderActivities(store: store ?? self.store, ids: ids, clock: FixedClock(), requiresShipTo: requiresShipTo)
    }

    /// Runs an activity once, as a worker does.
    func run<Input, Output>(
        _ contract: ActivityContract<Input, Output>,
        _ input: Input,
        over store: (any OrderStore)? = nil
    ) async throws -> Output {
        guard let activity = activities(over: store).registered.first(where: { $0.name == contract.name }) else {
            throw Missing(name: contract.name)
        }
        let converter = DataConverter.default
        let answer = try await activity.run([try converter.convertValue(input)], converter)
        return try converter.convertSinglePayload([answer])
    }

    /// The final failure of a run; nil when it did not fail, or may be tried again.
    func failure<Input, Output>(_ contract: ActivityContract<Input, Output>, _ input: Input) async -> String? {
        do {
            _ = try await run(contract, input)
            return nil
        } catch let error as ApplicationError {
            return error.isNonRetryable ? error.type : nil
        } catch {
            return nil
        }
    }

    struct Missing: Error {
        let name: String
    }

    // MARK: Orders

    /// An order that `POST /orders` stored.
    func placed(_ key: String = "key-1") async throws -> Order {
        try await PlaceOrder(store: store, ids: ids)(
            Self.draft(key),
            method: "POST",
            path: "/orders",
            context: CommandContext(actor: "key:k", traceparent: nil, now: Self.now)
        ).order
    }

    static func draft(_ key: String? = nil) -> OrderDraft {
        OrderDraft(requestID: key, items: [OrderItemDraft(sku: "A-1", quantity: 2)])
    }

    func change(_ id: OrderID, _ commands: OrderCommand...) async throws {
        for command in commands {
            _ = try await ChangeOrder(store: store, ids: ids)(
                command,
                on: id,
                expectedVersion: nil,
                context: CommandContext(actor: "key:other", traceparent: nil, now: Self.now)
            )
        }
    }

    func kinds(_ id: OrderID) async throws -> [OrderEvent.Kind] {
        try await store.events(of: id, after: 0, limit: 100).map(\.kind)
    }
}

extension OrderActivitiesHarness {
    static func stored(_ order: Order) -> OrderIntakeInput {
        OrderIntakeInput(requestId: order.requestID.text, orderId: order.id.description, actor: "key:k")
    }

    static func submission(_ key: String, quantity: Int64 = 2) throws -> OrderIntakeInput {
        let draft = OrderDraft(items: [OrderItemDraft(sku: "A-1", quantity: quantity)])
        let body = String(decoding: try JSONEncoder().encode(draft), as: UTF8.self)
        return OrderIntakeInput(requestId: key, submission: body, actor: "key:k")
    }
}

struct FixedClock: WallClock {
    func now() -> OMSKernel.Timestamp { OrderActivitiesHarness.now }
}

/// A store whose answers are lost: it does what it is asked, and says that it is away.
struct ForgetfulOrderStore: OrderStore {
    let base: any OrderStore

    private func lost<Result>(_ body: () async throws -> Result) async throws -> Result {
        _ = try await body()
        throw StorageError.outcomeUnknown(retryAfter: .seconds(1))
    }

    func create(_ creation: OrderCreation) async throws -> OrderCreationOutcome {
        try await lost { try await base.create(creation) }
    }

    func modify(
        _ id: OrderID,
        noting progress: OrderProgress?,
        _ decide: @escaping @Sendable (Order) throws(OrderError) -> OrderDecision
    ) async throws -> OrderDecision {
        try await lost { try await base.modify(id, noting: progress, decide) }
    }

    func cancel(
        _ id: OrderID,
        _ decide: @escaping @Sendable (OrderRecord) throws(OrderError) -> CancellationDecision
    ) async throws -> CancellationDecision {
        try await lost { try await base.cancel(id, decide) }
    }

    func order(_ id: OrderID) async throws -> Order? { try await base.order(id) }
    func order(requestedAs key: RequestKey) async throws -> Order? { try await base.order(requestedAs: key) }
    func record(_ id: OrderID) async throws -> OrderRecord? { try await base.record(id) }

    func orders(
        matching filter: OrderFilter,
        sorted: CreationOrder,
        after: OrderID?,
        limit: PageLimit
    ) async throws -> Page<Order, OrderID> {
        try await base.orders(matching: filter, sorted: sorted, after: after, limit: limit)
    }

    func events(of id: OrderID, after sequence: Int64, limit: Int) async throws -> [OrderEvent] {
        try await base.events(of: id, after: sequence, limit: limit)
    }

    func events(after position: EventPosition?, limit: Int) async throws -> Page<OrderEvent, EventPosition> {
        try await base.events(after: position, limit: limit)
    }
}
