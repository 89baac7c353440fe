package import Foundation

/// A folder of its own under the system's temporary folder, removed with everything in it when this object goes.
package final class TemporaryDirectory: Sendable {
    package let url: URL

    package var path: String { url.path }

    private let isRemoved: Bool

    /// - Parameter prefix: how the folder's name begins; keep it short, socket paths have about 100 characters.
    /// - Throws: what the file system says.
    package convenience init(prefix: String = "oms-test") throws {
        try self.init(prefix: prefix, isRemoved: true)
    }

    /// A folder that stays when `isRemoved` is false: someone else removes it.
    init(prefix: String, isRemoved: Bool) throws {
        self.isRemoved = isRemoved
        let name = "\(prefix)-\(UUID().uuidString.lowercased().prefix(13))"
        url = FileManager.default.temporaryDirectory.appendingPathComponent(name, isDirectory: true)
        try FileManager.default.createDirectory(
            at: url,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755]
        )
    }

    deinit {
        if isRemoved { try? FileManager.default.removeItem(at: url) }
    }

    /// A file's address inside the folder; nothing is created.
    package func file(_ name: String) -> URL {
        url.appendingPathComponent(name)
    }
}
