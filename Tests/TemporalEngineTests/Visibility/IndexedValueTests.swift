import TemporalEngine
import Testing

@Suite struct IndexedValueTests {
    @Test func `decimals keep their order as whole numbers`() {
        let decimals = [-Double.infinity, -1e300, -2.5, -1, -1e-300, 0, 1e-300, 0.1, 1, 2.5, 1e300, .infinity]
        let numbers = decimals.map(IndexedValue.ordered)
        #expect(numbers == numbers.sorted())
        #expect(Set(numbers).count == decimals.count)
        #expect(IndexedValue.ordered(-0.0) == IndexedValue.ordered(0.0))
    }

    @Test func `a text is found by its words`() {
        #expect(IndexedValue.words(of: "Hello, WORLD-wide 42!") == ["hello", "world", "wide", "42"])
    }

    @Test func `a place in a list survives its token`() {
        let position = ListPosition(listTime: .max, startTime: -5, runID: "ü-run")
        #expect(ListPosition(token: position.token) == position)
        #expect(ListPosition(token: position.token.dropLast()) == nil)
        #expect(ListPosition(token: position.token + [0]) == nil)
        #expect(ListPosition(token: [UInt8]()) == nil)
    }
}
