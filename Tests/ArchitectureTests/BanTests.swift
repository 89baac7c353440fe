import Testing

@Suite
struct BanTests {
    @Test
    func `nothing banned is written in sources and tests`() throws {
        let files = try Repository.swiftFiles(in: ["Sources", "Tests"])
        #expect(files.flatMap(Bans.violations) == [])
    }

    @Test(arguments: [
        ("Sources/Web/HTTPAPI/X.swift", "fatalError(\"no\")"),
        ("Tests/KernelTests/X.swift", "let x = try! f()"),
        ("Sources/Kernel/X.swift", "let x = y as! Int"),
        ("Tests/KernelTests/X.swift", "@testable import OMSKernel"),
        ("Sources/Web/HTTPAPI/X.swift", "print(1)"),
        ("Sources/Orders/X.swift", "let now = Date()"),
        ("Sources/Access/X.swift", "let id = UUID()"),
        ("Sources/Orders/X.swift", "let n = Int.random(in: 0..<2)"),
        ("Sources/Orders/X.swift", "try await Task.sleep(for: .seconds(1))"),
        ("Sources/Messaging/Messaging/X.swift", "let now = Date()"),
        ("Sources/Web/HTTPAPI/X.swift", "let text = \"now \\(Date())\""),
        ("Sources/Web/HTTPAPI/X.swift", "let now = Date.now"),
        ("Sources/Workflows/Orders/OrderIntakeWorkflow.swift", "Task { await step() }"),
        ("Sources/Workflows/Orders/OrderIntakeWorkflow.swift", "Task.detached { await step() }"),
        ("Sources/Workflows/Orders/OrderIntakeWorkflow+Steps.swift", "try await Task.sleep(for: .seconds(1))"),
        ("Sources/Workflows/Orders/OrderIntakeWorkflow.swift", "let id = UUID()"),
        ("Sources/Workflows/Orders/OrderIntakeWorkflow.swift", "let n = Int.random(in: 0..<2)"),
        ("Sources/Workflows/Orders/OrderIntakeWorkflow.swift", "@MainActor var x = 1"),
        ("Sources/Kernel/X.swift", "// TO" + "DO: later"),
        ("Sources/Kernel/X.swift", "/* FIX" + "ME */"),
        ("Sources/Kernel/X.swift", "\nfinal class X: @unchecked Sendable {}"),
        ("Sources/Kernel/X.swift", "let x = 1\nnonisolated(unsafe) var y = 2"),
    ])
    func `a banned thing is found`(path: String, text: String) {
        #expect(Bans.violations(in: SourceFile(path: path, text: text)).count == 1, "\(text)")
    }

    @Test(arguments: [
        ("Sources/Executables/oms/X.swift", "print(1)"),
        ("Sources/Kernel/X.swift", "let x = blueprint(1)"),
        ("Sources/Kernel/X.swift", "let x = \"fatalError()\" // try! print(1)"),
        ("Sources/Kernel/X.swift", "let x = #\"a \" fatalError() \"#"),
        ("Sources/Kernel/X.swift", "/* outer /* print(1) */ fatalError() */"),
        ("Sources/Kernel/Values/WallClock.swift", "let now = Date()"),
        ("Sources/Workflows/Orders/OrderIntakeWorkflow.swift", "context.spawn { await step() }"),
        ("Sources/Workflows/Orders/ChargeActivity.swift", "try await Task.sleep(for: .seconds(1))"),
        ("Sources/Kernel/X.swift", "// Locked by its mutex.\nfinal class X: @unchecked Sendable {}"),
        ("Sources/Kernel/X.swift", "nonisolated(unsafe) var y = 2 // set once before any thread starts"),
    ])
    func `what is allowed is not found`(path: String, text: String) {
        #expect(Bans.violations(in: SourceFile(path: path, text: text)) == [], "\(text)")
    }
}
