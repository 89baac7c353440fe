import Foundation
import Testing
import oms

@Suite struct ImportRowsTests {
    private func rows(_ text: String, _ parser: some RowParser, chunk: Int = .max) throws -> [ImportRow] {
        var parser = parser
        var rows: [ImportRow] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            try parser.feed(Array(rest.prefix(chunk))) { rows.append($0) }
            rest = rest.dropFirst(chunk)
        }
        try parser.finish { rows.append($0) }
        return rows
    }

    private func csv(_ text: String, chunk: Int = .max) throws -> [ImportRow] {
        try rows(text, CSVRows(), chunk: chunk)
    }
    private func jsonl(_ text: String, chunk: Int = .max) throws -> [ImportRow] {
        try rows(text, JSONLinesRows(), chunk: chunk)
    }

    private func body(_ row: ImportRow?) -> String? {
        guard case .order(let order) = row?.content else { return nil }
        return String(decoding: order.body, as: UTF8.self)
    }

    private func key(_ row: ImportRow?) -> String? {
        guard case .order(let order) = row?.content else { return nil }
        return order.key
    }

    private func reasons(_ row: ImportRow?) -> [String] {
        guard case .malformed(let reasons) = row?.content else { return [] }
        return reasons
    }

    // MARK: JSON Lines

    @Test func `a line is sent as it stands and keeps its own requestId`() throws {
        let text = "{\"requestId\":\"r1\",\"externalOrderId\":\"e1\",\"items\":[]}\n\n  \n{\"items\":[1]}\r\n"
        let rows = try jsonl(text, chunk: 3)
        #expect(rows.map(\.index) == [0, 1])
        #expect(rows.map(\.line) == [1, 4])
        #expect(rows.map(\.name) == ["e1", nil])
        #expect(body(rows[0]) == "{\"requestId\":\"r1\",\"externalOrderId\":\"e1\",\"items\":[]}")
        #expect(key(rows[0]) == nil)
        #expect(key(rows[1])?.hasPrefix("import-row-") == true)
    }

    @Test func `a line that is no object is malformed and the next one is read`() throws {
        let rows = try jsonl("nope\n[1]\n\"x\"\n{\"a\":\n{}\n")
        #expect(rows.map { reasons($0).isEmpty } == [false, false, false, false, true])
        #expect(rows.map(\.line) == [1, 2, 3, 4, 5])
    }

    @Test func `a line over the limit is malformed and the next one is read`() throws {
        let long = String(repeating: "x", count: LineSplitter.maximumLineLength + 1)
        let rows = try jsonl("{\"a\":\"\(long)\"}\n{}\n", chunk: 100_000)
        #expect(rows.map { reasons($0).isEmpty } == [false, true])
    }

    @Test func `keys are the same each time and differ between rows`() throws {
        let text = """
            {"externalOrderId":"e1","items":[]}
            {"channel":"MANUAL","externalOrderId":"e1"}
            {"channel":"SHOPIFY","externalOrderId":"e1"}
            {"items":[1]}
            {"items":[1]}
            {"items":[2]}
            {"requestId":null,"items":[1]}
            {"requestId":7}
            """
        let keys = try jsonl(text).map(key)
        #expect(try jsonl(text, chunk: 2).map(key) == keys)
        #expect(keys[0] == keys[1])
        #expect(keys[3]?.hasSuffix("-0") == true)
        #expect(keys[4] == keys[3].map { $0.dropLast() + "1" })
        #expect(keys[6] != nil)
        #expect(keys[7] == nil)
        #expect(Set(keys.compactMap { $0 }).count == 6)
        #expect(
            keys.compactMap { $0 }.allSatisfy {
                $0.utf8.count <= 255 && $0.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            }
        )
    }

    // MARK: CSV

    @Test func `records of one order become one row with an item each`() throws {
        let text = #"""
            externalOrderId,channel,priority,customerId,shipTo.name,shipTo.line1,shipTo.city,\#
            shipTo.country,sku,quantity,unitPrice.amount,unitPrice.currency
            E1,SHOPIFY,5,c1,"Åse ""Ø""","1 St, 2",Oslo,NO,A-1,2,19.99,USD
            E1,,,,,,,,B-2,1,5.00,USD
            E2,SHOPIFY,,,,,,,A-1,1,,
            E1,SHOPIFY,,,,,,,C-3,x,,
            """#
        let rows = try csv(text, chunk: 5)
        #expect(rows.map(\.name) == ["E1", "E2", "E1"])
        #expect(rows.map(\.line) == [2, 4, 5])
        #expect(rows.map(\.lastLine) == [3, 4, 5])
        #expect(
            body(rows[0]) == """
                {"externalOrderId":"E1","channel":"SHOPIFY","priority":5,"customerId":"c1","shipTo":{"name":"Åse \\"Ø\\"",\
                "line1":"1 St, 2","city":"Oslo","country":"NO"},"items":[{"sku":"A-1","quantity":2,"unitPrice":\
                {"amount":"19.99","currency":"USD"}},{"sku":"B-2","quantity":1,"unitPrice":{"amount":"5.00",\
                "currency":"USD"}}]}
                """
        )
        #expect(body(rows[1]) == #"{"externalOrderId":"E2","channel":"SHOPIFY","items":[{"sku":"A-1","quantity":1}]}"#)
        #expect(body(rows[2])?.contains(#""quantity":"x""#) == true)
    }

    @Test func `the same requestId makes one order and another requestId another`() throws {
        let text = "requestId,externalOrderId,sku,quantity\nr1,E,A,1\nr1,,B,1\nr2,E,C,1\n,,D,1\n,,D,1\n"
        let rows = try csv(text)
        #expect(rows.count == 4)
        #expect(rows.map(\.line) == [2, 4, 5, 6])
        #expect(key(rows[2]) != key(rows[3]))
    }

    @Test func `a record that says something else of its order makes the order malformed`() throws {
        let rows = try csv("externalOrderId,shipTo.city,sku,quantity\nE,Oslo,A,1\nE,Bergen,B,1\nF,Oslo,A,1\n")
        #expect(rows.map { reasons($0).count } == [1, 0])
        #expect(reasons(rows[0]).first?.contains("shipTo.city on line 3 differs from line 2") == true)
    }

    @Test func `an order beside a broken record that may be its item is not sent`() throws {
        let rows = try csv("sku,quantity,externalOrderId\nA,1,E\nB,\"1\"x,E\nC,1,E\nD,1,F\nG,1,H\n")
        #expect(rows.map(\.name) == ["E", nil, "E", "F", "H"])
        #expect(rows.map { reasons($0).isEmpty } == [false, false, false, true, true])
    }

    @Test func `a broken record that names its order harms no other`() throws {
        let rows = try csv("externalOrderId,sku,quantity\nE,A,1\nF,\"B\"x,1\nG,C,1\nH,D\nI,E,1\n")
        #expect(rows.map(\.name) == ["E", "F", "G", "H", "I"])
        #expect(rows.map { reasons($0).isEmpty } == [true, false, true, false, true])
    }

    @Test(
        "a header that cannot be right is refused as a whole",
        arguments: [
            "sku,quantity,priorty\nA,1,2\n", "externalOrderId,sku\nE,A\n", "sku,sku,quantity\nA,A,1\n",
            "\"sku\"x,quantity\nA,1\n",
        ]
    )
    func header(text: String) {
        #expect(throws: CommandFailure.self) { try csv(text) }
    }

    @Test func `unknown columns are passed over when asked, export columns always`() throws {
        let text = "orderId,status,sku,quantity,mine\no1,SHIPPED,A,1,x\n"
        #expect(throws: CommandFailure.self) { try csv(text) }
        let rows = try rows(text, CSVRows(ignoresUnknownColumns: true))
        #expect(body(rows.first) == #"{"items":[{"sku":"A","quantity":1}]}"#)
    }

    @Test func `an order of very many items is bounded and left to the server to refuse`() throws {
        let text = "externalOrderId,sku,quantity\n" + (0..<1_500).map { "E,S\($0),1\n" }.joined()
        let rows = try csv(text)
        #expect(rows.count == 1)
        #expect(body(rows.first)?.components(separatedBy: "\"sku\"").count == 1_002)
    }

    @Test func `a cell that was protected from spreadsheets comes in as it was`() throws {
        let rows = try csv("shipTo.phone,sku,quantity\n'+47 22,A,1\n")
        #expect(body(rows.first)?.contains("\"+47 22\"") == true)
    }
}
