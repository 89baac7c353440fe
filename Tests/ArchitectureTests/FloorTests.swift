import Testing

@Suite
struct FloorTests {
    @Test
    func `every source imports only what its floor allows`() throws {
        let files = try Repository.swiftFiles(in: ["Sources"])
        #expect(files.count > 30)
        #expect(files.flatMap(Floors.violations) == [])
    }

    @Test(arguments: [
        ("Sources/Kernel/X.swift", "import Orders"),
        ("Sources/Kernel/X.swift", "import Logging"),
        ("Sources/Orders/Domain/X.swift", "package import SQLPort"),
        ("Sources/Orders/Domain/X.swift", "import Foundation"),
        ("Sources/Orders/Domain/X.swift", "import Access"),
        ("Sources/Access/Domain/X.swift", "import struct Orders.Order"),
        ("Sources/Storage/SQLiteDriver/X.swift", "import Orders"),
        ("Sources/Storage/PostgresDriver/X.swift", "import GRDB"),
        ("Sources/Messaging/Messaging/X.swift", "import SQLStorage"),
        ("Sources/Storage/SQLStorage/X.swift", "import SQLiteDriver"),
        ("Sources/Web/HTTPAPI/X.swift", "internal import SQLStorage"),
        ("Sources/Web/HTTPAPI/X.swift", "@preconcurrency import SQLPort"),
        ("Sources/Web/HTTPAPI/X.swift", "@_exported public import StorageTestKit"),
        ("Sources/Temporal/TemporalSDK/X.swift", "import OMSKernel"),
        ("Sources/Temporal/TemporalSDK/X.swift", "import TemporalEngine"),
        ("Sources/Temporal/TemporalEngine/X.swift", "import Orders"),
        ("Sources/Temporal/TemporalEngine/X.swift", "import SQLiteDriver"),
        ("Sources/Temporal/TemporalEngine/X.swift", "import TemporalSDK"),
        ("Sources/Workflows/Fulfillment/X.swift", "import Orders"),
        ("Sources/Workflows/Activities/Orders/X.swift", "import SQLStorage"),
        ("Sources/Nowhere/X.swift", "import Foundation"),
    ])
    func `an import that goes up is found`(path: String, text: String) {
        let file = SourceFile(path: path, text: "// header\n\(text)\n")
        #expect(Floors.violations(in: file).count == 1)
    }

    @Test
    func `imports in comments and texts are no imports`() {
        let file = SourceFile(
            path: "Sources/Kernel/X.swift",
            text: "// import Orders\nlet x = \"\"\"\nimport Orders\n\"\"\"\n"
        )
        #expect(Floors.violations(in: file) == [])
    }

    @Test
    func `executables may import everything`() {
        let file = SourceFile(path: "Sources/Executables/oms/X.swift", text: "import SQLStorage\nimport GRDB\n")
        #expect(Floors.violations(in: file) == [])
    }
}
