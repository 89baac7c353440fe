import Foundation
import TemporalEngine
import TemporalSDK
import Testing
import oms

@Suite struct SettingsTests {
    private static let goodSecret = "7f1d3b5c9e2a4860b1c7d9e3f5a20468acf013579bd2468e"

    private func load(
        _ environment: [String: String] = [:],
        flags: [SettingName: String] = [:],
        yaml: [String: String] = [:]
    ) async throws -> Settings {
        let folder = FileManager.default.temporaryDirectory.appending(path: "oms-settings-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (profile, text) in yaml {
            try Data(text.utf8).write(to: folder.appending(path: "\(profile).yaml"))
        }
        let variables = environment.merging(["OMS_CONFIG_DIR": folder.path()]) { $1 }
        return try await Settings.load(flags: flags, environment: variables)
    }

    private func problems(_ environment: [String: String], yaml: [String: String] = [:]) async throws
        -> [SettingProblem]
    {
        do {
            _ = try await load(environment, yaml: yaml)
            return []
        } catch let error as SettingsError {
            return error.problems
        }
    }

    @Test func `nothing set means local on the loopback address with SQLite in the data folder`() async throws {
        let settings = try await load()
        #expect(settings.profile == .local)
        #expect(settings.http.host == "127.0.0.1")
        #expect(settings.http.port == 8080)
        #expect(settings.database.location == .sqlite(path: "./data/oms.sqlite"))
        #expect(settings.roles == Set(Role.allCases))
        #expect(settings.warehouseSimulation == nil)
        #expect(settings.events == .log)
        #expect(settings.idempotencyRetention == .seconds(30 * 86_400))
        #expect(!settings.requireShipTo)
        #expect(settings.signingSecret == nil)
    }

    @Test func `a flag beats the environment, which beats the file of the profile`() async throws {
        let yaml = [
            "dev": "http:\n  port: 1111\n  host: 127.0.0.3\ndatabase:\n  poolSize: 3\nroles: [api]\n",
            "local": "http: {port: 5}",
        ]
        let environment = ["OMS_PROFILE": "dev", "OMS_HTTP_PORT": "2222", "OMS_HTTP_HOST": "127.0.0.2"]
        let settings = try await load(environment, flags: [.httpPort: "3333"], yaml: yaml)
        #expect(settings.http.port == 3333)
        #expect(settings.http.host == "127.0.0.2")
        #expect(settings.database.poolSize == 3)
        #expect(settings.roles == [.api])
        let origins = Dictionary(uniqueKeysWithValues: settings.effective.map { ($0.name, $0.origin) })
        #expect(origins[.httpPort] == .flag("--http-port"))
        #expect(origins[.httpHost] == .environment("OMS_HTTP_HOST"))
        #expect(origins[.databasePoolSize]?.description.hasSuffix("dev.yaml, database.poolSize") == true)
        #expect(origins[.logLevel] == .standard)
    }

    @Test func `SPRING_PROFILES_ACTIVE names the profile when OMS_PROFILE does not`() async throws {
        #expect(try await load(["SPRING_PROFILES_ACTIVE": "dev"]).profile == .dev)
        #expect(try await load(["SPRING_PROFILES_ACTIVE": "prod", "OMS_PROFILE": "local"]).profile == .local)
        #expect(try await problems(["SPRING_PROFILES_ACTIVE": "staging"]).map(\.name) == [.profile])
    }

    @Test func `an empty variable counts as not set`() async throws {
        #expect(try await load(["OMS_HTTP_PORT": "", "OMS_BOOTSTRAP_API_KEY": ""]).http.port == 8080)
    }

