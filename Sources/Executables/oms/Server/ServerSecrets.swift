import Foundation
import TemporalSDK

/// The secrets a server runs with: given, or this machine's own.
struct ServerSecrets: Sendable {
    /// Signs cursors.
    let signing: [UInt8]
    /// Encrypt what workflows carry, the first one what is new; empty in a prod that was given none.
    let payloadKeys: [EncryptionKey]
    /// A key with every scope; local and dev only.
    let bootstrapKey: String?

    /// - Throws: ``StartupError`` when a secret file can be neither read nor made.
    init(_ settings: Settings, in directory: DataDirectory) throws {
        let signing = try settings.signingSecret ?? directory.signingSecret.readOrMake(SecretFile.randomText)
        guard signing.utf8.count >= SigningSecretRules.minimumBytes else {
            throw StartupError(
                "\(directory.signingSecret.path) holds less than \(SigningSecretRules.minimumBytes) bytes; remove it, "
                    + "and the next start makes a new one"
            )
        }
        self.signing = Array(signing.utf8)
        if settings.payloadKeys.isEmpty, settings.profile != .prod {
            payloadKeys = [try PayloadKeys.local(directory.payloadKey.readOrMake(SecretFile.randomText))]
        } else {
            payloadKeys = settings.payloadKeys
        }
        switch settings.profile {
        case .local:
            bootstrapKey =
                try settings.bootstrapAPIKey ?? directory.bootstrapKey.readOrMake { "dev-" + SecretFile.randomText() }
        case .dev: bootstrapKey = settings.bootstrapAPIKey
        case .prod: bootstrapKey = nil
        }
    }
}
