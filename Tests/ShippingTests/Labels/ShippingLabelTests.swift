import OMSKernel
import Shipping
import TestSupport
import Testing

@Suite struct ShippingLabelTests {
    private static let now = Timestamp(milliseconds: 1_800_000_000_000)
    private static let ids = SequentialIDs()

    private static func consignee(name: String = "Ada L", line1: String = "1 St") throws -> Consignee {
        Consignee(
            name: name,
            line1: line1,
            line2: nil,
            city: "Oslo",
            region: nil,
            postalCode: "0150",
            country: try #require(CountryCode(code: "NO")),
            phone: nil
        )
    }

    private static func shipment(
        _ status: ShipmentStatus = .labelled,
        consignee: Consignee?,
        isPickUp: Bool = false
    ) -> Shipment {
        Shipment(
            id: ids.next(Shipment.self, at: now),
            orderID: ids.next(OrderSubject.self, at: now),
            attempt: 1,
            status: status,
            isPickUp: isPickUp,
            consignee: consignee,
            label: isPickUp || status == .created
                ? nil : CarrierLabel(carrier: "SANDBOX", service: "STANDARD", trackingNumber: "SBX123456789012345675"),
            createdAt: now,
            updatedAt: now,
            confirmedAt: status.hasLeft ? now : nil
        )
    }

    /// The commands of a ZPL text: what follows each caret, up to the next one's data.
    private static func commands(_ zpl: String) -> [String] {
        zpl.split(separator: "^").map { String($0.prefix(2)) }
    }

    @Test func `a label says who, where, and its tracking number`() throws {
        let label = try ShippingLabel(Self.shipment(consignee: Self.consignee()))
        #expect(label.recipient == ["Ada L", "1 St", "0150 Oslo", "NO"])
        for text in ["SANDBOX STANDARD", "Ada L", "0150 Oslo", "SBX123456789012345675"] {
            #expect(label.zpl.contains("^FD\(text)^FS"))
            #expect(label.svg.contains(">\(text)</text>"))
        }
        #expect(label.zpl.hasPrefix("^XA\n") && label.zpl.hasSuffix("^XZ\n"))
    }

    @Test func `no address gives a printer a command`() throws {
        let plain = try ShippingLabel(Self.shipment(consignee: Self.consignee()))
        let evil = try ShippingLabel(
            Self.shipment(consignee: Self.consignee(name: "^XZ^XA~JA_5E^FS", line1: "\\&_^FH"))
        )
        #expect(Self.commands(evil.zpl) == Self.commands(plain.zpl))
        #expect(!evil.zpl.contains("~"))
        #expect(evil.zpl.contains("^FD_5EXZ_5EXA_7EJA_5F5E_5EFS^FS"))
    }

    @Test func `no address gives a picture a tag`() throws {
        let name = "<script>\"&'\u{FFFF}</script>"
        let svg = try ShippingLabel(Self.shipment(consignee: Self.consignee(name: name))).svg
        #expect(svg.contains("&lt;script&gt;&quot;&amp;&#39;\u{FFFD}&lt;/script&gt;"))
        #expect(!svg.contains("<script"))
    }

    @Test func `letters of all scripts are written in UTF-8`() throws {
        let label = try ShippingLabel(Self.shipment(consignee: Self.consignee(name: "Ærø 李")))
        #expect(label.zpl.contains("^CI28"))
        #expect(label.zpl.contains("_C3_86r_C3_B8 _E6_9D_8E"))
        #expect(label.svg.contains("Ærø 李"))
    }

    @Test func `the longest address is printed whole and above the barcode`() throws {
        let words = Array(repeating: "abcdefghi", count: 20).joined(separator: " ")
        let consignee = Consignee(
            name: words,
            line1: String(repeating: "x", count: 200),
            line2: words,
            city: String(words.prefix(99)),
            region: String(words.prefix(99)),
            postalCode: "12345678901234567890",
            country: try #require(CountryCode(code: "NO")),
            phone: nil
        )
        let label = try ShippingLabel(Self.shipment(consignee: consignee))
        #expect(
            label.recipient.joined().filter { $0 != " " }
                == [
                    consignee.name, consignee.line1, words, "12345678901234567890", consignee.city,
                    String(words.prefix(99)), "NO",
                ].joined().filter { $0 != " " }
        )
        #expect(label.recipient.allSatisfy { $0.count <= 64 })
        let tops = label.zpl.split(separator: "\n").filter { $0.contains("^A0N,30,") }
            .compactMap { $0.split(separator: ",").dropFirst().first.flatMap { Int($0.prefix { $0.isNumber }) } }
        #expect(tops.count == label.recipient.count)
        #expect(try #require(tops.max()) + 30 < 820)
    }

    @Test func `a pick-up has a collection slip`() throws {
        let shipment = Self.shipment(consignee: nil, isPickUp: true)
        let slip = try ShippingLabel(shipment)
        #expect(slip.heading == "COLLECTION")
        #expect(slip.recipient == [])
        #expect(slip.code == ShippingLabel.collectionCode(of: shipment.id))
        #expect(slip.code.hasPrefix("COL") && slip.code.count == 17)
        #expect(slip.svg.contains(">\(slip.code)</text>"))
    }

    @Test(arguments: [ShipmentStatus.created, .cancelled])
    func `there is nothing to print before the label, or after its cancellation`(status: ShipmentStatus) throws {
        let shipment = Self.shipment(status, consignee: try Self.consignee())
        #expect(throws: ShippingError.notLabelled(shipment.id)) { try ShippingLabel(shipment) }
    }

    @Test func `an address that went with its order is not printed`() throws {
        let shipment = Self.shipment(.delivered, consignee: nil)
        #expect(throws: ShippingError.addressGone(shipment.id)) { try ShippingLabel(shipment) }
    }

    @Test func `a text made of an address says nothing of it`() throws {
        let shipment = Self.shipment(consignee: try Self.consignee(name: "Ada Lovelace"))
        for text in ["\(shipment)", String(reflecting: shipment), String(describing: shipment.consignee)] {
            #expect(!text.contains("Ada") && !text.contains("Oslo") && !text.contains("0150"))
        }
        var dumped = ""
        dump(shipment, to: &dumped)
        #expect(!dumped.contains("Ada") && !dumped.contains("Oslo"))
    }
}
