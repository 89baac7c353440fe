import Dispatch
import SQLPort
import SQLiteDriver
import TestSupport

/// Runs a test on a database file of its own with one table, `items (id INTEGER PRIMARY KEY, text TEXT)`.
func withDatabase(
    _ configure: (inout SQLiteConfiguration) -> Void = { _ in },
    _ test: (SQLiteDatabase, SQLiteConfiguration) async throws -> Void
) async throws {
    let folder = try TemporaryDirectory(prefix: "oms-sqlite")
    var configuration = SQLiteConfiguration(path: "\(folder.path)/test.sqlite")
    configure(&configuration)
    let database = try SQLiteDatabase(configuration)
    do {
        try await database.write {
            try $0.executeScript("CREATE TABLE items (id INTEGER PRIMARY KEY, text TEXT) STRICT")
        }
        try await test(database, configuration)
    } catch {
        await database.close()
        throw error
    }
    await database.close()
}

extension SQLiteDatabase {
    func insert(_ id: Int64, _ text: String? = nil) async throws {
        _ = try await write {
            try $0.execute("INSERT INTO items (id, text) VALUES ($1, $2)", [.integer(id), .text(text)])
        }
    }

    func ids() async throws -> [Int64] {
        try await read { try $0.rows("SELECT id FROM items ORDER BY id") { try $0.integer(0) } }
    }
}

/// A body that holds its thread until it is let go.
final class Holder: Sendable {
    private let started = DispatchSemaphore(value: 0)
    private let proceed = DispatchSemaphore(value: 0)

    /// Called on the database's thread: says that it is there and waits.
    func hold() {
        started.signal()
        proceed.wait()
    }

    /// Waits until the body is in ``hold()``.
    func untilHeld() async throws {
        try await Blocking.run { [started] in started.wait() }
    }

    func release() { proceed.signal() }
}
