import Testing
import oms

@Suite struct LineSplitterTests {
    private func lines(_ text: String, chunk: Int = .max, limit: Int = 10) -> [LineSplitter.Line] {
        var splitter = LineSplitter(maximumLength: limit)
        var lines: [LineSplitter.Line] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            splitter.feed(rest.prefix(chunk)) { lines.append($0) }
            rest = rest.dropFirst(chunk)
        }
        splitter.finish { lines.append($0) }
        return lines
    }

    private func whole(_ text: String, _ number: Int) -> LineSplitter.Line { .whole(Array(text.utf8), number: number) }

    @Test func `lines end with LF, CRLF or the end of the file`() {
        #expect(lines("a\nb\r\n\nc") == [whole("a", 1), whole("b", 2), whole("", 3), whole("c", 4)])
        #expect(lines("a\n") == [whole("a", 1)])
        #expect(lines("") == [])
    }

    @Test func `a byte order mark is dropped at the start only`() {
        #expect(lines("\u{FEFF}a\n\u{FEFF}b") == [whole("a", 1), whole("\u{FEFF}b", 2)])
    }

    @Test func `a line over the limit is dropped and the next one is read`() {
        let text = "0123456789\n0123456789\r\n0123456789x\n\(String(repeating: "y", count: 99))\nz"
        let expected = [
            whole("0123456789", 1), whole("0123456789", 2), .tooLong(number: 3), .tooLong(number: 4), whole("z", 5),
        ]
        for chunk in [1, 2, 3, 7, 100, 1_000] { #expect(lines(text, chunk: chunk) == expected) }
    }

    @Test func `a last line over the limit is reported too`() {
        #expect(lines("a\n" + String(repeating: "y", count: 99), chunk: 5) == [whole("a", 1), .tooLong(number: 2)])
    }
}
