import Foundation
import Logging
import TemporalSDK
import TestSupport
import Testing

/// The embedded engine and the codec server inside `oms serve`.
@Suite struct EngineTests {
    private static let silent = Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() }
    private static let listening = ["OMS_TEMPORAL_LISTEN": "127.0.0.1:0"]

    /// The engine's port, which the log tells.
    private func port(of server: RunningServer) async throws -> Int {
        try await server.waitForLog("Temporal's API is open")
        let line = server.log.split(separator: "\n").first { $0.contains("Temporal's API is open") } ?? ""
        return try #require(line.firstMatch(of: /127\.0\.0\.1:([0-9]+)/).flatMap { Int($0.1) })
    }

    private func withClient(
        _ server: RunningServer,
        _ body: (TemporalClient) async throws -> Void
    ) async throws {
        let connection = try TemporalConnection(
            configuration: .init(host: "127.0.0.1", port: try await port(of: server)),
            logger: Self.silent
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await connection.run() }
            defer { group.cancelAll() }
            try await body(TemporalClient(service: connection, logger: Self.silent))
        }
    }

    @Test func `a workflow that was started is there after a restart, in a database of its own`() async throws {
        let deployment = try await Deployment(.sqlite)
        try await deployment.withServer(Self.listening) { server in
            try await withClient(server) { client in
                _ = try await client.startWorkflow(name: "Any", options: .init(id: "kept", taskQueue: "q"), input: 1)
            }
            #expect(try await server.caller.get("/health/ready").text.contains(#""temporal":{"status":"UP"}"#))
            let counted = try await eventually {
                let metrics = try await server.caller.get("/metrics").text
                return metrics.contains(#"oms_engine_requests_total{code="ok",rpc="StartWorkflowExecution"} 1"#)
                    && metrics.contains("\noms_engine_open_runs ")
            }
            #expect(counted)
            #expect(FileManager.default.fileExists(atPath: "\(deployment.folder.path)/data/engine.sqlite"))
            let alone = try await Program.run(
                ["engine", "--listen", "127.0.0.1:0"],
                environment: deployment.environment
            )
            #expect(alone.status == 1 && alone.standardError.contains("in use by process \(server.process.pid)"))
            #expect(await server.stop() == 0)
        }
        try await deployment.withServer(Self.listening) { server in
            try await withClient(server) { client in
                let status = try await client.workflowHandle(id: "kept").describe().status
                #expect("\(status)" == "running")
            }
        }
    }

    @Test func `without being asked no engine runs, and a port that others reach is refused by name`() async throws {
        let deployment = try await Deployment(.sqlite)
        try await deployment.withServer(["OMS_ROLES": "api"]) { server in
            let health = try await server.caller.get("/health/ready").text
            #expect(!health.contains("temporal"))
            #expect(!FileManager.default.fileExists(atPath: "\(deployment.folder.path)/data/engine.sqlite"))
        }
        let open = deployment.environment.merging(["OMS_TEMPORAL_LISTEN": "0.0.0.0:7233"]) { $1 }
        let refused = try await Program.run(["serve"], environment: open)
        #expect(refused.status == 1)
        #expect(refused.standardError.contains("OMS_TEMPORAL_LISTEN"))
        #expect(refused.standardError.contains("not encrypted"))
    }

    @Test func `the engine goes on until the requests in flight are answered, and a taken port is told`() async throws {
        let deployment = try await Deployment(.sqlite)
        try await deployment.withServer(Self.listening) { server in
            let taken = try await port(of: server)
            let other = try await Deployment(.sqlite)
            let settings = ["OMS_TEMPORAL_LISTEN": "127.0.0.1:\(taken)", "OMS_HTTP_PORT": "0"]
            let output = try await Program.run(["serve"], environment: other.environment.merging(settings) { $1 })
            #expect(output.status == 1)
            #expect(output.standardError.contains("127.0.0.1:\(taken) cannot be listened on"))
        }
    }

    @Test func `what the codec server encrypts it decrypts, also after a restart, with the machine's own key`()
        async throws
    {
        let deployment = try await Deployment(.sqlite)
        let plain = #"{"payloads":[{"metadata":{"encoding":"anNvbi9wbGFpbg=="},"data":"ImhlbGxvIg=="}]}"#
        let sealed = try await deployment.withServer { server in
            let reply = try await server.caller.post("/codec/encode", plain)
            #expect(reply.status == 200)
            return reply.text
        }
        #expect(!sealed.contains("ImhlbGxvIg==") && sealed.contains("YmluYXJ5L2VuY3J5cHRlZA=="))
        try await deployment.withServer { server in
            let reply = try await server.caller.post("/codec/decode", sealed)
            #expect(reply.status == 200 && reply.text.contains("ImhlbGxvIg=="))
        }
        let key = Data(repeating: 9, count: 32).base64EncodedString()
        try await deployment.withServer(["OMS_PAYLOAD_KEYS": "other=\(key)"]) { server in
            let reply = try await server.caller.post("/codec/decode", sealed)
            #expect(reply.status == 400 && reply.text.contains("the key 'local', which is not known here"))
        }
    }
}
