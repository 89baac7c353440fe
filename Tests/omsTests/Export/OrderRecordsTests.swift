import Testing
import oms

@Suite struct OrderRecordsTests {
    private let order =
        #"{"orderId":"o1","requestId":"r1","externalOrderId":"=E","channel":"SHOPIFY","status":"CREATED","priority":0,"customerId":null,"shipTo":{"name":"Åse \"Ø\", jr","line1":"-1 St","line2":null,"city":"Oslo","country":"NO","phone":"+47"},"items":[{"lineId":"l","sku":"A","quantity":2,"unitPrice":{"amount":"19.99","currency":"USD"}},{"sku":"B","quantity":1,"unitPrice":null}],"version":1,"createdAt":"2026-11-20T10:00:00.000Z"}"#

    @Test func `JSON Lines keep an order as the server sent it`() throws {
        let records = OrderRecords(format: .jsonl)
        #expect(records.header.isEmpty)
        #expect(try records.order(Array(order.utf8)[...]) == Array((order + "\n").utf8))
    }

    @Test func `a CSV export reads back as the same order`() throws {
        let records = OrderRecords(format: .csv)
        var rows = CSVRows()
        var read: [ImportRow] = []
        try rows.feed(records.header) { read.append($0) }
        try rows.feed(try records.order(Array(order.utf8)[...])) { read.append($0) }
        try rows.finish { read.append($0) }
        #expect(read.count == 1)
        guard case .order(let back) = read.first?.content else { return #expect(Bool(false)) }
        #expect(back.key == nil)
        #expect(
            String(decoding: back.body, as: UTF8.self)
                == #"{"requestId":"r1","externalOrderId":"=E","channel":"SHOPIFY","priority":0,"shipTo":{"name":"Åse \"Ø\", jr","line1":"-1 St","city":"Oslo","country":"NO","phone":"+47"},"items":[{"sku":"A","quantity":2,"unitPrice":{"amount":"19.99","currency":"USD"}},{"sku":"B","quantity":1}]}"#
        )
    }
}
