import Foundation
import TestSupport
import Testing

@Suite struct ProductionTests {
    private static let secret = "b1946ac92492d2347c6235b4d2611184f0e1d2c3b4a5968778695a4b3c2d1e0f"

    private func settings(_ deployment: Deployment, _ changes: [String: String] = [:]) -> [String: String] {
        let production = [
            "OMS_PROFILE": "prod", "OMS_SIGNING_SECRET": Self.secret, "OMS_BOOTSTRAP_API_KEY": "",
            "OMS_PAYLOAD_KEYS": "k1=\(Data(repeating: 7, count: 32).base64EncodedString())",
        ]
        return deployment.environment.merging(production) { $1 }.merging(changes) { $1 }
    }

    @Test(
        arguments: [
            (["OMS_SIGNING_SECRET": ""], "OMS_SIGNING_SECRET"),
            (["OMS_SIGNING_SECRET": "too-short"], "OMS_SIGNING_SECRET"),
            (["OMS_SIGNING_SECRET": "changeme-changeme-changeme-changeme"], "OMS_SIGNING_SECRET"),
            (["OMS_BOOTSTRAP_API_KEY": "anything"], "OMS_BOOTSTRAP_API_KEY"),
            (["OMS_HTTP_HOST": "0.0.0.0"], "OMS_HTTP_HOST"),
            (["OMS_PAYLOAD_KEYS": ""], "OMS_PAYLOAD_KEYS"),
            (["OMS_WAREHOUSE_SIMULATION": "0s"], "OMS_WAREHOUSE_SIMULATION"),
            (["OMS_DATABASE_URL": "postgres://oms:hunter2@db.example.com/oms"], "OMS_DATABASE_URL"),
        ] as [([String: String], String)]
    )
    func `prod names what it refuses and does not start`(changes: [String: String], name: String) async throws {
        let deployment = try await Deployment(.sqlite)
        let output = try await Program.run(["serve"], environment: settings(deployment, changes))
        #expect(output.status == 1)
        #expect(output.standardError.contains("\n  \(name) ("))
        #expect(!output.standardError.contains("hunter2"))
        #expect(output.standardOutput == "")
    }

    @Test func `prod starts on secrets of its own, shows no key, and the first key is made in the database`()
        async throws
    {
        let deployment = try await Deployment(.postgres)
        let server = try await RunningServer.start(settings(deployment))
        try await server.waitUntilReady()
        #expect(!server.standardOutput.contains { $0.contains("API key") })
        #expect(try await server.caller.get("/orders").status == 401)
        let made = try await Program.run(["keys", "init", "--json"], environment: settings(deployment))
        let key = try JSONText.member("secret", of: made.standardOutput)
        let owner = Caller(port: server.port, key: key)
        #expect(try await owner.place(key: "k").status == 201)
        #expect(!server.log.contains(key))
        #expect(await server.stop() == 0)
    }
}
