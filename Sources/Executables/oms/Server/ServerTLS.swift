import Foundation
import HummingbirdCore
import HummingbirdTLS

/// TLS by the server itself.
struct ServerTLS: Sendable {
    private let configuration: TLSConfiguration

    /// Reads the certificate chain and its key.
    /// - Parameter files: two PEM files.
    /// - Throws: ``StartupError`` that names the setting whose file cannot be used.
    init(_ files: Settings.TLS) throws {
        let chain: [NIOSSLCertificate]
        do {
            chain = try NIOSSLCertificate.fromPEMFile(files.certificatePath)
        } catch {
            throw Self.failure(.tlsCertificate, files.certificatePath, error)
        }
        let privateKey: NIOSSLPrivateKey
        do {
            privateKey = try NIOSSLPrivateKey(file: files.privateKeyPath, format: .pem)
        } catch {
            throw Self.failure(.tlsPrivateKey, files.privateKeyPath, error)
        }
        configuration = .makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(privateKey)
        )
    }

    func wrapping(_ server: HTTPServerBuilder) throws -> HTTPServerBuilder {
        try .tls(server, tlsConfiguration: configuration)
    }

    private static func failure(_ name: SettingName, _ path: String, _ error: any Error) -> StartupError {
        let reason = access(path, R_OK) == 0 ? "is no usable PEM file (\(error))" : SystemError.text(errno)
        return StartupError("\(name.environmentVariable): \(path): \(reason)")
    }
}
