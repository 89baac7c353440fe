import OMSKernel
import Orders
import Testing

@Suite
struct NewOrderTests {
    /// What is wrong with the whole draft after a change; empty when it is accepted.
    private func problems(_ change: (inout OrderDraft) -> Void) -> [String: String] {
        var draft = Fixtures.draft
        change(&draft)
        do {
            _ = try NewOrder(draft)
            return [:]
        } catch {
            return error.fields
        }
    }

    private func price(_ amount: String?, _ currency: String?) -> [OrderItemDraft] {
        [OrderItemDraft(sku: "A-1", quantity: 1, unitPrice: PriceDraft(amount: amount, currency: currency))]
    }

    @Test
    func `the smallest order has its defaults`() throws {
        let new = try NewOrder(Fixtures.smallest)
        #expect(new.channel == .manual)
        #expect(new.priority == 0)
        #expect(new.requestID == nil && new.externalOrderID == nil && new.customerID == nil && new.shipTo == nil)
        #expect(new.items.map(\.sku.code) == ["A-1"])
        #expect(new.items.map(\.quantity) == [1])
        #expect(new.items.map(\.unitPrice) == [nil])
        #expect(new.total == nil)
    }

    @Test
    func `an order without items is refused`() {
        #expect(problems { $0.items = nil } == ["items": "must not be empty"])
        #expect(problems { $0.items = [] } == ["items": "must not be empty"])
    }

    @Test
    func `an order has at most 1,000 items`() {
        let item = OrderItemDraft(sku: "A-1", quantity: 1)
        #expect(problems { $0.items = Array(repeating: item, count: 1_000) } == [:])
        let found = problems { $0.items = Array(repeating: item, count: 1_001) }
        #expect(found == ["items": "must have at most 1000 entries"])
    }

    @Test(
        arguments: [
            (nil, "is required"), (0, "must be at least 1"), (-1, "must be at least 1"), (.min, "must be at least 1"),
            (1, nil), (1_000_000, nil), (1_000_001, "must be at most 1000000"), (.max, "must be at most 1000000"),
        ] as [(Int64?, String?)]
    )
    func `a quantity is 1 to 1,000,000`(quantity: Int64?, problem: String?) {
        let found = problems { $0.items = [OrderItemDraft(sku: "A-1", quantity: quantity)] }
        #expect(found == (problem.map { ["items[0].quantity": $0] } ?? [:]))
    }

