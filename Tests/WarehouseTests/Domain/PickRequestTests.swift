import OMSKernel
import TestSupport
import Testing
import Warehouse

@Suite struct PickRequestTests {
    private static let orderID = SequentialIDs().next(OrderSubject.self, at: Timestamp(milliseconds: 0))

    private static func lines(_ quantities: Int64...) -> [PickRequest.Line] {
        quantities.map { PickRequest.Line(sku: SKU(trusted: "A-1"), quantity: $0) }
    }

    @Test func `a request at the edge of its limits is taken`() throws {
        let many = Array(repeating: PickRequest.Line(sku: SKU(trusted: "A-1"), quantity: 1_000_000), count: 1_000)
        _ = try PickRequest(orderID: Self.orderID, priority: 9, lines: many)
        _ = try PickRequest(orderID: Self.orderID, priority: 0, lines: Self.lines(1))
    }

    @Test func `all that is wrong is named`() {
        #expect {
            try PickRequest(orderID: Self.orderID, priority: 10, lines: Self.lines(1, 0, 1_000_001))
        } throws: { error in
            (error as? ValidationError)?.fields.keys.sorted() == ["lines[1].quantity", "lines[2].quantity", "priority"]
        }
    }

    @Test func `a wave needs a line, and takes no more than 1,000`() {
        let line = PickRequest.Line(sku: SKU(trusted: "A-1"), quantity: 1)
        for count in [0, 1_001] {
            #expect(throws: ValidationError("lines", "must have 1 to 1000 elements")) {
                try PickRequest(orderID: Self.orderID, priority: 0, lines: Array(repeating: line, count: count))
            }
        }
    }
}
