import Foundation

/// What a backup holds: the file `manifest.json` in its folder.
package struct BackupManifest: Codable, Sendable, Equatable {
    package static let fileName = "manifest.json"
    /// The form of the folder that this program writes and reads.
    package static let currentFormat = 1

    /// One file of the folder.
    package struct File: Codable, Sendable, Equatable {
        package let name: String
        package let bytes: Int64
        /// In hexadecimal.
        package let sha256: String
    }

    package let format: Int
    /// The program that made it.
    package let version: String
    /// The moment at which both databases were as they are in it, RFC 3339.
    package let takenAt: String
    /// The number of the last migration of the orders' database.
    package let schema: Int
    /// Whether the keys that decrypt what workflows carry are among the files.
    package let holdsPayloadKey: Bool
    package let files: [File]

    /// What a backup can hold.
    package enum Content: String, CaseIterable, Sendable {
        case orders = "orders.sqlite"
        case engine = "engine.sqlite"
        case payloadKey = "payload-key"
        case signingSecret = "signing-secret"
    }

    package func holds(_ content: Content) -> Bool { files.contains { $0.name == content.rawValue } }

    func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }

    /// Reads the manifest of a folder.
    /// - Throws: ``CommandFailure`` when there is none, or none that this program understands.
    static func read(in folder: String) throws -> BackupManifest {
        let path = "\(folder)/\(fileName)"
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("\(folder) is no backup: \(path) cannot be read", exit: .notFound)
        }
        guard let manifest = try? JSONDecoder().decode(BackupManifest.self, from: data) else {
            throw CommandFailure("\(path) is no manifest of a backup", exit: .failed)
        }
        guard manifest.format == currentFormat else {
            throw CommandFailure(
                "\(path) has format \(manifest.format); this program reads \(currentFormat)",
                exit: .failed
            )
        }
        let known = Set(Content.allCases.map(\.rawValue))
        guard manifest.files.allSatisfy({ known.contains($0.name) }), manifest.holds(.orders),
            Set(manifest.files.map(\.name)).count == manifest.files.count
        else { throw CommandFailure("\(path) names other files than a backup has", exit: .failed) }
        return manifest
    }

    /// Compares every file with what the manifest says of it.
    /// - Throws: ``CommandFailure`` for the first that differs.
    func verify(in folder: String) throws {
        for file in files {
            let found = try StoredFile.digest(of: "\(folder)/\(file.name)")
            guard found.bytes == file.bytes, found.sha256 == file.sha256 else {
                throw CommandFailure(
                    "\(folder)/\(file.name) is not what the manifest says: it was changed",
                    exit: .failed
                )
            }
        }
    }
}
