import TestSupport
import Testing
import oms

@Suite struct CSVReaderTests {
    private struct Read: Equatable {
        let line: Int
        let lastLine: Int
        let fields: [String]
        let problem: CSVReader.Problem?
    }

    private func read(_ text: String, chunk: Int = .max, limit: Int = 1_000) -> [Read] {
        read(Array(text.utf8), chunk: chunk, limit: limit)
    }

    private func read(_ bytes: [UInt8], chunk: Int = .max, limit: Int = 1_000) -> [Read] {
        var reader = CSVReader(maximumRecordLength: limit)
        var records: [Read] = []
        func note(_ record: CSVReader.Record) {
            records.append(
                Read(line: record.line, lastLine: record.lastLine, fields: record.fields, problem: record.problem)
            )
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            reader.feed(rest.prefix(chunk), note)
            rest = rest.dropFirst(chunk)
        }
        reader.finish(note)
        return records
    }

    private func rows(_ text: String) -> [[String]] { read(text).map(\.fields) }

    @Test func `records end with LF, CRLF or the end of the file`() {
        #expect(rows("a,b\nc,d\r\ne,f") == [["a", "b"], ["c", "d"], ["e", "f"]])
        #expect(rows("a,b\n") == [["a", "b"]])
        #expect(rows("") == [])
    }

    @Test func `empty fields are kept and empty lines are not records`() {
        #expect(rows(",\n\n\r\n,,\r\n\"\"\n") == [["", ""], ["", "", ""], [""]])
        #expect(rows("a,\r\n") == [["a", ""]])
    }

    @Test func `quotes keep commas, line breaks and doubled quotes`() {
        #expect(rows("\"a,b\",\"c\r\nd\",\"e\"\"f\"\n") == [["a,b", "c\r\nd", "e\"f"]])
        #expect(rows("\"\"\"\"\r\n\"a\r\"\r\n") == [["\""], ["a\r"]])
        #expect(rows("\"a\"\r\nb\n") == [["a"], ["b"]])
    }

    @Test func `a byte order mark is dropped, before a quote too`() {
        #expect(rows("\u{FEFF}a,b\n") == [["a", "b"]])
        #expect(rows("\u{FEFF}\"a\",b\n") == [["a", "b"]])
        #expect(rows("a\n\u{FEFF}b\n") == [["a"], ["\u{FEFF}b"]])
    }

    @Test func `each record knows its lines`() {
        let lines = read("a\n\"b\nb\"\n\nc\n\"d\nd\"").map { [$0.line, $0.lastLine] }
        #expect(lines == [[1, 1], [2, 3], [5, 5], [6, 7]])
    }

    @Test(
        "a malformed record is reported and the next one is read",
        arguments: [
            ("a\"b,c\nx,y\n", CSVReader.Problem.quoteInsidePlainField, []),
            ("one,a\"b,c\nx,y\n", .quoteInsidePlainField, ["one"]),
            ("\"a\"b,c\nx,y\n", .textAfterQuotedField, []),
            ("\"a\"\rb\nx,y\n", .textAfterQuotedField, []),
            ("\"a\"\r\"b\nx,y\n", .textAfterQuotedField, []),
            ("\"a\" ,c\nx,y\n", .textAfterQuotedField, []),
        ]
    )
    func malformed(text: String, problem: CSVReader.Problem, before: [String]) {
        #expect(
            read(text) == [
                Read(line: 1, lastLine: 1, fields: before, problem: problem),
                Read(line: 2, lastLine: 2, fields: ["x", "y"], problem: nil),
            ]
        )
    }

    @Test func `a quote that is never closed takes the rest of the file`() {
        let records = read("a,b\nc,\"d\ne,f\ng")
        #expect(records.map(\.problem) == [nil, .quoteNeverClosed])
        #expect(records.last?.line == 2)
    }

    @Test func `bytes that are no UTF-8 are reported`() {
        let records = read([0x61, 0x2C, 0xFF, 0x0A, 0x62, 0x0A])
        #expect(records.map(\.problem) == [.notUTF8, nil])
    }

    @Test func `a record over the limit is dropped, not kept in memory`() {
        let long = String(repeating: "x", count: 5_000)
        let records = read("a,b\nc,\(long)\n\"\(long)\n\(long)\",d\ne,f\n", chunk: 7)
        #expect(records.map(\.problem) == [nil, .tooLong, .tooLong, nil])
        #expect(records.map(\.line) == [1, 2, 3, 5])
        #expect(records[1].fields == ["c"])
    }

    @Test func `too many fields are reported`() {
        var reader = CSVReader()
        var problems: [CSVReader.Problem?] = []
        reader.feed(Array((String(repeating: ",", count: 1_000) + "\"a\nb\"\nc\n").utf8)) {
            problems.append($0.problem)
        }
        #expect(problems == [.tooManyFields, nil])
    }

    @Test func `what the writer writes reads back the same, whatever the chunks`() {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var generator = SeededRandom(seed: seed)
        let alphabet = Array("ab,\"\n\r\t '=+-@é日🙂\u{202E}\u{FEFF}")
        for _ in 0..<400 {
            let table = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
                (0..<Int.random(in: 2...5, using: &generator)).map { _ in
                    String(
                        (0..<Int.random(in: 0...8, using: &generator)).compactMap { _ in
                            alphabet.randomElement(using: &generator)
                        }
                    )
                }
            }
            // A byte order mark at the very start is the file's, so the first field is plain.
            let whole = [["first", "second"]] + table
            let bytes = whole.flatMap { CSVWriter.record($0) }
            let chunk = Int.random(in: 1...9, using: &generator)
            let records = read(bytes, chunk: chunk, limit: 10_000)
            #expect(records.allSatisfy { $0.problem == nil })
            #expect(records.map { $0.fields.map(SpreadsheetText.unprotected) } == whole)
        }
    }

    @Test func `random bytes never break the reader and chunks never change what it says`() {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var generator = SeededRandom(seed: seed)
        let alphabet: [UInt8] = [0x61, 0x2C, 0x22, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF, 0xC3, 0xA9]
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).compactMap { _ in
                alphabet.randomElement(using: &generator)
            }
            let whole = read(bytes, limit: 20)
            #expect(read(bytes, chunk: Int.random(in: 1...5, using: &generator), limit: 20) == whole)
            let lines = bytes.count { $0 == 0x0A } + 1
            #expect(whole.allSatisfy { $0.line <= $0.lastLine && $0.lastLine <= lines })
        }
    }
}