    @Test(
        "a bad value is refused and named",
        arguments: [
            ("OMS_HTTP_PORT", "http"), ("OMS_HTTP_PORT", "65536"), ("OMS_HTTP_PORT", "-1"),
            ("OMS_HTTP_MAXIMUM_CONNECTIONS", "0"), ("OMS_HTTP_IDLE_TIMEOUT", "60"),
            ("OMS_DATABASE_URL", "mysql://x/y"), ("OMS_DATABASE_URL", "sqlite:"), ("OMS_DATABASE_POOL_SIZE", "0"),
            ("OMS_DATABASE_QUEUE_LENGTH", "many"), ("OMS_SIGNING_SECRET", "short"), ("OMS_EVENTS", "kafka://k:9092"),
            ("OMS_EVENTS", "sqs://q"), ("OMS_ROLES", "api,cook"), ("OMS_LOG_LEVEL", "loud"),
            ("OMS_IDEMPOTENCY_RETENTION", "30"), ("OMS_IDEMPOTENCY_RETENTION", "99999d"),
            ("OMS_REQUIRE_SHIP_TO", "perhaps"), ("OMS_TEMPORAL_LISTEN", "0.0.0.0:7233"),
            ("OMS_TEMPORAL_LISTEN", "10.0.0.1:7233"), ("OMS_TEMPORAL_LISTEN", "127.0.0.1"),
            ("OMS_TEMPORAL_ADDRESS", "a:b:c"), ("OMS_PAYLOAD_KEYS", "k=c2hvcnQ="), ("OMS_PAYLOAD_KEYS", "nothing"),
            ("OMS_CODEC_ORIGINS", "temporal.example"), ("OMS_CODEC_ORIGINS", "https://temporal.example/path"),
            ("OMS_CODEC_ORIGINS", "*"), ("OMS_WORKER_ACTIVITIES", "0"), ("OMS_WORKER_CACHED_WORKFLOWS", "-1"),
            ("OMS_WAREHOUSE_SIMULATION", "fast"), ("OMS_WAREHOUSE_SIMULATION", "2d"),
            ("OMS_PICK_TIMEOUT", "0s"), ("OMS_PACK_TIMEOUT", "soon"), ("OMS_LABEL_ATTEMPTS", "0"),
            ("OMS_SHIPMENT_ATTEMPTS", "21"),
        ]
    )
    func refuses(variable: String, value: String) async throws {
        let problems = try await problems([variable: value])
        #expect(problems.map(\.name.environmentVariable) == [variable])
        #expect(problems.first?.origin == .environment(variable))
    }

    @Test func `each worker is a role of its own, and one word stands for all of them`() async throws {
        #expect(try await load(["OMS_ROLES": "engine, worker:orders"]).roles == [.engine, .ordersWorker])
        let away = ["OMS_TEMPORAL_ADDRESS": "127.0.0.1:7233", "OMS_ROLES": "api,worker"]
        #expect(try await load(away).roles == Role.workers.union([.api]))
    }

    @Test func `a Temporal service elsewhere is spoken to as it is set`() async throws {
        let plain = try await load(["OMS_TEMPORAL_ADDRESS": "t.example:7233"]).temporal
        #expect(plain.namespace == "default" && !plain.security.usesTLS)
        let cloud = ["OMS_TEMPORAL_ADDRESS": "t.example:7233", "OMS_TEMPORAL_API_KEY": "secret"]
        let settings = try await load(cloud.merging(["OMS_TEMPORAL_NAMESPACE": "n.acct"]) { $1 })
        #expect(settings.temporal.namespace == "n.acct" && settings.temporal.security.usesTLS)
        #expect(settings.effective.first { $0.name == .temporalAPIKey }?.value == EffectiveSetting.mask)
        let mutual = ["OMS_TEMPORAL_TLS_CERTIFICATE": "c.pem", "OMS_TEMPORAL_TLS_PRIVATE_KEY": "k.pem"]
        #expect(try await load(mutual).temporal.security.usesTLS)
        let half = try await problems(["OMS_TEMPORAL_TLS_CERTIFICATE": "c.pem"])
        #expect(half.map(\.name) == [.temporalTLSPrivateKey])
    }

    @Test func `the simulated warehouse works at a pace, or not at all`() async throws {
        #expect(try await load(["OMS_WAREHOUSE_SIMULATION": "0s"]).warehouseSimulation == .zero)
        #expect(try await load(["OMS_WAREHOUSE_SIMULATION": "1m30s"]).warehouseSimulation == .seconds(90))
        #expect(try await load(["OMS_WAREHOUSE_SIMULATION": "off"]).warehouseSimulation == nil)
    }

    @Test func `the engine runs when its port is asked for, or its role`() async throws {
        let plain = try await load()
        #expect(plain.temporal.listen == nil && plain.temporal.address == nil && plain.codecOrigins.isEmpty)
        let listening = try await load(["OMS_TEMPORAL_LISTEN": "127.0.0.1:7233"])
        #expect(listening.roles.contains(.engine))
        #expect(listening.temporal.listen?.description == "127.0.0.1:7233")
        #expect(try await load(["OMS_TEMPORAL_LISTEN": "[::1]:0"]).temporal.listen?.description == "[::1]:0")
        #expect(try await load(["OMS_ROLES": "engine"]).roles == [.engine])
        let elsewhere = try await load(["OMS_TEMPORAL_ADDRESS": "temporal.example:7233"])
        #expect(elsewhere.temporal.address == "temporal.example:7233" && !elsewhere.roles.contains(.engine))
    }

