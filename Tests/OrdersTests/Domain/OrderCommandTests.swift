import Foundation
import OMSKernel
import Orders
import TestSupport
import Testing

@Suite
struct OrderCommandTests {
    static let eventKinds: [OrderCommand.Kind: OrderEvent.Kind] = [
        .validate: .validated, .reserve: .reserved, .startFulfillment: .fulfillmentStarted, .ship: .shipped,
        .cancel: .cancelled, .fail: .failed, .update: .updated, .delete: .deleted,
    ]

    @Test(arguments: OrderStatus.allCases, OrderCommand.Kind.allCases)
    func `every command does to an order what the state machine says`(
        status: OrderStatus,
        kind: OrderCommand.Kind
    ) throws {
        let order = try Fixtures.order(in: status)
        #expect(order.status == status)
        let command = Fixtures.command(kind)
        switch OrderStateMachine.outcome(of: kind, in: status) {
        case .refused:
            #expect(throws: OrderError.illegalTransition(order.id, command: kind, status: status)) {
                try Fixtures.decide(command, on: order)
            }
        case .alreadyDone:
            #expect(try Fixtures.decide(command, on: order) == .unchanged(order))
        case .moves(let next):
            let (changed, event) = try changed(command, order)
            #expect(changed.status == next)
            expect(event, of: kind, follows: order, in: changed)
        case .changes:
            let (changed, event) = try changed(command, order)
            #expect(changed.status == status)
            expect(event, of: kind, follows: order, in: changed)
        case .removes:
            guard case .deleted(let event) = try Fixtures.decide(command, on: order) else {
                Issue.record("the order was not deleted")
                return
            }
            #expect(event.kind == .deleted)
            #expect(event.sequence == order.version + 1)
            #expect(event.payload == #"{"status":"\#(status.rawValue)"}"#)
        }
    }

    private func changed(_ command: OrderCommand, _ order: Order) throws -> (Order, OrderEvent) {
        guard case .changed(let next, let event) = try Fixtures.decide(command, on: order) else {
            throw OrderError.notFound(order.id)
        }
        return (next, event)
    }

    private func expect(_ event: OrderEvent, of kind: OrderCommand.Kind, follows old: Order, in new: Order) {
        #expect(new.version == old.version + 1)
        #expect(event.sequence == new.version)
        #expect(event.kind == Self.eventKinds[kind])
        #expect(event.kind.resultingStatus ?? new.status == new.status)
        #expect(event.orderID == old.id)
        #expect(event.actor == "key:1")
        #expect(event.traceparent == Fixtures.context().traceparent)
        #expect(event.createdAt == Fixtures.later)
        #expect(new.updatedAt == Fixtures.later)
        #expect(new.createdAt == old.createdAt)
        #expect(new.lines.map(\.id) == old.lines.map(\.id))
    }

    @Test
    func `a whole life has one event a step, numbered without gaps`() throws {
        var order = try Fixtures.order()
        var events: [OrderEvent] = []
        for command in [.update(OrderChanges(shipTo: .remove, priority: nil))] + Fixtures.way(to: .shipped) {
            let (next, event) = try changed(command, order)
            order = next
            events.append(event)
        }
        #expect(events.map(\.sequence) == [2, 3, 4, 5, 6])
        #expect(events.map(\.kind) == [.updated, .validated, .reserved, .fulfillmentStarted, .shipped])
        #expect(order.version == 6)
    }

    @Test(arguments: [
        (OrderStatus.created, OrderLineStatus.pending), (.validated, .pending), (.reserved, .reserved),
        (.fulfilling, .reserved), (.shipped, .shipped), (.cancelled, .cancelled), (.failed, .cancelled),
    ])
    func `the lines follow their order`(status: OrderStatus, lineStatus: OrderLineStatus) throws {
        let lines = try Fixtures.order(in: status).lines
        #expect(lines.map(\.status) == [lineStatus, lineStatus])
    }

    @Test
    func `only a failed order has a reason for it`() throws {
        for status in OrderStatus.allCases {
            #expect(try Fixtures.order(in: status).failureReason == (status == .failed ? "no stock" : nil))
        }
    }

    @Test(arguments: OrderCommand.Kind.allCases)
    func `a stale version is refused before anything else`(kind: OrderCommand.Kind) throws {
        for status in OrderStatus.allCases {
            let order = try Fixtures.order(in: status)
            #expect(throws: OrderError.staleVersion(order.id, current: order.version)) {
                try Fixtures.decide(Fixtures.command(kind), on: order, expecting: order.version - 1)
            }
        }
    }

    @Test
    func `the version that the caller saw is accepted`() throws {
        let order = try Fixtures.order()
        #expect(throws: Never.self) { try Fixtures.decide(.validate, on: order, expecting: 1) }
    }

    @Test
    func `an update that changes nothing writes nothing`() throws {
        let order = try Fixtures.order()
        let shipTo = try #require(order.shipTo)
        for changes in [
            OrderChanges(shipTo: .keep, priority: nil), OrderChanges(shipTo: .set(shipTo), priority: order.priority),
        ] {
            #expect(try Fixtures.decide(.update(changes), on: order) == .unchanged(order))
        }
    }

    @Test
    func `an update sets the address and the priority, and its event names only what changed`() throws {
        let order = try Fixtures.order()
        var draft = Fixtures.address
        draft.city = "Bergen"
        var problems = ValidationError()
        let address = try #require(ShippingAddress(draft, field: "shipTo", problems: &problems))
        let (moved, event) = try changed(.update(OrderChanges(shipTo: .set(address), priority: 7)), order)
        #expect(moved.shipTo == address)
        #expect(moved.priority == 7)
        #expect(event.payload == #"{"changed":["shipTo","priority"],"priority":7}"#)
        let (pickUp, removal) = try changed(.update(OrderChanges(shipTo: .remove, priority: nil)), order)
        #expect(pickUp.shipTo == nil)
        #expect(removal.payload == #"{"changed":["shipTo"]}"#)
    }

    @Test
    func `a clock that went back does not put an update before the creation`() throws {
        let order = try Fixtures.order()
        let decision = try order.deciding(
            .validate,
            eventID: SequentialIDs().next(OrderEvent.self, at: Fixtures.now),
            context: Fixtures.context(at: Timestamp(milliseconds: 0))
        )
        guard case .changed(let next, _) = decision else {
            Issue.record("nothing changed")
            return
        }
        #expect(next.updatedAt == order.createdAt)
    }

    @Test
    func `payloads hold no personal data`() throws {
        var payloads = [
            Order.placing(try NewOrder(Fixtures.draft), ids: SequentialIDs(), context: Fixtures.context()).event.payload
        ]
        for kind in OrderCommand.Kind.allCases {
            for status in OrderStatus.allCases {
                switch try? Fixtures.decide(Fixtures.command(kind), on: Fixtures.order(in: status)) {
                case .changed(_, let event), .deleted(let event): payloads.append(event.payload)
                case .unchanged, nil: break
                }
            }
        }
        #expect(payloads.count > 15)
        for payload in payloads {
            for secret in ["Ada", "1 St", "c/o", "Oslo", "0150", "+47", "example.org"] {
                #expect(!payload.contains(secret), "\(payload)")
            }
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(payload.utf8)) }
        }
    }
}
