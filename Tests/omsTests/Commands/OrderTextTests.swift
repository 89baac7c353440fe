import Foundation
import Testing
import oms

@Suite struct OrderTextTests {
    @Test func `an item is a SKU, a quantity and perhaps a price`() {
        #expect(
            OrderItemText("A-1=2@19.99").map { [$0.sku, "\($0.quantity)", $0.price ?? "-"] } == ["A-1", "2", "19.99"]
        )
        #expect(OrderItemText("a=b@c=3").map { [$0.sku, "\($0.quantity)", $0.price ?? "-"] } == ["a=b@c", "3", "-"])
        for text in ["A", "=1", "A=", "A=x", "A=1.5"] { #expect(OrderItemText(text) == nil) }
    }

    @Test func `the log's lines of an order are those with its id or one of its traces`() {
        var log = OrderLog(order: "order-1", traces: ["trace-1", "trace-2"])
        for line in [
            #"{"message":"answered","requestId":"r-1","orderId":"order-1"}"#,
            "INFO answered requestId=r-2 traceId=trace-2",
            #"{"message":"answered","requestId":"r-3","orderId":"order-2"}"#, "A message died orderId=order-1", "",
        ] { log.take(Array(line.utf8)) }
        #expect(log.lines.map(\.requestID) == ["r-1", "r-2", nil])
        #expect(log.leftOut == 0)
    }

    @Test func `a step of an order's story tells its trace and what changed`() throws {
        let json =
            #"{"payload":{"total":{"amount":"1.00","currency":"USD"},"items":[{"sku":"A"}],"reason":"late","x":null},"traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}"#
        let step = OrderStep(try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8)))
        #expect(step.traceID == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(step.change == "items 1 entry, reason late, total 1.00 USD")
    }
}
