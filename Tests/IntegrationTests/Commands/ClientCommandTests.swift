import TestSupport
import Testing

@Suite struct ClientCommandTests {
    @Test func `each command answers people and, with --json, programs`() async throws {
        try await Deployment(.sqlite).withServer { server in
            let created = try await server.oms(
                "orders",
                "create",
                "--item",
                "A-1=2@19.99",
                "--currency",
                "USD",
                "--external-order-id",
                "SHOP-1",
                "--channel",
                "SHOPIFY",
                "--json"
            )
            #expect(created.status == 0, "\(created)")
            let id = try JSONText.member("orderId", of: created.standardOutput)
            let key = try await server.oms("keys", "create", "shop", "--scope", "orders:read", "--json")
            let keyID = try JSONText.member("keyId", of: key.standardOutput)
            let commands: [[String]] = [
                ["orders", "list"], ["orders", "show", id], ["orders", "cancel", id, "--reason", "test"],
                ["orders", "events", id], ["orders", "trace", id],
                ["customers", "create", "--id", "c-1", "--name", "Ada"],
                ["customers", "show", "c-1"], ["customers", "list"], ["keys", "list"], ["keys", "revoke", keyID],
                ["events", "dead"], ["events", "retry", "--all"], ["doctor"], ["version"], ["config"],
            ]
            for command in commands {
                // A customer can be made once.
                let repeated = command.first == "customers" && command[1] == "create" ? ["--id", "c-2"] : []
                let words = command.map { repeated.isEmpty || $0 != "c-1" ? $0 : "c-2" }
                let shown = try await Program.run(command, environment: server.clientEnvironment)
                #expect(shown.status == 0, "\(command) \(shown)")
                #expect(!shown.standardOutput.isEmpty || command == ["events", "retry", "--all"], "\(command)")
                let json = try await Program.run(words + ["--json"], environment: server.clientEnvironment)
                #expect(json.status == 0, "\(command) \(json)")
                #expect(JSONText.isJSON(json.standardOutput), "\(command) \(json)")
            }
        }
    }

    @Test func `with --json a failure is told as JSON too`() async throws {
        try await Deployment(.sqlite).withServer { server in
            for (command, status) in [
                (["orders", "show", "01890000-0000-7000-8000-000000000000"], 3), (["orders", "list", "--nonsense"], 2),
                (["orders", "list", "--api-key", "wrong"], 5),
            ] {
                let ended = try await Program.run(command + ["--json"], environment: server.clientEnvironment)
                #expect(ended.status == Int32(status), "\(ended)")
                #expect(ended.standardOutput.isEmpty)
                #expect(JSONText.isJSON(ended.standardError), "\(ended)")
                #expect(ended.standardError.contains("\"exitStatus\":\(status)"), "\(ended)")
            }
        }
    }

    @Test func `exit codes tell what went wrong`() async throws {
        let missing = "01890000-0000-7000-8000-000000000000"
        try await Deployment(.sqlite).withServer { server in
            #expect(try await server.oms("orders", "show", missing).status == 3)
            #expect(try await server.oms("orders", "list", "--status", "NONE").status == 7)
            #expect(try await server.oms("orders", "list", "--nonsense").status == 2)
            #expect(try await server.oms("orders", "list", "--api-key", "wrong").status == 5)
            #expect(try await server.oms("orders", "list", "--url", "http://127.0.0.1:1").status == 6)
            // Neither rounded nor passed over.
            let keys = ["keys", "create", "k", "--scope", "ops"]
            for limit in [["--rate-limit", "5", "--rate-window", "1500ms"], ["--rate-window", "1m"]] {
                #expect(try await Program.run(keys + limit, environment: server.clientEnvironment).status == 2)
            }
            let order = try await server.caller.place(key: "k").decoded(OrderView.self)
            #expect(try await server.oms("orders", "cancel", order.orderId).status == 0)
            #expect(try await server.oms("orders", "show", order.orderId).standardOutput.contains("CANCELLED"))
        }
    }

    @Test func `the banner's curl works as it is pasted`() async throws {
        try await Deployment(.sqlite).withServer { server in
            let isShown = await eventually { server.standardOutput.contains { $0.contains("curl") } }
            #expect(isShown)
            let line = try #require(server.standardOutput.first { $0.contains("curl") })
            let output = try await Command("/bin/sh", ["-c", line]).run()
            #expect(try JSONText.member("status", of: output) == "CREATED")
        }
    }
}
