import DatabaseTestSupport
import SQLPort
import SQLStorage
import Testing

/// How a database comes to its schema, on each kind of database.
@Suite(.timeLimit(.minutes(5)))
struct MigrationTests {
    @Test(arguments: DatabaseKind.allCases)
    func `an empty database gets every migration once`(kind: DatabaseKind) async throws {
        try await kind.withEmptyDatabase { (database) async throws -> Void in
            let runner = MigrationRunner(database: database, migrations: Migrations.all)
            #expect(try await runner.migrate(now: 1_000) == Migrations.all)
            let applied = try await database.history()
            #expect(applied.map(\.number) == Migrations.all.map { Int64($0.number) })
            #expect(applied.map(\.checksum) == Migrations.all.map(\.checksum))
            #expect(applied.allSatisfy { $0.appliedAt == 1_000 })
            #expect(try await runner.pending().isEmpty)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a second time does nothing`(kind: DatabaseKind) async throws {
        try await kind.withDatabase { (database) async throws -> Void in
            let before = try await database.history()
            let runner = MigrationRunner(database: database, migrations: Migrations.all)
            #expect(try await runner.migrate(now: 5_000).isEmpty)
            #expect(try await database.history() == before)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `what is pending is listed and nothing is written`(kind: DatabaseKind) async throws {
        try await kind.withEmptyDatabase { (database) async throws -> Void in
            let runner = MigrationRunner(database: database, migrations: Self.two)
            #expect(try await runner.pending() == Self.two)
            #expect(try await database.tables().isEmpty)
            try await MigrationRunner(database: database, migrations: [Self.first]).migrate(now: 0)
            #expect(try await runner.pending() == [Self.second])
            #expect(try await database.tables() == ["one", "schema_migrations"])
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a migration that was changed after it was applied is refused`(kind: DatabaseKind) async throws {
        try await kind.withEmptyDatabase { (database) async throws -> Void in
            try await MigrationRunner(database: database, migrations: [Self.first]).migrate(now: 0)
            let changed = Migration(number: 1, name: "one", text: Self.first.text + " ", checksum: "c1-changed")
            let runner = MigrationRunner(database: database, migrations: [changed, Self.second])
            let refusal = MigrationError.changed(number: 1, name: "one")
            await #expect(throws: refusal) { try await runner.migrate(now: 0) }
            await #expect(throws: refusal) { try await runner.pending() }
            #expect(try await database.tables() == ["one", "schema_migrations"])
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a database that a newer version migrated is refused`(kind: DatabaseKind) async throws {
        try await kind.withEmptyDatabase { (database) async throws -> Void in
            try await MigrationRunner(database: database, migrations: Self.two).migrate(now: 0)
            let older = MigrationRunner(database: database, migrations: [Self.first])
            let refusal = MigrationError.newer(number: 2, name: "two")
            await #expect(throws: refusal) { try await older.migrate(now: 0) }
            await #expect(throws: refusal) { try await older.pending() }
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a migration that fails leaves nothing of itself or of those before it`(kind: DatabaseKind) async throws {
        try await kind.withEmptyDatabase { (database) async throws -> Void in
            let failing = Migration(
                number: 2,
                name: "failing",
                text: "CREATE TABLE two (id {{int}} NOT NULL) {{rows}}; INSERT INTO not_there VALUES (1);",
                checksum: "c2"
            )
            let runner = MigrationRunner(database: database, migrations: [Self.first, failing])
            await #expect(throws: SQLError.self) { try await runner.migrate(now: 0) }
            #expect(try await database.tables().isEmpty)
            let repaired = MigrationRunner(database: database, migrations: Self.two)
            #expect(try await repaired.migrate(now: 0) == Self.two)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `of several that migrate at once, one does it and the others find it done`(kind: DatabaseKind) async throws {
        try await kind.withEmptyDatabase { (database) async throws -> Void in
            let applied = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        try await MigrationRunner(database: database, migrations: Migrations.all).migrate(now: 0).count
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(applied.sorted() == [0, 0, 0, 0, 0, Migrations.all.count])
            #expect(try await database.history().count == Migrations.all.count)
        }
    }

    private static let first = Migration(
        number: 1,
        name: "one",
        text: "CREATE TABLE one (id {{int}} NOT NULL PRIMARY KEY) {{keyed}};",
        checksum: "c1"
    )
    private static let second = Migration(
        number: 2,
        name: "two",
        text: "CREATE TABLE two (id {{identity}}, name {{key}} NOT NULL) {{rows}};",
        checksum: "c2"
    )
    private static let two = [first, second]
}

private struct AppliedMigration: Sendable, Equatable {
    let number: Int64
    let checksum: String
    let appliedAt: Int64
}

extension SQLDatabase {
    fileprivate func history() async throws -> [AppliedMigration] {
        try await read { connection in
            try connection.rows("SELECT number, checksum, applied_at FROM schema_migrations ORDER BY number") {
                AppliedMigration(number: try $0.integer(0), checksum: try $0.text(1), appliedAt: try $0.integer(2))
            }
        }
    }

    /// The tables that were made here, by name.
    fileprivate func tables() async throws -> [String] {
        let query =
            switch dialect {
            case .sqlite:
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            case .postgres:
                "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
            }
        return try await read { try $0.rows(query) { try $0.text(0) } }
    }
}
