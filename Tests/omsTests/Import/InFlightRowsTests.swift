import Testing
import oms

@Suite struct InFlightRowsTests {
    private func rows(_ lines: String) throws -> [ImportRow] {
        var rows: [ImportRow] = []
        var parser = JSONLinesRows()
        try parser.feed(Array(lines.utf8)) { rows.append($0) }
        try parser.finish { rows.append($0) }
        return rows
    }

    @Test(arguments: [
        (#"{"requestId":"a"}"#, #"{"requestId":"a","priority":1}"#),
        (#"{"externalOrderId":"X"}"#, #"{"externalOrderId":"X","channel":"MANUAL"}"#),
        (#"{"requestId":"a","externalOrderId":"X"}"#, #"{"requestId":"b","externalOrderId":"X"}"#),
    ])
    func `rows that claim the same are sent one after the other`(first: String, second: String) throws {
        let rows = try rows("\(first)\n\(second)\n")
        var inFlight = InFlightRows(limit: 8)
        #expect(inFlight.admits(rows[0]))
        inFlight.insert(rows[0])
        #expect(!inFlight.admits(rows[1]))
        inFlight.remove(rows[0])
        #expect(inFlight.admits(rows[1]))
    }

    @Test func `other rows go side by side, up to the limit`() throws {
        let rows = try rows(
            """
            {"requestId":"a","externalOrderId":"X"}
            {"requestId":"b","externalOrderId":"X","channel":"SHOPIFY"}
            {"items":[]}
            {"items":[]}
            """
        )
        var inFlight = InFlightRows(limit: 3)
        for row in rows.prefix(3) {
            #expect(inFlight.admits(row))
            inFlight.insert(row)
        }
        #expect(!inFlight.admits(rows[3]))
        inFlight.remove(rows[1])
        #expect(inFlight.admits(rows[3]))
    }
}
