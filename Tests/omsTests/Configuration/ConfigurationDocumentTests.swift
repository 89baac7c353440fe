import Foundation
import Testing
import oms

/// The table of settings in the documentation is the program's.
@Suite struct ConfigurationDocumentTests {
    private struct Row {
        let variable: String
        let standard: String?
    }

    private let rows: [Row]

    init() throws {
        let document = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../docs/configuration.md")
        rows = try String(contentsOf: document, encoding: .utf8)
            .matches(of: #/(?m)^\| `(OMS_\w+)` \| (?:`([^`]+)`)? ?\|/#)
            .map { Row(variable: String($0.1), standard: $0.2.map(String.init)) }
    }

    @Test func `every setting has its row, and no other`() {
        #expect(rows.map(\.variable) == SettingName.allCases.map(\.environmentVariable))
    }

    @Test func `the defaults are those that count`() async throws {
        let settings = try await Settings.load(environment: ["OMS_CONFIG_DIR": "/nonexistent"])
        for name in SettingName.allCases {
            let row = rows.first { $0.variable == name.environmentVariable }
            let standard = settings.effective.first { $0.name == name }?.value
            #expect(row?.standard == standard, "\(name.environmentVariable)")
        }
    }
}
