import Dispatch
import Logging
import PostgresDriver
import SQLPort
import TestSupport
import Testing

/// Runs a test on an empty database of its own, by a started driver that is closed at the end.
func withDatabase(
    _ configure: (inout PostgresConfiguration) -> Void = { _ in },
    logger: Logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
    _ test: (PostgresDatabase, _ url: String) async throws -> Void
) async throws {
    let url = try await TestPostgres.freshDatabase()
    try await withDatabase(at: url, configure, logger: logger) { try await test($0, url) }
}

/// The same on a server that may be away.
func withDatabase(
    at url: String,
    _ configure: (inout PostgresConfiguration) -> Void = { _ in },
    logger: Logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
    _ test: (PostgresDatabase) async throws -> Void
) async throws {
    var configuration = try PostgresConfiguration(url: url)
    configuration.poolSize = 4
    configuration.reconnectDelay = .milliseconds(20) ... .milliseconds(100)
    configure(&configuration)
    let database = PostgresDatabase(configuration: configuration, logger: logger)
    database.start()
    do {
        try await test(database)
    } catch {
        await database.close()
        throw error
    }
    await database.close()
}

extension PostgresDatabase {
    /// One number of one query.
    func number(_ sql: String, _ arguments: [SQLValue] = []) async throws -> Int64? {
        try await read { try $0.firstRow(sql, arguments) { try $0.integer(0) } }
    }

    @discardableResult
    func run(_ sql: String, _ arguments: [SQLValue] = []) async throws -> Int {
        try await write { try $0.execute(sql, arguments) }
    }

    /// Runs a script, as a migration does.
    func script(_ sql: String) async throws {
        try await write { try $0.executeScript(sql) }
    }

    /// Calls again while the server is away, as a client would.
    func retrying<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        let deadline = ContinuousClock.now + patience
        while true {
            do {
                return try await body()
            } catch SQLError.unavailable(let reason) {
                guard ContinuousClock.now < deadline else { throw SQLError.unavailable(reason) }
                try await Task.sleep(for: .milliseconds(10))
            }
        }
    }
}

/// A body that holds its connection until it is let go.
final class Holder: Sendable {
    private let started = DispatchSemaphore(value: 0)
    private let proceed = DispatchSemaphore(value: 0)

    /// Called on the database's thread: says that it is there and waits; not for ever, should the test fail.
    func hold() {
        started.signal()
        _ = proceed.wait(timeout: .now() + 60)
    }

    /// Waits until the body is in ``hold()``.
    func untilHeld() async throws {
        try await Blocking.run { [started] in started.wait() }
    }

    func release() { proceed.signal() }
}
