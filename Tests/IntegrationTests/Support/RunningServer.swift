import Foundation
import Synchronization
import TestSupport

/// A server did not do what a test waited for.
struct ServerFailure: Error, CustomStringConvertible {
    let description: String
}

/// `oms serve` in a process of its own.
final class RunningServer: Sendable {
    let process: ChildProcess
    let caller: Caller
    let port: Int
    private let output: OutputLines

    private init(_ process: ChildProcess, _ output: OutputLines, port: Int) {
        self.process = process
        self.output = output
        self.port = port
        caller = Caller(port: port, key: Deployment.apiKey)
    }

    /// Starts a server and waits until it listens.
    /// - Parameter environment: its settings; the profile must be local or dev.
    /// - Returns: the server.
    /// - Throws: ``ServerFailure``.
    static func start(_ environment: [String: String]) async throws -> RunningServer {
        let process = try ChildProcess(Program.path, ["serve"], environment: environment)
        let output = OutputLines(process)
        var port: Int?
        let isListening = try await eventually {
            guard process.isRunning else { throw ServerFailure("It ended", process) }
            port = Self.port(in: process.standardError)
            return port != nil
        }
        guard isListening, let port else { throw ServerFailure("It does not listen", process) }
        return RunningServer(process, output, port: port)
    }

    /// The port of the line `Listening`, in either log format.
    private static func port(in log: String) -> Int? {
        guard let line = log.split(separator: "\n").first(where: { $0.contains("Listening") }),
            let match = line.firstMatch(of: /https?:\/\/127\.0\.0\.1:([0-9]+)/)
        else { return nil }
        return Int(match.1)
    }

    /// What it printed on the standard output.
    var standardOutput: [String] { output.lines }

    /// What it logged.
    var log: String { process.standardError }

    func waitUntilReady() async throws {
        guard await eventually({ (try? await caller.get("/health/ready"))?.status == 200 }) else {
            throw ServerFailure("It is not ready", process)
        }
    }

    /// Waits until a line of the log holds a text.
    func waitForLog(_ text: String) async throws {
        guard await eventually({ log.contains(text) }) else {
            throw ServerFailure("Its log does not say \"\(text)\"", process)
        }
    }

    /// Waits until the relay has delivered everything.
    func waitUntilDelivered() async throws {
        let isDrained = try await eventually {
            let metrics = try await caller.get("/metrics").text
            return metrics.contains("\noms_outbox_undelivered 0\n") && metrics.contains("\noms_outbox_dead 0\n")
        }
        guard isDrained else { throw ServerFailure("Its outbox does not drain", process) }
    }

    /// Stops it gracefully.
    /// - Returns: its exit code.
    func stop() async -> Int32 {
        process.terminate()
        return await process.wait()
    }

    /// `kill -9`.
    func kill() async {
        process.kill()
        await process.wait()
    }

    /// Runs a client command against it.
    func oms(_ arguments: String...) async throws -> Command.Output {
        try await Program.run(arguments, environment: clientEnvironment)
    }

    var clientEnvironment: [String: String] {
        ["OMS_URL": "http://127.0.0.1:\(port)", "OMS_API_KEY": Deployment.apiKey]
    }
}

extension ServerFailure {
    init(_ what: String, _ process: ChildProcess) {
        description = "\(what). Its log ends with:\n" + process.standardError.suffix(4_000)
    }
}

/// Collects a program's standard output.
private final class OutputLines: Sendable {
    private let collected = Mutex<[String]>([])

    var lines: [String] { collected.withLock { $0 } }

    init(_ process: ChildProcess) {
        let lines = process.lines
        Task { [weak self] in
            for await line in lines { self?.collected.withLock { $0.append(line) } }
        }
    }
}
