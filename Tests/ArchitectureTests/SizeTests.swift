import Testing

@Suite
struct SizeTests {
    @Test
    func `files and lines keep their limits`() throws {
        let lineLength = try #require(Sizes.lineLength(inFormat: Repository.read(".swift-format")))
        let files = try Repository.swiftFiles(in: ["Sources", "Tests"])
        #expect(files.flatMap { Sizes.violations(in: $0, lineLength: lineLength) } == [])
    }

    @Test
    func `a file that may be long is there and needs its leave`() throws {
        for path in Sizes.longFiles.keys {
            let lines = try Repository.read(path).split(separator: "\n", omittingEmptySubsequences: false).count - 1
            #expect(lines > Sizes.maximumLines, "\(path) has \(lines) lines by now")
        }
    }

    @Test
    func `a file over the limit is found, one at the limit is not`() {
        let line = "let x = 1\n"
        let atLimit = SourceFile(path: "Sources/X.swift", text: String(repeating: line, count: Sizes.maximumLines))
        let over = SourceFile(path: "Sources/X.swift", text: String(repeating: line, count: Sizes.maximumLines + 1))
        #expect(Sizes.violations(in: atLimit, lineLength: 120) == [])
        #expect(Sizes.violations(in: over, lineLength: 120).count == 1)
    }

    @Test
    func `a line over the width is found, one at the width is not`() {
        let atLimit = SourceFile(path: "Sources/X.swift", text: "// " + String(repeating: "x", count: 117))
        let over = SourceFile(path: "Sources/X.swift", text: "// " + String(repeating: "x", count: 118))
        #expect(Sizes.violations(in: atLimit, lineLength: 120) == [])
        #expect(Sizes.violations(in: over, lineLength: 120).count == 1)
    }
}
