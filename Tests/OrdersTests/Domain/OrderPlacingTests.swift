import OMSKernel
import Orders
import TestSupport
import Testing

@Suite
struct OrderPlacingTests {
    @Test
    func `a draft becomes an order with one creation event`() throws {
        let (order, event) = Order.placing(
            try NewOrder(Fixtures.draft),
            ids: SequentialIDs(),
            context: Fixtures.context()
        )
        #expect(order.requestID.text == "c0ffee-1")
        #expect(order.externalOrderID == "SHOP-1001")
        #expect(order.channel == .shopify)
        #expect(order.status == .created)
        #expect(order.priority == 5)
        #expect(order.customerID?.text == "cust-1")
        #expect(order.shipTo?.city == "Oslo")
        #expect(order.lines.map(\.sku.code) == ["A-1", "B-2"])
        #expect(order.lines.map(\.quantity) == [2, 1])
        #expect(order.lines.map(\.unitPrice?.amount) == ["19.99", "5.00"])
        #expect(order.total?.amount == "44.98")
        #expect(order.failureReason == nil)
        #expect(order.version == 1)
        #expect(order.createdAt == Fixtures.now && order.updatedAt == Fixtures.now)
        #expect(event.kind == .created)
        #expect(event.sequence == 1)
        #expect(event.orderID == order.id)
        #expect(event.createdAt == Fixtures.now)
    }

    @Test
    func `every id carries the moment of the creation and is used once`() throws {
        let (order, event) = Order.placing(
            try NewOrder(Fixtures.draft),
            ids: SystemIDGenerator(),
            context: Fixtures.context()
        )
        let ids = [order.id.uuid, event.id.uuid] + order.lines.map(\.id.uuid)
        #expect(ids.allSatisfy { $0.timestamp == order.createdAt })
        #expect(Set(ids).count == 4)
    }

    @Test
    func `an order without a key is known by its id`() throws {
        let order = try Fixtures.order(Fixtures.smallest)
        #expect(order.requestID.text == order.id.description)
    }

    @Test
    func `the creation event says what was ordered`() throws {
        let (order, event) = Order.placing(
            try NewOrder(Fixtures.draft),
            ids: SequentialIDs(),
            context: Fixtures.context()
        )
        let items = zip(order.lines, ["19.99", "5.00"]).map { line, price in
            #"{"lineId":"\#(line.id)","sku":"\#(line.sku)","quantity":\#(line.quantity),"#
                + #""unitPrice":{"amount":"\#(price)","currency":"USD"}}"#
        }
        #expect(
            event.payload == #"{"channel":"SHOPIFY","externalOrderId":"SHOP-1001","priority":5,"customerId":"cust-1","#
                + #""items":[\#(items.joined(separator: ","))],"total":{"amount":"44.98","currency":"USD"}}"#
        )
    }

    @Test
    func `the smallest order's event writes null for what is not there`() throws {
        let (order, event) = Order.placing(
            try NewOrder(Fixtures.smallest),
            ids: SequentialIDs(),
            context: Fixtures.context()
        )
        #expect(
            event.payload == #"{"channel":"MANUAL","externalOrderId":null,"priority":0,"customerId":null,"#
                + #""items":[{"lineId":"\#(order.lines[0].id)","sku":"A-1","quantity":1,"unitPrice":null}],"total":null}"#
        )
    }
}
