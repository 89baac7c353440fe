/// Where a process ends itself as `kill -9` would: at one commit of one of its SQLite databases, once what was written
/// is on the disk and before anybody hears of it. Tests set it, to try every commit of an order's life.
package struct CrashPoint: Sendable, Equatable {
    package enum Database: String, Sendable, CaseIterable {
        case orders, engine
    }

    package static let allowed =
        Database.allCases.map { "\($0.rawValue):N" }.joined(separator: " or ") + ", N from 1: the Nth commit"

    package let database: Database
    /// Which of the commits since the start.
    package let commit: Int

    /// - Returns: nil for anything but `orders:N` and `engine:N`.
    package static func parse(_ text: String) -> CrashPoint? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let database = Database(rawValue: String(parts[0])), let commit = Int(parts[1]),
            commit > 0
        else { return nil }
        return CrashPoint(database: database, commit: commit)
    }
}
