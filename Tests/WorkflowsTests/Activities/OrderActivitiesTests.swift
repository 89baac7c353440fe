import Messaging
import OMSKernel
import OMSWorkflows
import Orders
import TemporalSDK
import Testing

/// Every activity of orders, run as workers run them: again, twice at once, and after an answer that was lost.
@Suite(.timeLimit(.minutes(5)))
struct OrderActivitiesTests {
    private typealias Harness = OrderActivitiesHarness

    /// How an activity comes.
    enum Repetition: CaseIterable, Sendable {
        case twiceInARow, twiceAtOnce, afterALostAnswer
    }

    /// One activity on an order in the state before it.
    struct Step: Sendable, CustomTestStringConvertible {
        let name: String
        /// The commands that bring a CREATED order to where the activity finds it.
        let before: [OrderCommand]
        let events: [OrderEvent.Kind]
        let status: OrderStatus
        let progress: String?
        let run: @Sendable (OrderActivitiesHarness, Order, (any OrderStore)?) async throws -> Void

        var testDescription: String { name }
    }

    private static func progress(_ order: Order, _ step: FulfillmentStep) -> Activities.ProgressInput {
        .init(orderId: order.id.description, step: step, blockingReason: "waits", since: 1_800_000_000_000)
    }

    private static func ending(_ order: Order) -> Activities.EndingInput {
        .init(orderId: order.id.description, reason: "no stock of A-1")
    }

    static let steps: [Step] = [
        Step(name: "ValidateOrder", before: [], events: [.validated], status: .validated, progress: nil) {
            _ = try await $0.run(Activities.validateOrder, Harness.stored($1), over: $2)
        },
        Step(name: "CreateOrder", before: [.validate], events: [], status: .validated, progress: nil) {
            let created = try await $0.run(Activities.createOrder, Harness.stored($1), over: $2)
            #expect(created.orderId == $1.id.description)
        },
        Step(name: "EmitOrderEvent", before: [.validate], events: [], status: .validated, progress: nil) {
            _ = try await $0.run(Activities.emitOrderEvent, .init(orderId: $1.id.description), over: $2)
        },
        Step(
            name: "MarkOrderReserved",
            before: [.validate],
            events: [.reserved],
            status: .reserved,
            progress: "CREATE_PICK_WAVE"
        ) { _ = try await $0.run(Activities.markOrderReserved, progress($1, .createPickWave), over: $2) },
        Step(
            name: "MarkOrderFulfilling",
            before: [.validate, .reserve],
            events: [.fulfillmentStarted],
            status: .fulfilling,
            progress: "WAIT_FOR_PICK"
        ) { _ = try await $0.run(Activities.markOrderFulfilling, progress($1, .waitForPick), over: $2) },
        Step(
            name: "MarkOrderShipped",
            before: [.validate, .reserve, .startFulfillment],
            events: [.shipped],
            status: .shipped,
            progress: "FINISHED"
        ) { _ = try await $0.run(Activities.markOrderShipped, .init(orderId: $1.id.description), over: $2) },
        Step(
            name: "MarkOrderCancelled",
            before: [.validate, .reserve],
            events: [.cancelled],
            status: .cancelled,
            progress: "FINISHED"
        ) { _ = try await $0.run(Activities.markOrderCancelled, ending($1), over: $2) },
        Step(
            name: "RecordOrderFailure",
            before: [.validate, .reserve],
            events: [.failed],
            status: .failed,
            progress: "FINISHED"
        ) { _ = try await $0.run(Activities.recordOrderFailure, ending($1), over: $2) },
        Step(
            name: "RecordOrderProgress",
            before: [.validate, .reserve],
            events: [],
            status: .reserved,
            progress: "WAIT_FOR_PACK"
        ) { _ = try await $0.run(Activities.recordOrderProgress, progress($1, .waitForPack), over: $2) },
    ]

