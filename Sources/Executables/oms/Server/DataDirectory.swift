import Foundation

/// The folder of the database, the lock and the secrets that a machine makes for itself.
struct DataDirectory: Sendable {
    let path: String

    var bootstrapKey: SecretFile { SecretFile(path: path + "/dev-api-key") }
    var payloadKey: SecretFile { SecretFile(path: path + "/payload-key") }
    var engineDatabase: String { path + "/engine.sqlite" }
    var signingSecret: SecretFile { SecretFile(path: path + "/signing-secret") }

    /// Makes the folder when it is not there, for its owner alone, and checks that it can be written.
    /// - Throws: ``StartupError`` when it cannot.
    func prepare() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw StartupError("The data folder \(path) cannot be made: \(SystemError.reason(error))")
        }
        guard access(path, W_OK | X_OK) == 0 else {
            throw StartupError("The data folder \(path) cannot be written: \(SystemError.text(errno))")
        }
    }
}

extension SystemError {
    /// The system's own words of an error, when it has any.
    static func reason(_ error: any Error) -> String {
        var current = error as NSError
        while let underlying = current.userInfo[NSUnderlyingErrorKey] as? NSError { current = underlying }
        return current.domain == NSPOSIXErrorDomain ? text(Int32(current.code)) : "\(error)"
    }
}
