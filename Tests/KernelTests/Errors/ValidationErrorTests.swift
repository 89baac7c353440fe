import OMSKernel
import Testing

@Suite
struct ValidationErrorTests {
    @Test
    func `the first problem of a field is kept`() {
        var problems = ValidationError()
        problems.add("name", "is required")
        problems.add("name", "is too long")
        #expect(problems.fields == ["name": "is required"])
        #expect(problems == ValidationError("name", "is required"))
    }

    @Test
    func `no more fields are told than the limit`() {
        var problems = ValidationError()
        for index in 0..<1_000 { problems.add("items[\(index)].sku", "is required") }
        #expect(problems.fields.count == ValidationError.maximumFields)
        #expect(problems.fields["items[0].sku"] != nil)
    }

    @Test
    func `it is thrown only when there is a problem`() {
        var problems = ValidationError()
        #expect(throws: Never.self) { try problems.throwIfAny() }
        #expect(problems.isEmpty)
        problems.add("name", "is required")
        #expect(throws: problems) { try problems.throwIfAny() }
    }

    @Test
    func `a check hands its value on, or notes why not`() {
        var problems = ValidationError()
        let good = problems.check("sku") { () throws(TextError) in try SKU("A-1") }
        let bad = problems.check("items[0].sku") { () throws(TextError) in try SKU("") }
        #expect(good?.code == "A-1")
        #expect(bad == nil)
        #expect(problems.fields == ["items[0].sku": "must not be empty"])
    }
}
