import OMSKernel
import Orders
import TestSupport
import Testing

@Suite
struct CustomerTests {
    private func registered(_ draft: CustomerDraft) throws -> Customer {
        try Customer.registering(draft, ids: SequentialIDs(), now: Fixtures.now)
    }

    private func problems(_ draft: CustomerDraft) -> [String: String] {
        do {
            _ = try registered(draft)
            return [:]
        } catch let error as ValidationError {
            return error.fields
        } catch {
            return ["": "\(error)"]
        }
    }

    @Test
    func `a new customer is as it was written`() throws {
        let customer = try registered(
            CustomerDraft(customerID: "c-1", name: "Ada", email: .set("ada@example.org"), address: .set("1 St\nOslo"))
        )
        #expect(customer.id.text == "c-1")
        #expect(customer.name == "Ada")
        #expect(customer.email == "ada@example.org")
        #expect(customer.address == "1 St\nOslo")
        #expect(customer.version == 1)
        #expect(customer.createdAt == Fixtures.now && customer.updatedAt == Fixtures.now)
    }

    @Test
    func `a customer without an id gets one`() throws {
        let customer = try registered(CustomerDraft(name: "Ada"))
        #expect(UUIDv7(customer.id.text)?.timestamp == Fixtures.now)
        #expect(customer.email == nil && customer.address == nil)
    }

    @Test
    func `each wrong part is named`() {
        #expect(problems(CustomerDraft()) == ["name": "is required"])
        #expect(problems(CustomerDraft(name: "")) == ["name": "must not be empty"])
        #expect(problems(CustomerDraft(name: String(repeating: "n", count: 200))) == [:])
        #expect(problems(CustomerDraft(name: String(repeating: "n", count: 201))).keys.sorted() == ["name"])
        #expect(problems(CustomerDraft(name: "a\nb")).keys.sorted() == ["name"])
        #expect(problems(CustomerDraft(customerID: "a b", name: "A")) == ["customerId": CustomerID.rule])
        #expect(problems(CustomerDraft(name: "A", email: .set("no"))).keys.sorted() == ["email"])
        let long = CustomerDraft(name: "A", address: .set(String(repeating: "a", count: 501)))
        #expect(problems(long).keys.sorted() == ["address"])
        let all = CustomerDraft(customerID: "", email: .set(""), address: .set("\u{0}"))
        #expect(problems(all).keys.sorted() == ["address", "customerId", "email", "name"])
    }

    @Test
    func `an update changes what is set, clears what is cleared and keeps the rest`() throws {
        let customer = try registered(CustomerDraft(name: "Ada", email: .set("a@b"), address: .set("1 St")))
        let next = try customer.updating(CustomerDraft(name: "Bea", address: .clear), now: Fixtures.later)
        #expect(next.name == "Bea")
        #expect(next.email == "a@b")
        #expect(next.address == nil)
        #expect(next.version == 2)
        #expect(next.updatedAt == Fixtures.later && next.createdAt == Fixtures.now)
    }

    @Test
    func `an update that changes nothing leaves the version`() throws {
        let customer = try registered(CustomerDraft(name: "Ada", email: .set("a@b")))
        let same = CustomerDraft(customerID: customer.id.text, name: "Ada", email: .set("a@b"), address: .clear)
        #expect(try customer.updating(same, now: Fixtures.later) == customer)
        #expect(try customer.updating(CustomerDraft(), now: Fixtures.later) == customer)
    }

    @Test
    func `an id cannot be changed`() throws {
        let customer = try registered(CustomerDraft(customerID: "c-1", name: "Ada"))
        #expect(throws: ValidationError("customerId", "cannot be changed")) {
            try customer.updating(CustomerDraft(customerID: "c-2"), now: Fixtures.later)
        }
    }
}
