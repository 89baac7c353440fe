import Foundation
import Testing

@Suite
struct DecisionRecordTests {
    @Test
    func `every decision record has a number of its own and is in the index`() throws {
        let folder = Repository.root.appending(path: "docs/decisions").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.count > 3)
        #expect(DecisionRecords.violations(names: names, index: try Repository.read("docs/decisions/README.md")) == [])
    }

    @Test
    func `a number that is used twice, is missing or is not listed is found`() {
        let index = "[0001](0001-a.md) [0001](0001-b.md) [b](b.md)"
        func problems(_ names: [String]) -> [String] {
            DecisionRecords.violations(names: names, index: index).map(\.problem)
        }
        #expect(problems(["README.md", "0001-a.md"]) == [])
        #expect(problems(["0001-a.md", "0001-b.md"]) == ["has the number of 0001-a.md"])
        #expect(problems(["0002-c.md"]) == ["is not in the index"])
        #expect(problems(["c.md"]).first == "does not start with four digits")
    }
}
