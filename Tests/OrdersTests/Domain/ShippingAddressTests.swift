import OMSKernel
import Orders
import Testing

@Suite
struct ShippingAddressTests {
    private func problems(_ change: (inout ShippingAddressDraft) -> Void) -> [String: String] {
        var draft = Fixtures.address
        change(&draft)
        var problems = ValidationError()
        let address = ShippingAddress(draft, field: "shipTo", problems: &problems)
        #expect((address == nil) == !problems.isEmpty)
        return problems.fields
    }

    @Test
    func `an address comes back as it was written`() throws {
        var problems = ValidationError()
        let address = try #require(ShippingAddress(Fixtures.address, field: "shipTo", problems: &problems))
        #expect(address.name == "Ada L")
        #expect(address.line1 == "1 St")
        #expect(address.line2 == "c/o B")
        #expect(address.city == "Oslo")
        #expect(address.region == "Oslo fylke")
        #expect(address.postalCode == "0150")
        #expect(address.country.code == "NO")
        #expect(address.phone == "+47 1")
        #expect(address.email == "ada@example.org")
    }

    @Test
    func `four parts are required and the others are not`() {
        let found = problems { $0 = ShippingAddressDraft() }
        #expect(
            found == [
                "shipTo.name": "is required", "shipTo.line1": "is required", "shipTo.city": "is required",
                "shipTo.country": "is required",
            ]
        )
        let short = problems { $0 = ShippingAddressDraft(name: "A", line1: "1", city: "O", country: "NO") }
        #expect(short == [:])
    }

    @Test(arguments: [
        ("name", 200), ("line1", 200), ("line2", 200), ("city", 100), ("region", 100), ("postalCode", 20),
        ("phone", 50),
    ])
    func `every part has a limit and takes no control characters`(part: String, limit: Int) {
        func set(_ text: String) -> (inout ShippingAddressDraft) -> Void {
            { draft in
                switch part {
                case "name": draft.name = text
                case "line1": draft.line1 = text
                case "line2": draft.line2 = text
                case "city": draft.city = text
                case "region": draft.region = text
                case "postalCode": draft.postalCode = text
                default: draft.phone = text
                }
            }
        }
        #expect(problems(set(String(repeating: "é", count: limit))) == [:])
        let long = problems(set(String(repeating: "é", count: limit + 1)))
        #expect(long == ["shipTo.\(part)": "must have at most \(limit) characters"])
        #expect(problems(set("a\u{0}")).keys.sorted() == ["shipTo.\(part)"])
        #expect(problems(set("a\n")).keys.sorted() == ["shipTo.\(part)"])
        #expect(problems(set("")).keys.sorted() == ["shipTo.\(part)"])
    }

    @Test(arguments: [
        ("a@b", true), ("ada.l+tag@example.co.uk", true), ("ü@exämple.org", true), ("", false), ("a", false),
        ("@b", false),
        ("a@", false), ("a@b@c", false), ("a b@c", false), ("a@b c", false), ("a@\u{3000}", false),
        ("a@\u{301}b", true), ("a@\u{301}b@c", false), ("a\u{3000}\u{301}@b", false),
    ])
    func `an e-mail address has one at sign with something on both sides`(text: String, isFine: Bool) {
        #expect(problems { $0.email = text }.keys.sorted() == (isFine ? [] : ["shipTo.email"]))
    }

    @Test
    func `a long e-mail address is refused`() {
        let longest = String(repeating: "a", count: 252) + "@b"
        #expect(problems { $0.email = longest } == [:])
        #expect(problems { $0.email = "a" + longest } == ["shipTo.email": "must have at most 254 characters"])
    }
}
