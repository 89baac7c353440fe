import Testing
import oms

@Suite struct SpreadsheetTextTests {
    @Test(
        "a cell that a spreadsheet would run is protected",
        arguments: ["=1+1", "+47 22", "-5", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''+1"]
    )
    func protects(text: String) {
        let protected = SpreadsheetText.protected(text)
        #expect(protected == "'" + text)
        #expect(SpreadsheetText.unprotected(protected) == text)
    }

    @Test("any other cell stays as it is", arguments: ["", "a=1", "'s-Hertogenbosch", "'", "''", "日本", "1-2", " =1"])
    func keeps(text: String) {
        #expect(SpreadsheetText.protected(text) == text)
        #expect(SpreadsheetText.unprotected(text) == text)
    }
}
