import Foundation
import TestSupport
import Testing

/// `oms engine` on a database file that it cannot work on says which file that is and why, and ends.
@Suite(.timeLimit(.minutes(2))) struct EngineStartTests {
    private let folder: TemporaryDirectory
    private var file: URL { folder.file("data").appendingPathComponent("engine.sqlite") }

    init() throws {
        folder = try TemporaryDirectory(prefix: "oms-engine")
        try FileManager.default.createDirectory(at: folder.file("data"), withIntermediateDirectories: true)
    }

    private var settings: [String: String] { ["OMS_DATA_DIR": folder.file("data").path] }

    private func start() throws -> ChildProcess {
        let environment = Program.cleanEnvironment.merging(settings) { $1 }
        return try ChildProcess(Program.path, ["engine", "--listen", "127.0.0.1:0"], environment: environment)
    }

    private func expectRefusal(_ reason: String) async throws {
        let output = try await Program.run(["engine", "--listen", "127.0.0.1:0"], environment: settings)
        #expect(output.status == 1)
        #expect(output.standardError.contains(file.path), "\(output.standardError)")
        #expect(output.standardError.contains(reason), "\(output.standardError)")
    }

    /// Lets an engine make its file, and ends it.
    private func makeFile() async throws {
        let process = try start()
        let isUp = await eventually { process.standardError.contains("Temporal's API is open") }
        #expect(isUp, "\(process.standardError)")
        process.terminate()
        #expect(await process.wait() == 0)
    }

    @Test func `a file that is no database is refused and stays as it is`() async throws {
        let bytes = Data(repeating: 0x2A, count: 20_000)
        try bytes.write(to: file)
        try await expectRefusal("file is not a database")
        #expect(try Data(contentsOf: file) == bytes)
    }

    @Test func `a file with damaged pages is refused`() async throws {
        try await makeFile()
        var bytes = try Data(contentsOf: file)
        // Only the first page, which tells of the tables, is left whole.
        bytes.replaceSubrange(4_096..., with: Data(repeating: 0x55, count: bytes.count - 4_096))
        try bytes.write(to: file)
        try await expectRefusal("database disk image is malformed")
    }

    @Test func `a file that another program holds is refused, and works once it is let go`() async throws {
        try await makeFile()
        let other = try ChildProcess(
            "sqlite3",
            ["-batch", file.path, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;", ".shell echo held; sleep 60"]
        )
        #expect(await other.line(containing: "held") != nil)
        try await expectRefusal("locked")
        other.kill()
        await other.wait()
        try await makeFile()
    }

    @Test func `a second engine on the same file is refused and harms nothing`() async throws {
        let first = try start()
        let isUp = await eventually { first.standardError.contains("Temporal's API is open") }
        #expect(isUp, "\(first.standardError)")
        try await expectRefusal("in use by process \(first.pid)")
        first.terminate()
        #expect(await first.wait() == 0)
    }
}
