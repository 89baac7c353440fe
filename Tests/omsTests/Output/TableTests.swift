import Testing
import oms

@Suite struct TableTests {
    @Test func `columns are as wide as their widest cell on a terminal`() {
        var table = Table(["ID", "CITY", "N"])
        table.add(["1", "東京", "5"])
        table.add(["22", nil, "6"])
        #expect(table.lines == ["ID  CITY  N", "1   東京  5", "22  -     6"])
    }

    @Test func `what could drive a terminal is not written`() {
        #expect(PlainText.shown("a\u{1B}[31mb\u{202E}c\nd") == "a?[31mb?c?d")
        #expect(PlainText.shown("Åse 🙂 日本") == "Åse 🙂 日本")
    }
}
