import Foundation
import Logging

extension Settings {
    /// Reads and checks the whole configuration.
    /// - Parameters:
    ///   - flags: what the command line said, by setting.
    ///   - environment: the process's environment.
    /// - Returns: the settings, every rule kept.
    /// - Throws: ``SettingsError`` with everything that is wrong.
    package static func load(
        flags: [SettingName: String] = [:],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws -> Settings {
        let sources = try await SettingSources(flags: flags, environment: environment)
        var reader = SettingsReader(sources)
        let profile = reader.read(.profile, default: .local, allowed: Profile.allowed, shown: \.rawValue) {
            Profile(rawValue: $0)
        }
        let http = readHTTP(&reader)
        let dataDirectory = reader.read(.dataDirectory, default: "./data", allowed: "a folder") { $0 }
        let database = readDatabase(&reader, dataDirectory: dataDirectory)
        let temporal = readTemporal(&reader)
        let settings = Settings(
            profile: profile,
            http: http,
            dataDirectory: dataDirectory,
            database: database,
            bootstrapAPIKey: reader.readOptional(.bootstrapAPIKey, allowed: "a text") { $0 },
            signingSecret: reader.readOptional(.signingSecret, allowed: "at least 32 bytes long") {
                $0.utf8.count >= SigningSecretRules.minimumBytes ? $0 : nil
            },
            events: readEvents(&reader),
            roles: reader.read(
                .roles,
                default: Role.usual(hasOwnEngine: temporal.address == nil || temporal.listen != nil),
                allowed: Role.allowed,
                shown: { $0.map(\.rawValue).sorted().joined(separator: ",") },
                parse: Role.parse
            ),
            logLevel: reader.read(
                .logLevel,
                default: .info,
                allowed: Logger.Level.allCases.map(\.rawValue).joined(separator: ", "),
                shown: \.rawValue,
                parse: { Logger.Level(rawValue: $0.lowercased()) }
            ),
            idempotencyRetention: reader.duration(
                .idempotencyRetention,
                default: .seconds(30 * 86_400),
                in: .zero ... .seconds(3_650 * 86_400)
            ),
            requireShipTo: reader.flag(.requireShipTo, default: false),
            temporal: temporal,
            payloadKeys: readPayloadKeys(&reader),
            codecOrigins: readCodecOrigins(&reader),
            workers: readWorkers(&reader),
            warehouseSimulation: readWarehouseSimulation(&reader),
            fulfillment: readFulfillment(&reader),
            crashPoint: reader.readOptional(.crashPoint, allowed: CrashPoint.allowed, parse: CrashPoint.parse),
            effective: reader.effective,
            unknownVariables: sources.unknownVariables
        )
        settings.checkRules(&reader)
        guard reader.problems.isEmpty else { throw SettingsError(problems: reader.problems) }
        return settings
    }

    private static func readHTTP(_ reader: inout SettingsReader) -> HTTP {
        let host = reader.read(.httpHost, default: "127.0.0.1", allowed: "an address") { $0 }
        let port = reader.integer(.httpPort, default: 8080, in: 0...65_535)
        let healthPort = reader.readOptional(.healthPort, allowed: "a whole number from 0 to 65535") { text in
            Int(text).flatMap { (0...65_535).contains($0) ? $0 : nil }
        }
        let connections = reader.integer(.httpMaximumConnections, default: 1_024, in: 1...65_536)
        let idle = reader.duration(.httpIdleTimeout, default: .seconds(60), in: .seconds(1) ... .seconds(3_600))
        let certificate = reader.readOptional(.tlsCertificate, allowed: "a file") { $0 }
        let privateKey = reader.readOptional(.tlsPrivateKey, allowed: "a file") { $0 }
        let proxies = reader.readOptional(
            .trustedProxy,
            allowed: "addresses separated by commas",
            shown: { $0.joined(separator: ",") },
            parse: { $0.split(separator: ",").map(\.trimmed) }
        )
        if certificate != nil, privateKey == nil {
            reader.refuse(.tlsPrivateKey, "is required when \(SettingName.tlsCertificate.environmentVariable) is set")
        } else if certificate == nil, privateKey != nil {
            reader.refuse(.tlsCertificate, "is required when \(SettingName.tlsPrivateKey.environmentVariable) is set")
        }
        var tls: TLS?
        if let certificate, let privateKey { tls = TLS(certificatePath: certificate, privateKeyPath: privateKey) }
        return HTTP(
            host: host,
            port: port,
            healthPort: healthPort,
            maximumConnections: connections,
            idleTimeout: idle,
            tls: tls,
            trustedProxies: proxies ?? []
        )
    }

    private static func readDatabase(_ reader: inout SettingsReader, dataDirectory: String) -> Database {
        let location = reader.read(
            .databaseURL,
            default: .sqlite(path: dataDirectory + "/oms.sqlite"),
            allowed: DatabaseLocation.allowed,
            shown: \.masked,
            parse: { DatabaseLocation($0) }
        )
        return Database(
            location: location,
            poolSize: reader.integer(.databasePoolSize, default: 8, in: 1...256),
            queueLength: reader.integer(.databaseQueueLength, default: 4_096, in: 1...1_000_000)
        )
    }

    private static func readEvents(_ reader: inout SettingsReader) -> EventTarget {
        let allowed = "log or in-process (kafka and sqs are not in this build yet)"
        return reader.read(.events, default: .log, allowed: allowed, shown: \.rawValue) { EventTarget(rawValue: $0) }
    }
}
