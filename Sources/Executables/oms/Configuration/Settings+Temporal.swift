import TemporalEngine
import TemporalSDK

// Where workflows live, and how a Temporal service elsewhere is spoken to.
extension Settings {
    /// Who we are to a Temporal service elsewhere, and who it is to us.
    package struct TemporalSecurity: Sendable, Equatable {
        package let usesTLS: Bool
        /// PEM files; nil for the system's own roots, and for no certificate of ours.
        package let rootsPath: String?
        package let certificatePath: String?
        package let privateKeyPath: String?
        /// Sent with every call. Never logged.
        package let apiKey: String?

        /// How a connection is secured.
        var connection: ConnectionConfiguration.Security {
            guard usesTLS else { return .plaintext }
            return .tls(
                ConnectionConfiguration.TLS(
                    trustRootsPath: rootsPath,
                    clientCertificatePath: certificatePath,
                    clientPrivateKeyPath: privateKeyPath
                )
            )
        }
    }

    static func readTemporal(_ reader: inout SettingsReader) -> Temporal {
        let address = reader.readOptional(.temporalAddress, allowed: "HOST or HOST:PORT") { text in
            (try? ConnectionConfiguration(address: text)) == nil ? nil : text
        }
        let listen = reader.readOptional(
            .temporalListen,
            allowed: "an address of the machine itself (127.0.0.1 or [::1]) with a port: the engine's port is not "
                + "encrypted and asks for no key",
            parse: { EngineServer.Address(text: $0) }
        )
        let namespace = reader.read(.temporalNamespace, default: "default", allowed: "a name") { $0 }
        return Temporal(
            address: address,
            listen: listen,
            namespace: namespace,
            security: readTemporalSecurity(&reader, address: address)
        )
    }

    private static func readTemporalSecurity(_ reader: inout SettingsReader, address: String?) -> TemporalSecurity {
        let key = reader.readOptional(.temporalAPIKey, allowed: "a text") { $0 }
        let isAsked = reader.flag(.temporalTLS, default: false)
        let roots = reader.readOptional(.temporalTLSRoots, allowed: "a file") { $0 }
        let certificate = reader.readOptional(.temporalTLSCertificate, allowed: "a file") { $0 }
        let privateKey = reader.readOptional(.temporalTLSPrivateKey, allowed: "a file") { $0 }
        if certificate != nil, privateKey == nil {
            let other = SettingName.temporalTLSCertificate.environmentVariable
            reader.refuse(.temporalTLSPrivateKey, "is required when \(other) is set")
        } else if certificate == nil, privateKey != nil {
            let other = SettingName.temporalTLSPrivateKey.environmentVariable
            reader.refuse(.temporalTLSCertificate, "is required when \(other) is set")
        }
        let isElsewhere = address.map { !isLoopback($0) } ?? false
        return TemporalSecurity(
            usesTLS: isAsked || roots != nil || certificate != nil || (key != nil && isElsewhere),
            rootsPath: roots,
            certificatePath: certificate,
            privateKeyPath: privateKey,
            apiKey: key
        )
    }

    static func isLoopback(_ address: String) -> Bool {
        guard let configuration = try? ConnectionConfiguration(address: address) else { return false }
        return NetworkAddress.isLoopback(configuration.host)
    }

    /// What is said of workflows crosses a network encrypted in prod: ids and names are not what the codec encrypts.
    func checkTemporalSecurity(_ reader: inout SettingsReader) {
        guard profile == .prod, let address = temporal.address, !Self.isLoopback(address),
            !temporal.security.usesTLS
        else { return }
        reader.refuse(
            .temporalAddress,
            "prod does not speak with it in the clear: set \(SettingName.temporalTLS.environmentVariable)=true"
        )
    }
}

extension Settings.Temporal {
    /// How the service at an address is spoken to.
    /// - Parameter address: `HOST:PORT`.
    /// - Returns: the connection's configuration.
    /// - Throws: `ConnectionError`.
    func connection(to address: String) throws -> ConnectionConfiguration {
        var configuration = try ConnectionConfiguration(address: address, security: security.connection)
        configuration.apiKey = security.apiKey
        return configuration
    }
}
