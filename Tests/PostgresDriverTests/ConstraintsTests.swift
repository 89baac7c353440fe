import PostgresDriver
import SQLPort
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ConstraintsTests {
    private static let schema = """
        CREATE TABLE parents (id bigint PRIMARY KEY);
        CREATE TABLE t (
            id text CONSTRAINT t_key PRIMARY KEY,
            quantity bigint CONSTRAINT t_quantity_range CHECK (quantity BETWEEN 1 AND 10),
            name text NOT NULL,
            parent bigint CONSTRAINT t_parent REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED
        );
        CREATE FUNCTION refuse_plain() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 't_append_only'; END $$;
        CREATE FUNCTION refuse_named() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'rows stay' USING ERRCODE = '23001', CONSTRAINT = 't_rows_stay'; END $$;
        CREATE TRIGGER no_update BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION refuse_plain();
        CREATE TRIGGER no_delete BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION refuse_named();
        INSERT INTO t VALUES ('secret-id', 5, 'secret-name', NULL);
        """

    @Test(arguments: [
        ("INSERT INTO t VALUES ('secret-id', 1, 'x', NULL)", "t_key"),
        ("INSERT INTO t VALUES ('b', 11, 'x', NULL)", "t_quantity_range"),
        ("INSERT INTO t VALUES ('b', 1, NULL, NULL)", "t.name"),
        ("INSERT INTO t VALUES ('b', 1, 'x', 99)", "t_parent"),
        ("UPDATE t SET quantity = 6", "t_append_only"),
        ("DELETE FROM t", "t_rows_stay"),
    ])
    func `a refusal of the database names its constraint`(_ sql: String, _ constraint: String) async throws {
        try await withDatabase { database, _ in
            try await database.script(Self.schema)
            await #expect(throws: SQLError.constraintViolated(constraint: constraint)) { try await database.run(sql) }
            #expect(try await database.number("SELECT COUNT(*) FROM t WHERE quantity = 5") == 1)
        }
    }

    @Test(arguments: [
        "INSERT INTO t VALUES ($1, 1, 'x', NULL), ($1, 1, 'x', NULL)",
        "INSERT INTO t SELECT 'b', CAST(CAST($1 AS text) AS bigint), 'x', NULL",
        "INSERT INTO t SELECT 'b', 1, 'x', NULL WHERE CAST(CAST($1 AS text) AS timestamptz) IS NULL",
        "SELECT CAST(CAST($1 AS text) AS json)",
    ])
    func `an error holds no value that was bound`(_ sql: String) async throws {
        let log = LogCapture()
        try await withDatabase(logger: log.logger) { database, _ in
            try await database.script(Self.schema)
            let error = await #expect(throws: SQLError.self) { try await database.run(sql, [.text("hidden-value")]) }
            #expect(!String(reflecting: error).contains("hidden"))
        }
        #expect(!log.text.contains("hidden"))
    }
}