    @Test
    func `a SKU is required and checked, under the name that the caller used`() {
        #expect(problems { $0.items = [OrderItemDraft(quantity: 1)] } == ["items[0].sku": "is required"])
        #expect(problems { $0.items = [OrderItemDraft(sku: "", quantity: 1)] } == ["items[0].sku": "must not be empty"])
        #expect(
            problems { $0.items = [OrderItemDraft(productID: "", quantity: 1)] }
                == ["items[0].productId": "must not be empty"]
        )
        #expect(
            problems { $0.items = [OrderItemDraft(sku: "A\u{0}", quantity: 1)] }
                == ["items[0].sku": "must not hold control characters such as NUL"]
        )
    }

    @Test
    func `productId is another name of sku`() throws {
        var draft = Fixtures.smallest
        draft.items = [OrderItemDraft(productID: "A-1", quantity: 1)]
        #expect(try NewOrder(draft).items == NewOrder(Fixtures.smallest).items)
        #expect(problems { $0.items = [OrderItemDraft(sku: "A-1", productID: "A-1", quantity: 1)] } == [:])
        let found = problems { $0.items = [OrderItemDraft(sku: "A-1", productID: "B-1", quantity: 1)] }
        #expect(found == ["items[0].productId": "must be the same as sku, of which it is another name"])
    }

    @Test
    func `a price needs an amount and a currency that suit each other`() {
        #expect(problems { $0.items = price("19.99", "USD") } == [:])
        #expect(problems { $0.items = price(nil, "USD") } == ["items[0].unitPrice.amount": "is required"])
        #expect(problems { $0.items = price("1", nil) } == ["items[0].unitPrice.currency": "is required"])
        let decimals = problems { $0.items = price("19.999", "USD") }
        #expect(decimals == ["items[0].unitPrice.amount": "must have at most 2 decimals"])
        #expect(problems { $0.items = price("-1", "USD") } == ["items[0].unitPrice.amount": "must not be negative"])
        #expect(Array(problems { $0.items = price("a lot", "USD") }.keys) == ["items[0].unitPrice.amount"])
        #expect(Array(problems { $0.items = price("1", "XXX") }.keys) == ["items[0].unitPrice.currency"])
        #expect(problems { $0.items = price("92233720368547758.08", "USD") }.count == 1)
    }

    @Test
    func `all prices of an order share one currency`() {
        let found = problems { $0.items = price("1", "USD") + price("1", "EUR") + price("1", "JPY") }
        #expect(Set(found.keys) == ["items[1].unitPrice.currency", "items[2].unitPrice.currency"])
    }

    @Test
    func `the total is the sum of the lines, or nil when one has no price`() throws {
        #expect(try NewOrder(Fixtures.draft).total?.amount == "44.98")
        var draft = Fixtures.draft
        draft.items?.append(OrderItemDraft(sku: "C-3", quantity: 1))
        #expect(try NewOrder(draft).total == nil)
    }

    @Test
    func `a total that does not fit is refused`() {
        let most = price("92233720368547758.07", "USD")
        #expect(problems { $0.items = most } == [:])
        let product = problems {
            $0.items = most
            $0.items?[0].quantity = 2
        }
        #expect(product == ["items[0].unitPrice.amount": "makes the order's total too large"])
        let sum = problems { $0.items = most + price("0.01", "USD") }
        #expect(sum == ["items[1].unitPrice.amount": "makes the order's total too large"])
    }

    @Test(arguments: [
        ("", false), ("a", true), (String(repeating: "k", count: 255), true),
        (String(repeating: "k", count: 256), false),
        ("with space", false), ("tab\t", false), ("ünïcode", false), ("!~{}\"", true), ("\u{7F}", false),
    ])
    func `a request id is 1 to 255 visible ASCII characters`(text: String, isFine: Bool) {
        #expect(problems { $0.requestID = text }.keys.sorted() == (isFine ? [] : ["requestId"]))
    }

    @Test
    func `an external id is 1 to 255 characters of any script`() {
        #expect(problems { $0.externalOrderID = String(repeating: "ü", count: 255) } == [:])
        #expect(
            problems { $0.externalOrderID = String(repeating: "ü", count: 256) }.keys.sorted() == ["externalOrderId"]
        )
        #expect(problems { $0.externalOrderID = "" } == ["externalOrderId": "must not be empty"])
    }

    @Test(arguments: [
        ("MANUAL", true), ("SHOPIFY", true), ("OTHER", true), ("manual", false), ("", false), ("EBAY", false),
    ])
    func `a channel is one of three`(text: String, isFine: Bool) {
        let found = problems { $0.channel = text }
        #expect(found == (isFine ? [:] : ["channel": "must be one of MANUAL, SHOPIFY, OTHER"]))
    }

    @Test(arguments: [(0, true), (9, true), (-1, false), (10, false), (.max, false)] as [(Int64, Bool)])
    func `a priority is 0 to 9`(priority: Int64, isFine: Bool) {
        #expect(problems { $0.priority = priority } == (isFine ? [:] : ["priority": "must be 0 to 9"]))
    }

    @Test(arguments: [
        ("cust-1", true), ("A.b_c~d-9", true), (String(repeating: "c", count: 64), true), ("", false),
        (String(repeating: "c", count: 65), false), ("a/b", false), ("a b", false), ("ü", false),
    ])
    func `a customer id is 1 to 64 unreserved characters`(text: String, isFine: Bool) {
        #expect(problems { $0.customerID = text } == (isFine ? [:] : ["customerId": CustomerID.rule]))
    }

    @Test
    func `everything wrong is told at once, up to a limit`() {
        let several = problems {
            $0.channel = "EBAY"
            $0.priority = 10
            $0.shipTo?.country = "XX"
            $0.items = [OrderItemDraft(sku: "", quantity: 0), OrderItemDraft(sku: "B", quantity: 1)]
        }
        #expect(
            several.keys.sorted() == ["channel", "items[0].quantity", "items[0].sku", "priority", "shipTo.country"]
        )
        let many = problems { $0.items = Array(repeating: OrderItemDraft(), count: 1_000) }
        #expect(many.count == ValidationError.maximumFields)
    }
}
