import OMSKernel
import Orders
import Testing

@Suite
struct OrderFilterTests {
    private func matches(_ change: (inout OrderFilter) throws -> Void) throws -> Bool {
        var filter = OrderFilter()
        try change(&filter)
        return filter.matches(try Fixtures.order())
    }

    @Test
    func `an empty filter matches every order`() throws {
        #expect(try matches { _ in })
        #expect(OrderFilter().matches(try Fixtures.order(Fixtures.smallest)))
    }

    @Test
    func `each part alone keeps what is like it and drops what is not`() throws {
        #expect(try matches { $0.status = .created })
        #expect(try !matches { $0.status = .validated })
        #expect(try matches { $0.channel = .shopify })
        #expect(try !matches { $0.channel = .manual })
        #expect(try matches { $0.customerID = CustomerID("cust-1") })
        #expect(try !matches { $0.customerID = CustomerID("cust-2") })
        #expect(try matches { $0.externalOrderID = "SHOP-1001" })
        #expect(try !matches { $0.externalOrderID = "SHOP-100" })
        #expect(try matches { $0.sku = try SKU("A-1") })
        #expect(try matches { $0.sku = try SKU("B-2") })
        #expect(try !matches { $0.sku = try SKU("a-1") })
    }

    @Test
    func `a range of times holds its start and not its end`() throws {
        let before = Fixtures.now.advanced(by: .milliseconds(-1))
        let after = Fixtures.now.advanced(by: .milliseconds(1))
        #expect(try matches { $0.from = Fixtures.now })
        #expect(try !matches { $0.from = after })
        #expect(try matches { $0.to = after })
        #expect(try !matches { $0.to = Fixtures.now })
        #expect(try matches { ($0.from, $0.to) = (before, after) })
        #expect(try !matches { ($0.from, $0.to) = (before, before) })
    }

    @Test
    func `every part that is set must match`() throws {
        #expect(try matches { ($0.status, $0.channel) = (.created, .shopify) })
        #expect(try !matches { ($0.status, $0.channel) = (.created, .manual) })
        #expect(try !matches { ($0.status, $0.channel) = (.failed, .shopify) })
    }

    @Test
    func `an order without a part does not match a filter for it`() throws {
        let order = try Fixtures.order(Fixtures.smallest)
        #expect(!OrderFilter(customerID: CustomerID("cust-1")).matches(order))
        #expect(!OrderFilter(externalOrderID: "SHOP-1001").matches(order))
    }
}
