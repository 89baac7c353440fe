import Crypto
package import SQLPort

/// The schema of the engine's own database, as numbered files in `SQL`, embedded in the binary.
///
/// A file that was released is never changed: a database on which it was applied would be refused.
package enum EngineMigrations {
    package static let all: [Migration] = [
        migration(1, "engine", PackageResources._001_engine_sql)
    ]

    private static func migration(_ number: Int, _ name: String, _ bytes: [UInt8]) -> Migration {
        let checksum = SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return Migration(number: number, name: name, text: String(decoding: bytes, as: UTF8.self), checksum: checksum)
    }
}
