import OMSKernel
import Orders
import TestSupport

/// Orders and drafts to start a test from.
enum Fixtures {
    static let now = Timestamp(milliseconds: 1_795_168_800_000)
    static let later = now.advanced(by: .seconds(60))

    static func context(at moment: Timestamp = now) -> CommandContext {
        CommandContext(
            actor: "key:1",
            traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            now: moment
        )
    }

    static let address = ShippingAddressDraft(
        name: "Ada L",
        line1: "1 St",
        line2: "c/o B",
        city: "Oslo",
        region: "Oslo fylke",
        postalCode: "0150",
        country: "NO",
        phone: "+47 1",
        email: "ada@example.org"
    )

    static let draft = OrderDraft(
        requestID: "c0ffee-1",
        externalOrderID: "SHOP-1001",
        channel: "SHOPIFY",
        priority: 5,
        customerID: "cust-1",
        shipTo: address,
        items: [
            OrderItemDraft(sku: "A-1", quantity: 2, unitPrice: PriceDraft(amount: "19.99", currency: "USD")),
            OrderItemDraft(sku: "B-2", quantity: 1, unitPrice: PriceDraft(amount: "5.00", currency: "USD")),
        ]
    )

    /// The smallest draft that is an order.
    static let smallest = OrderDraft(items: [OrderItemDraft(sku: "A-1", quantity: 1)])

    static func order(_ draft: OrderDraft = draft) throws -> Order {
        Order.placing(try NewOrder(draft), ids: SequentialIDs(), context: context()).order
    }

    /// An order that went the way to a status, command by command.
    static func order(in status: OrderStatus) throws -> Order {
        var order = try order()
        for command in way(to: status) {
            guard case .changed(let next, _) = try decide(command, on: order) else { break }
            order = next
        }
        return order
    }

    static func way(to status: OrderStatus) -> [OrderCommand] {
        switch status {
        case .created: []
        case .validated: [.validate]
        case .reserved: [.validate, .reserve]
        case .fulfilling: [.validate, .reserve, .startFulfillment]
        case .shipped: [.validate, .reserve, .startFulfillment, .ship]
        case .cancelled: [.cancel(reason: "changed my mind")]
        case .failed: [.fail(reason: "no stock")]
        }
    }

    static func command(_ kind: OrderCommand.Kind) -> OrderCommand {
        switch kind {
        case .validate: .validate
        case .reserve: .reserve
        case .startFulfillment: .startFulfillment
        case .ship: .ship
        case .cancel: .cancel(reason: "late")
        case .fail: .fail(reason: "broken")
        case .update: .update(OrderChanges(shipTo: .keep, priority: 9))
        case .delete: .delete
        }
    }

    static func decide(
        _ command: OrderCommand,
        on order: Order,
        expecting version: Int64? = nil
    ) throws -> OrderDecision {
        try order.deciding(
            command,
            expectedVersion: version,
            eventID: SequentialIDs().next(OrderEvent.self, at: later),
            context: context(at: later)
        )
    }
}