    @Test(arguments: ActivityStore.allCases, steps)
    func `an activity that comes again changes nothing more`(kind: ActivityStore, step: Step) async throws {
        try await Harness.with(kind) { harness in
            for repetition in Repetition.allCases {
                let order = try await harness.placed("\(repetition)")
                for command in step.before { try await harness.change(order.id, command) }
                let before = try await harness.kinds(order.id)
                switch repetition {
                case .twiceInARow:
                    for _ in 0..<2 { try await step.run(harness, order, nil) }
                case .twiceAtOnce:
                    async let first: Void = step.run(harness, order, nil)
                    async let second: Void = step.run(harness, order, nil)
                    _ = try await (first, second)
                case .afterALostAnswer:
                    try? await step.run(harness, order, ForgetfulOrderStore(base: harness.store))
                    try await step.run(harness, order, nil)
                }
                let record = try await harness.store.record(order.id)
                #expect(record?.order.status == step.status, "\(repetition)")
                #expect(record?.progress?.step == step.progress, "\(repetition)")
                let events = try await harness.kinds(order.id)
                #expect(events == before + step.events, "\(repetition)")
                let queued = try await harness.queued().filter {
                    $0.orderingKey == order.id.description && $0.destination == OutboxMessage.eventsDestination
                }
                #expect(queued.map(\.type) == events.map(\.rawValue), "\(repetition)")
            }
        }
    }

    @Test(arguments: ActivityStore.allCases, steps)
    func `an order that came to nothing is gone for every activity`(kind: ActivityStore, step: Step) async throws {
        try await Harness.with(kind) { harness in
            let ends: [(commands: [OrderCommand], event: OrderEvent.Kind)] = [
                ([.cancel(reason: nil)], .cancelled), ([.fail(reason: "x")], .failed),
                ([.cancel(reason: nil), .delete], .deleted),
            ]
            for end in ends {
                let order = try await harness.placed("\(end.event)")
                for command in end.commands { try await harness.change(order.id, command) }
                let repeats = step.events == [end.event]
                do {
                    try await step.run(harness, order, nil)
                    #expect(repeats, "\(end.event)")
                } catch let error as ApplicationError {
                    #expect(error.type == ActivityFailure.orderGone.rawValue, "\(end.event)")
                    #expect(error.isNonRetryable)
                    #expect(!repeats)
                }
            }
        }
    }

    @Test(arguments: ActivityStore.allCases)
    func `what the state forbids is final`(kind: ActivityStore) async throws {
        try await Harness.with(kind) { harness in
            let order = try await harness.placed()
            let id = Activities.OrderInput(orderId: order.id.description)
            #expect(await harness.failure(Activities.markOrderShipped, id) == "IllegalTransition")
            try await harness.change(order.id, .validate, .reserve, .startFulfillment, .ship)
            #expect(await harness.failure(Activities.markOrderCancelled, Self.ending(order)) == "IllegalTransition")
            #expect(await harness.failure(Activities.recordOrderFailure, Self.ending(order)) == "IllegalTransition")
            // A move that it made before is no harm, however late it comes.
            #expect(await harness.failure(Activities.markOrderReserved, Self.progress(order, .createPickWave)) == nil)
            // There is nothing left to take in.
            #expect(await harness.failure(Activities.validateOrder, Harness.stored(order)) == "OrderGone")
            #expect(await harness.failure(Activities.createOrder, Harness.stored(order)) == "OrderGone")
            let kinds = try await harness.kinds(order.id)
            #expect(kinds == [.created, .validated, .reserved, .fulfillmentStarted, .shipped])
        }
    }

    @Test(arguments: ActivityStore.allCases)
    func `a cancellation is recorded in the name of who asked for it`(kind: ActivityStore) async throws {
        try await Harness.with(kind) { harness in
            let order = try await harness.placed()
            try await harness.change(order.id, .validate)
            _ = try await CancelOrder(store: harness.store, ids: SystemIDGenerator())(
                order.id,
                reason: "too slow",
                expectedVersion: nil,
                context: CommandContext(actor: "key:customer", traceparent: nil, now: Harness.now)
            )
            _ = try await harness.run(Activities.markOrderCancelled, Self.ending(order))
            let event = try await harness.store.events(of: order.id, after: 2, limit: 1).first
            #expect(event?.actor == "key:customer")
            #expect(event?.payload.contains("too slow") == true)
            let record = try await harness.store.record(order.id)
            #expect(record?.cancellation?.settlement?.outcome == .done)
        }
    }

    @Test func `an order's record and its workflow call the steps alike`() {
        #expect(OrderProgress.waitForPick == FulfillmentStep.waitForPick.rawValue)
        #expect(OrderProgress.finished == FulfillmentStep.finished.rawValue)
        #expect(OutboxMessage.cancelOrderSignal == SignalName.cancelOrder)
    }
}
