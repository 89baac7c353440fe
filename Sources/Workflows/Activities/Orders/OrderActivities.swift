package import OMSKernel
package import Orders
package import TemporalSDK

/// The activities of the system of record of orders. Each may come again, late, and twice at once: what was done is
/// found done.
package struct OrderActivities: Sendable {
    /// Who moves an order in its events, when no caller asked for the move.
    private static let actor = "system"

    let validate: ValidateOrder
    let place: PlaceOrder
    let advance: AdvanceOrder
    let find: FindOrders
    private let note: NoteProgress
    private let clock: any WallClock

    /// - Parameters:
    ///   - store: where the orders are.
    ///   - ids: makes the ids of orders and events.
    ///   - clock: the time of events.
    ///   - requiresShipTo: whether ValidateOrder refuses an order without `shipTo`.
    package init(
        store: any OrderStore,
        ids: any IDGenerator,
        clock: any WallClock,
        requiresShipTo: Bool
    ) {
        self.clock = clock
        validate = ValidateOrder(store: store, ids: ids, requiresShipTo: requiresShipTo)
        place = PlaceOrder(store: store, ids: ids)
        advance = AdvanceOrder(store: store, ids: ids)
        find = FindOrders(store: store)
        note = NoteProgress(store: store)
    }

    /// All of them, for a worker of the queue `orders`.
    package var registered: [RegisteredActivity] {
        [
            implement(Activities.validateOrder) { try await validateOrder($0) },
            implement(Activities.createOrder) { try await createOrder($0) },
            implement(Activities.emitOrderEvent) { try await emitOrderEvent($0) },
            implement(Activities.markOrderReserved) { try await move(.reserve, $0) },
            implement(Activities.markOrderFulfilling) { try await move(.startFulfillment, $0) },
            implement(Activities.markOrderShipped) { input in
                try await end(.ship, input.orderId)
            },
            implement(Activities.markOrderCancelled) { input in
                try await advance.cancel(orderID(input.orderId), reason: reason(input), context: context())
                return .init()
            },
            implement(Activities.recordOrderFailure) { input in
                try await end(.fail(reason: reason(input)), input.orderId)
            },
            implement(Activities.recordOrderProgress) { input in
                try await note(OrderProgress(input), on: orderID(input.orderId))
                return .init()
            },
        ]
    }

    // MARK: Moves of the fulfilment

    private func move(_ command: OrderCommand, _ input: Activities.ProgressInput) async throws -> Activities.Done {
        let progress = OrderProgress(input)
        try await advance(command, on: orderID(input.orderId), noting: progress, context: context())
        return .init()
    }

    private func end(_ command: OrderCommand, _ id: String) async throws -> Activities.Done {
        let context = context()
        try await advance(command, on: orderID(id), noting: .finished(at: context.now), context: context)
        return .init()
    }

    private func reason(_ input: Activities.EndingInput) -> String {
        String(String.UnicodeScalarView(input.reason.unicodeScalars.prefix(OrderCommand.maximumReasonLength)))
    }

    // MARK: What all have in common

    func context(actor: String = Self.actor, traceparent: String? = nil) -> CommandContext {
        CommandContext(actor: actor, traceparent: traceparent, now: clock.now())
    }

    /// - Throws: ``ActivityFailure/orderGone``: nothing can have an id that is none.
    func orderID(_ text: String) throws -> OrderID {
        guard let id = OrderID(text) else { throw ActivityFailure.orderGone.error("There is no order \(text)") }
        return id
    }

    private func implement<Input, Output>(
        _ contract: ActivityContract<Input, Output>,
        _ body: @escaping @Sendable (Input) async throws -> Output
    ) -> RegisteredActivity {
        contract.implemented { input in try await ActivityFailure.translating { try await body(input) } }
    }
}

extension OrderProgress {
    init(_ input: Activities.ProgressInput) {
        self.init(
            step: input.step.rawValue,
            blockingReason: input.blockingReason,
            since: Timestamp(milliseconds: input.since)
        )
    }
}
