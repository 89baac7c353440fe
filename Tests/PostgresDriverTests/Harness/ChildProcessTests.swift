import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ChildProcessTests {
    @Test
    func `a child's lines are read while it runs`() async throws {
        let child = try ChildProcess(
            "/bin/sh",
            ["-c", "echo starting; echo \"ready $NAME\"; exec sleep 60"],
            environment: ["NAME": "now"]
        )
        #expect(await child.line(containing: "ready") == "ready now")
        #expect(child.isRunning)
        child.kill()
        #expect(await child.wait() == SIGKILL)
        #expect(!child.isRunning)
    }

    @Test
    func `a child started from a concurrency thread hears SIGTERM`() async throws {
        let child = try await Task.detached { try ChildProcess("/bin/sleep", ["60"]) }.value
        child.terminate()
        #expect(await child.wait() == SIGTERM)
    }

    @Test
    func `a child's exit code and errors are kept`() async throws {
        let child = try ChildProcess("/bin/sh", ["-c", "echo wrong >&2; exit 7"])
        #expect(await child.line(containing: "x") == nil)
        #expect(await child.wait() == 7)
        #expect(await eventually { child.standardError.contains("wrong") })
    }

    @Test
    func `a child ends with its object`() async throws {
        var child: ChildProcess? = try ChildProcess("/bin/sleep", ["60"])
        let pid = try #require(child?.pid)
        child = nil
        #expect(await eventually { Foundation.kill(pid, 0) != 0 })
    }

    @Test
    func `a command gives its status, its output and its errors`() async throws {
        let cat = Command("cat", input: Data("in and out".utf8))
        #expect(try await cat.run() == "in and out")
        let failing = try await Command("sh", ["-c", "echo no >&2; exit 3"]).output()
        #expect(failing.status == 3)
        #expect(failing.standardError == "no\n")
        await #expect(throws: Command.Failure.self) { try await Command("false").run() }
    }

    @Test
    func `a temporary directory goes with its object`() throws {
        var folder: TemporaryDirectory? = try TemporaryDirectory()
        let path = try #require(folder?.path)
        try Data("x".utf8).write(to: #require(folder?.file("a")))
        folder = nil
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