    @Test(
        "settings of the engine that contradict each other are refused",
        arguments: [
            (["OMS_TEMPORAL_ADDRESS": "t:7233", "OMS_TEMPORAL_LISTEN": "127.0.0.1:7233"], "OMS_TEMPORAL_LISTEN"),
            (["OMS_TEMPORAL_ADDRESS": "t:7233", "OMS_ROLES": "api,engine"], "OMS_ROLES"),
            (["OMS_TEMPORAL_LISTEN": "127.0.0.1:7233", "OMS_ROLES": "api"], "OMS_TEMPORAL_LISTEN"),
            (["OMS_ROLES": "api,worker:orders"], "OMS_ROLES"),
            (["OMS_ROLES": "api,relay"], "OMS_ROLES"),
        ]
    )
    func contradiction(environment: [String: String], named: String) async throws {
        #expect(try await problems(environment).map(\.name.environmentVariable) == [named])
    }

    @Test func `payload keys are read in their order and never shown`() async throws {
        let (first, second) = (Data(repeating: 1, count: 32), Data(repeating: 2, count: 32))
        let text = "new=\(first.base64EncodedString()), old=\(second.base64EncodedString())"
        let settings = try await load(["OMS_PAYLOAD_KEYS": text])
        #expect(settings.payloadKeys.map(\.id) == ["new", "old"])
        #expect(settings.effective.first { $0.name == .payloadKeys }?.value == EffectiveSetting.mask)
        #expect(!"\(settings)".contains(first.base64EncodedString()))
        let twice = "a=\(first.base64EncodedString()),a=\(second.base64EncodedString())"
        let found = try await problems(["OMS_PAYLOAD_KEYS": twice])
        #expect(found.map(\.name) == [.payloadKeys] && !"\(found)".contains(first.base64EncodedString()))
    }

    @Test func `all problems are told at once`() async throws {
        let found = try await problems(["OMS_HTTP_PORT": "x", "OMS_LOG_LEVEL": "x", "OMS_ROLES": "x"])
        #expect(Set(found.map(\.name)) == [.httpPort, .logLevel, .roles])
    }

    @Test func `no problem ever holds a secret or a password`() async throws {
        let error = SettingsError(
            problems: try await problems([
                "OMS_SIGNING_SECRET": "hush-hush", "OMS_DATABASE_URL": "postgress://u:hush-hush@h/d",
            ])
        )
        #expect(error.problems.count == 2)
        #expect(!error.description.contains("hush"))
    }

    @Test func `a secret in a file is refused`() async throws {
        let yaml = ["local": "signing:\n  secret: \(Self.goodSecret)\n"]
        let found = try await problems([:], yaml: yaml)
        #expect(found.map(\.name) == [.signingSecret])
        #expect(!"\(found)".contains(Self.goodSecret))
    }

    @Test func `a file that is no YAML is refused`() async throws {
        #expect(try await problems([:], yaml: ["local": "http: [1, {"]).count == 1)
    }

    @Test func `the effective configuration masks secrets and passwords`() async throws {
        let settings = try await load([
            "OMS_SIGNING_SECRET": Self.goodSecret, "OMS_BOOTSTRAP_API_KEY": "bootstrap-hush",
            "OMS_DATABASE_URL": "postgres://app:pg-hush@127.0.0.1:5432/oms?sslpassword=ssl-hush&application_name=a",
        ])
        let shown = settings.effective.map { "\($0.name) \($0.value) \($0.origin)" }.joined(separator: "\n")
        #expect(!shown.contains("hush") && !shown.contains(Self.goodSecret))
        #expect(shown.contains("postgres://app:********@127.0.0.1:5432/oms?sslpassword=********&application_name=a"))
    }

