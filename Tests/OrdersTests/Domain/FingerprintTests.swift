import OMSKernel
import Orders
import Testing

@Suite
struct FingerprintTests {
    private static func print(_ change: (inout OrderDraft) -> Void = { _ in }) throws -> Fingerprint {
        var draft = Fixtures.draft
        change(&draft)
        return try NewOrder(draft).contentFingerprint
    }

    /// Each changes what the order means, in one place.
    private static let changes: [@Sendable (inout OrderDraft) -> Void] = [
        { $0.externalOrderID = nil }, { $0.externalOrderID = "SHOP-1002" }, { $0.channel = nil },
        { $0.channel = "OTHER" }, { $0.priority = nil }, { $0.priority = 6 }, { $0.customerID = nil },
        { $0.customerID = "cust-2" }, { $0.shipTo = nil }, { $0.shipTo?.name = "Ada M" },
        { $0.shipTo?.line1 = "2 St" }, { $0.shipTo?.line2 = nil }, { $0.shipTo?.line2 = "c/o C" },
        { $0.shipTo?.city = "Bergen" }, { $0.shipTo?.region = nil }, { $0.shipTo?.region = "Viken" },
        { $0.shipTo?.postalCode = nil }, { $0.shipTo?.postalCode = "0151" }, { $0.shipTo?.country = "SE" },
        { $0.shipTo?.phone = nil }, { $0.shipTo?.phone = "+47 2" }, { $0.shipTo?.email = nil },
        { $0.shipTo?.email = "ada@example.net" }, { $0.items?[0].sku = "A-2" }, { $0.items?[0].quantity = 3 },
        { $0.items?[0].unitPrice = nil }, { $0.items?[0].unitPrice?.amount = "19.98" },
        {
            $0.items?[0].unitPrice?.currency = "EUR"
            $0.items?[1].unitPrice?.currency = "EUR"
        },
        { $0.items?.reverse() }, { $0.items?.removeLast() },
        { $0.items?.append(OrderItemDraft(sku: "A-1", quantity: 1)) },
    ]

    @Test
    func `each change of what an order means gives a print of its own`() throws {
        let prints = try [Self.print()] + Self.changes.map { try Self.print($0) }
        #expect(Set(prints).count == Self.changes.count + 1)
    }

    @Test
    func `what means the same has the same print`() throws {
        let same: [(inout OrderDraft) -> Void] = [
            { $0.requestID = "another-key" },
            { $0.requestID = nil },
            {
                $0.items?[0].sku = nil
                $0.items?[0].productID = "A-1"
            },
            { $0.items?[1].unitPrice?.amount = "5" },
            { $0.items?[1].unitPrice?.amount = "05.0" },
        ]
        for change in same { #expect(try Self.print(change) == Self.print()) }
        var explicit = Fixtures.smallest
        explicit.channel = "MANUAL"
        explicit.priority = 0
        #expect(try NewOrder(explicit).contentFingerprint == NewOrder(Fixtures.smallest).contentFingerprint)
    }

    @Test
    func `texts that run into each other are told apart`() throws {
        let left = try Self.print {
            $0.shipTo?.name = "AB"
            $0.shipTo?.line1 = "C"
        }
        let right = try Self.print {
            $0.shipTo?.name = "A"
            $0.shipTo?.line1 = "BC"
        }
        #expect(left != right)
    }

    @Test
    func `composed and decomposed letters are different texts`() throws {
        #expect(try Self.print { $0.shipTo?.city = "\u{E9}" } != Self.print { $0.shipTo?.city = "e\u{301}" })
    }

    @Test
    func `method and path are part of a request's print`() throws {
        let content = try Self.print()
        let prints = [
            Fingerprint(method: "POST", path: "/orders", content: content),
            Fingerprint(method: "PUT", path: "/orders", content: content),
            Fingerprint(method: "POST", path: "/storefront/orders", content: content),
            Fingerprint(method: "POST", path: "/orders", content: try Self.print { $0.priority = 1 }),
        ]
        #expect(Set(prints).count == 4)
        #expect(prints[0] == Fingerprint(method: "POST", path: "/orders", content: content))
    }

    @Test
    func `a print is 64 hexadecimal digits and stays the same from build to build`() throws {
        let print = try NewOrder(Fixtures.smallest).contentFingerprint
        #expect(print.hex.utf8.count == 64)
        #expect(print.hex.allSatisfy { "0123456789abcdef".contains($0) })
        // Computed apart from this code: SHA-256 over the fields of version 1, each text led by its length.
        #expect(Fingerprint.version == 1)
        #expect(print.hex == "2a6f5dab0f159fc34f7e36ad37b60f3c8f387aa59668296422dfd9d4fe3c1fae")
    }
}
