import Testing

@Suite
struct LinkTests {
    @Test
    func `every link and every mention of a document leads somewhere`() throws {
        let documents = try ["README.md", "CHANGELOG.md"].map { try SourceFile(path: $0, text: Repository.read($0)) }
        let files =
            try documents + Repository.files(in: "docs", withExtension: "md")
            + Repository.swiftFiles(in: ["Sources"])
        #expect(files.flatMap(Links.violations) == [])
    }

    @Test(arguments: [
        ("README.md", "See [this](docs/nothing.md)."),
        ("docs/architecture.md", "See [this](decisions/9999-nothing.md)."),
        ("docs/decisions/README.md", "See [this](../nothing.md#part)."),
        ("Sources/Kernel/X.swift", "/// The reason is in docs/decisions/9999."),
    ])
    func `a link to nowhere is found`(path: String, text: String) {
        #expect(!Links.violations(in: SourceFile(path: path, text: text)).isEmpty)
    }

    @Test(arguments: [
        ("README.md", "See [this](docs/architecture.md#floors) and [that](https://example.org/docs/x)."),
        ("docs/decisions/README.md", "See [this](../architecture.md)."),
        ("Sources/Kernel/X.swift", "/// The reason is in docs/decisions/0005."),
    ])
    func `a link to somewhere is not found`(path: String, text: String) {
        #expect(Links.violations(in: SourceFile(path: path, text: text)) == [])
    }
}