    @Test func `a variable that names no setting is told`() async throws {
        #expect(
            try await load(["OMS_HTTP_PROT": "1", "OMS_URL": "x", "PATH": "y"]).unknownVariables == ["OMS_HTTP_PROT"]
        )
    }

    // MARK: Prod

    private func prod(_ more: [String: String]) -> [String: String] {
        [
            "OMS_PROFILE": "prod", "OMS_SIGNING_SECRET": Self.goodSecret,
            "OMS_PAYLOAD_KEYS": "k=\(Data(repeating: 7, count: 32).base64EncodedString())",
        ].merging(more) { $1 }
    }

    @Test func `prod carries nothing in workflows that is not encrypted`() async throws {
        #expect(try await problems(prod(["OMS_PAYLOAD_KEYS": ""])).map(\.name) == [.payloadKeys])
        #expect(try await problems(prod(["OMS_PAYLOAD_KEYS": "", "OMS_ROLES": "api"])) == [])
    }

    @Test(arguments: [
        (["OMS_TEMPORAL_ADDRESS": "t.example:7233"], false),
        (["OMS_TEMPORAL_ADDRESS": "t.example:7233", "OMS_TEMPORAL_TLS": "true"], true),
        (["OMS_TEMPORAL_ADDRESS": "t.example:7233", "OMS_TEMPORAL_API_KEY": "k"], true),
        (["OMS_TEMPORAL_ADDRESS": "127.0.0.1:7233"], true),
    ])
    func `prod speaks with a Temporal service over a network only encrypted`(
        environment: [String: String],
        isFine: Bool
    ) async throws {
        #expect(try await problems(prod(environment)).map(\.name) == (isFine ? [] : [.temporalAddress]))
    }

    @Test func `prod packs nothing that nobody packed`() async throws {
        let found = try await problems(prod(["OMS_WAREHOUSE_SIMULATION": "1s"]))
        #expect(found.map(\.name) == [.warehouseSimulation])
    }

    @Test func `prod does not end itself for a test`() async throws {
        #expect(try await problems(prod(["OMS_CRASH_POINT": "orders:1"])).map(\.name) == [.crashPoint])
        #expect(try await load(["OMS_CRASH_POINT": "engine:7"]).crashPoint == CrashPoint.parse("engine:7"))
        #expect(try await problems(["OMS_CRASH_POINT": "orders:0"]).map(\.name) == [.crashPoint])
    }

    @Test func `prod starts with a secret of its own on the loopback address`() async throws {
        #expect(try await problems(prod([:])) == [])
    }

    @Test(
        "prod refuses a missing, short or known secret",
        arguments: [
            "", "too-short", "changeme-changeme-changeme-changeme", "0123456789abcdef0123456789abcdef",
            "local-development-signing-secret-0001", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "please-replace-this-signing-secret-please",
        ]
    )
    func prodRefusesSecret(secret: String) async throws {
        #expect(try await problems(prod(["OMS_SIGNING_SECRET": secret])).map(\.name) == [.signingSecret])
    }

    @Test func `random secrets are no known defaults`() {
        for _ in 0..<200 { #expect(!SigningSecretRules.isKnownDefault(SecretFile.randomText())) }
    }

    @Test func `prod refuses a bootstrap key`() async throws {
        #expect(try await problems(prod(["OMS_BOOTSTRAP_API_KEY": "x"])).map(\.name) == [.bootstrapAPIKey])
    }

    @Test func `prod listens beyond this machine only with TLS`() async throws {
        let open = ["OMS_HTTP_HOST": "0.0.0.0"]
        #expect(try await problems(prod(open)).map(\.name) == [.httpHost])
        #expect(try await problems(prod(open.merging(["OMS_TRUSTED_PROXY": "10.0.0.1"]) { $1 })) == [])
        let tls = ["OMS_TLS_CERTIFICATE": "c.pem", "OMS_TLS_PRIVATE_KEY": "k.pem"]
        #expect(try await problems(prod(open.merging(tls) { $1 })) == [])
        #expect(try await problems(prod(["OMS_TLS_CERTIFICATE": "c.pem"])).map(\.name) == [.tlsPrivateKey])
    }

    @Test(
        "prod sends orders over a network only encrypted",
        arguments: [
            ("postgres://u@db.example/oms", false), ("postgres://u@db.example/oms?sslmode=prefer", false),
            ("postgres://u@db.example/oms?sslmode=require", true),
            ("postgresql://u@db.example/oms?sslmode=verify-full", true), ("postgres://u@127.0.0.1/oms", true),
            ("postgres://u@[::1]:5432/oms", true), ("postgres:///oms?host=/run/postgresql", true),
            ("postgres://%2Frun%2Fpostgresql/oms", true), ("postgres:///oms?host=db.example", false),
            ("postgres://u@localhost,db.example/oms", false), ("postgres:///oms", true),
            ("postgres://u:p@ss@db.example/oms", false), ("postgres:///oms?service=orders", false),
            ("postgres:///oms?hostaddr=10.0.0.1&host=localhost", false), ("postgres://127.db.example/oms", false),
            ("postgres://u@db.example/oms?nothing=1", false),
        ]
    )
    func prodNetwork(url: String, isFine: Bool) async throws {
        #expect(try await problems(prod(["OMS_DATABASE_URL": url])).map(\.name) == (isFine ? [] : [.databaseURL]))
    }
}
