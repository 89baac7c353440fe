import SQLPort
import SQLiteDriver
import TemporalEngine
import TestSupport
import Testing

@Suite struct ListTests {
    private static let attributes: [String: SearchAttributeType] = [
        "Colour": .keyword, "Size": .int, "Weight": .double, "Fresh": .bool, "Seen": .datetime, "Tags": .keywordList,
        "Words": .text,
    ]

    /// Ten runs: odd ones closed (the later the higher the number), even ones open.
    private func withRuns(_ test: (EngineStore) async throws -> Void) async throws {
        let folder = try TemporaryDirectory(prefix: "engine")
        let database = try SQLiteDatabase(SQLiteConfiguration(path: "\(folder.path)/engine.sqlite"))
        try await MigrationRunner(database: database, migrations: EngineMigrations.all).migrate(now: 0)
        let store = EngineStore(database: database)
        for number in 0..<10 { _ = try await store.create(run(number), after: nil) }
        try await test(store)
        await database.close()
    }

    private func run(_ number: Int) -> NewRunWrite {
        let key = RunKey(namespace: "n", namespaceID: "n", workflowID: "w\(number)", runID: "r\(number)")
        var listing = RunListing(
            workflowType: number < 5 ? "Low" : "High",
            taskQueue: "queue",
            status: number % 2 == 0 ? 1 : (number == 9 ? 3 : 2),
            startTime: Int64(number) * 1_000_000_000,
            executionTime: Int64(number) * 1_000_000_000,
            rootWorkflowID: key.workflowID,
            rootRunID: key.runID,
            firstRunID: key.runID,
            startRequestID: "q\(number)"
        )
        if number % 2 == 1 { listing.closeTime = Int64(number + 100) * 1_000_000_000 }
        listing.attributes = [
            row("Colour", .text(number < 3 ? "red" : "reddish")), row("Size", .number(Int64(number))),
            row("Weight", .number(IndexedValue.ordered(Double(number) - 4.5))),
            row("Fresh", .number(number < 2 ? 1 : 0)), row("Tags", .text("all"), 0),
            row("Tags", .text("tag\(number)"), 1), row("Words", .text("hello"), 0),
        ]
        if number == 4 { listing.attributes?.append(row("Seen", .number(1_000_000_000))) }
        let record = RecordRow(record: [], nextEventID: 1, nextDue: nil, hasTasks: false)
        return NewRunWrite(run: RunWrite(key: key, batch: nil, record: record), listing: listing)
    }

    private func row(_ name: String, _ value: IndexedValue, _ position: Int64 = 0) -> AttributeRow {
        AttributeRow(name: name, position: position, value: value)
    }

    private func found(_ query: String, in store: EngineStore, limit: Int = 100) async throws -> [String] {
        try await store.runs(
            where: QueryParser.parse(query).filter,
            of: "n",
            attributes: Self.attributes,
            after: nil,
            limit: limit
        ).map(\.runID)
    }

    @Test func `open runs come first, then those that closed last`() async throws {
        try await withRuns { store in
            let runs = try await found("", in: store)
            #expect(runs == ["r8", "r6", "r4", "r2", "r0", "r9", "r7", "r5", "r3", "r1"])
        }
    }

    @Test(arguments: [
        ("WorkflowId = 'w3'", ["r3"]), ("WorkflowId IN ('w3', 'w4')", ["r4", "r3"]),
        ("WorkflowId STARTS_WITH 'w' AND RunId = 'r1'", ["r1"]),
        ("WorkflowType = 'Low' AND ExecutionStatus = 'Running'", ["r4", "r2", "r0"]),
        ("ExecutionStatus = 'Failed'", ["r9"]), ("ExecutionStatus = 'WORKFLOW_EXECUTION_STATUS_FAILED'", ["r9"]),
        ("ExecutionStatus != 'Running' AND WorkflowType = 'Low'", ["r3", "r1"]),
        ("StartTime > '1970-01-01T00:00:07Z'", ["r8", "r9"]),
        ("StartTime BETWEEN '1970-01-01T00:00:02Z' AND '1970-01-01T00:00:03Z'", ["r2", "r3"]),
        ("CloseTime < '1970-01-01T00:01:44Z'", ["r3", "r1"]), ("CloseTime IS NULL AND Size > 5", ["r8", "r6"]),
        ("TaskQueue = 'queue' AND NOT Size < 8", ["r8", "r9"]),
        ("Colour = 'red'", ["r2", "r0", "r1"]), ("Colour != 'reddish'", ["r2", "r0", "r1"]),
        ("Colour STARTS_WITH 'redd' AND Size <= 4", ["r4", "r3"]), ("Size IN (1, 2)", ["r2", "r1"]),
        ("Weight < -2.5", ["r0", "r1"]), ("Weight BETWEEN -0.5 AND 0.5", ["r4", "r5"]),
        ("Fresh = true", ["r0", "r1"]), ("Seen = '1970-01-01T00:00:01Z'", ["r4"]),
        ("Seen IS NOT NULL", ["r4"]), ("Tags = 'tag7'", ["r7"]),
        ("Tags != 'tag7' AND Size >= 6", ["r8", "r6", "r9"]), ("Words = 'say HELLO' AND Size = 3", ["r3"]),
        ("Words != 'hello'", []), ("WorkflowId = 'it''s'", []),
        ("(Size = 1 OR Size = 2) AND ExecutionStatus = 'Running'", ["r2"]),
    ])
    func `a query finds what it says`(query: String, expected: [String]) async throws {
        try await withRuns { store in
            let runs = try await found(query, in: store)
            #expect(runs == expected)
        }
    }

    @Test(arguments: [
        ("Nothing = 1", "column name 'Nothing' is not a valid search attribute (at position 1)"),
        ("Size = 'x'", "invalid value type for search attribute Size of type Int: \"x\" (at position 8)"),
        ("Colour > 5", "invalid value type"), ("StartTime > 'soon'", "unable to parse datetime 'soon'"),
        ("ExecutionStatus = 'Gone'", "invalid ExecutionStatus value 'Gone'"),
        ("ExecutionStatus < 'Running'", "operator '<' not supported"),
        ("Fresh > true", "operator '>' not supported"), ("Tags BETWEEN 'a' AND 'b'", "cannot do range condition"),
        ("Size STARTS_WITH 'x'", "operator 'STARTS_WITH' not supported"),
    ])
    func `a query that does not fit is refused`(query: String, reason: String) async throws {
        try await withRuns { store in
            let error = await #expect(throws: QueryError.self) { try await found(query, in: store) }
            #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
        }
    }

    @Test func `pages hold together`() async throws {
        try await withRuns { store in
            var all: [String] = []
            var position: ListPosition?
            repeat {
                let page = try await store.runs(
                    where: nil,
                    of: "n",
                    attributes: Self.attributes,
                    after: position,
                    limit: 3
                )
                all += page.map(\.runID)
                position = page.count == 3 ? page.last?.position : nil
            } while position != nil
            #expect(all == ["r8", "r6", "r4", "r2", "r0", "r9", "r7", "r5", "r3", "r1"])
        }
    }

    @Test func `runs are counted by status`() async throws {
        try await withRuns { store in
            let counts = try await store.count(
                where: QueryParser.parse("WorkflowType = 'High'").filter,
                of: "n",
                attributes: Self.attributes
            )
            #expect(counts == [1: 2, 2: 2, 3: 1])
        }
    }

    @Test func `another namespace's runs are not found`() async throws {
        try await withRuns { store in
            let runs = try await store.runs(where: nil, of: "m", attributes: [:], after: nil, limit: 10)
            #expect(runs.isEmpty)
        }
    }
}
