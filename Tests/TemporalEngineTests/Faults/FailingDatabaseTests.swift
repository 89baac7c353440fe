import Foundation
import GRPCCore
import SQLPort
import SQLiteDriver
import SwiftProtobuf
import Synchronization
import TemporalAPI
import TemporalEngine
import TestSupport
import Testing

/// What callers are told when the database cannot store, and what is there afterwards.
@Suite(.timeLimit(.minutes(2))) struct FailingDatabaseTests {
    private static let fullDisk = "the engine's database is not available: the disk is full"

    @Test func `on a full disk calls are refused with the reason, and what was answered is there`() async throws {
        let folder = try TemporaryDirectory(prefix: "engine")
        let path = "\(folder.path)/engine.sqlite"
        let text = APIPayloads.bytes(3_000)
        var told: [String] = []
        var refused: [String] = []
        var signals = 0
        try await EngineFixture.with(path: path) { engine in
            try await engine.start("before")
            let task = try await engine.pollWorkflow()
            try await engine.complete(task, [.activity("a")])
            let activity = try await engine.pollActivity()
            try await engine.setFreePages(40)
            while refused.count < 5 {
                let id = "w\(told.count + refused.count)"
                do {
                    try await engine.start(id) { $0.input = text }
                    told.append(id)
                } catch let error as ServiceError {
                    #expect(error.code == .unavailable && error.message == Self.fullDisk)
                    refused.append(id)
                }
            }
            // Small ones may still fit on the last pages, until none does.
            while true {
                do {
                    try await engine.signal("before", "s", requestID: "s\(signals)")
                    signals += 1
                } catch let error as ServiceError {
                    #expect(error.code == .unavailable && error.message == Self.fullDisk)
                    break
                }
            }
            let answer = { (result: APIPayloads) in
                _ = try await engine.service.respondActivityTaskCompleted(
                    .with {
                        $0.taskToken = activity.taskToken
                        $0.result = result
                    },
                    .short
                )
            }
            let error = await #expect(throws: ServiceError.self) { try await answer(text) }
            #expect(error?.code == .unavailable && error?.message == Self.fullDisk)
            try await check(engine, told, refused, signals)
            // There is room again: the same calls succeed, and what waited goes on.
            try await engine.setFreePages(100_000)
            try await answer(text)
            told.append(refused.removeLast())
            try await engine.start(told.last ?? "") { $0.input = text }
            try await check(engine, told, refused, signals)
            let next = try await engine.pollWorkflow()
            #expect(!next.taskToken.isEmpty)
        }
        try await EngineFixture.with(path: path) { engine in
            try await check(engine, told, refused, signals)
            for _ in 0...told.count {
                let task = try await engine.pollWorkflow()
                try await engine.complete(task, [.completeRun])
            }
            #expect(try await engine.list("ExecutionStatus = 'Running'").isEmpty)
            #expect(try await engine.list("ExecutionStatus = 'Completed'").count == told.count + 1)
        }
    }

    private func check(_ engine: EngineFixture, _ told: [String], _ refused: [String], _ signals: Int) async throws {
        for id in told {
            #expect(
                try await engine.history(id).map(\.eventType).prefix(2) == [
                    .workflowExecutionStarted, .workflowTaskScheduled,
                ]
            )
        }
        for id in refused {
            await #expect(throws: ServiceError.self) { try await engine.history(id) }
        }
        let events = try await engine.history("before")
        #expect(events.count { $0.eventType == .workflowExecutionSignaled } == signals)
        #expect(events.map(\.eventID) == Array(1...Int64(events.count)))
        #expect(Set(try await engine.list("WorkflowId != 'before'")) == Set(told))
    }

    @Test func `while another program holds the file calls are refused with the reason, and then go on`() async throws {
        let folder = try TemporaryDirectory(prefix: "engine")
        let path = "\(folder.path)/engine.sqlite"
        try await EngineFixture.with(path: path) { engine in
            try await engine.start("before")
            let other = try SQLiteDatabase(SQLiteConfiguration(path: path))
            let (held, holding) = AsyncStream.makeStream(of: Void.self)
            let proceed = DispatchSemaphore(value: 0)
            let holder = Task {
                try await other.write { connection in
                    try connection.execute("DELETE FROM schema_migrations WHERE number < 0")
                    holding.yield()
                    proceed.wait()
                }
            }
            for await _ in held { break }
            let error = await #expect(throws: ServiceError.self) { try await engine.start("refused") }
            #expect(error?.code == .unavailable)
            #expect(
                error?.message == "the engine's database is not available: the database is locked by another process"
            )
            // What needs no writing works.
            #expect(try await engine.pollWorkflow().workflowExecution.workflowID == "before")
            proceed.signal()
            try await holder.value
            await other.close()
            await #expect(throws: ServiceError.self) { try await engine.history("refused") }
            try await engine.start("refused")
            #expect(try await engine.list("ExecutionStatus = 'Running'").count == 2)
        }
    }

    @Test func `what lies on a damaged page is told to be damaged, and the rest works`() async throws {
        let folder = try TemporaryDirectory(prefix: "engine")
        let path = "\(folder.path)/engine.sqlite"
        let ids = (0..<200).map { "w\($0)" }
        try await EngineFixture.with(path: path) { engine in
            for id in ids { try await engine.start(id) { $0.input = .json("\"marked-\(id).\"") } }
        }
        let hit = try Self.damage(path, pageHolding: "marked-w100.")
        #expect(hit.contains("w100"))
        try await EngineFixture.with(path: path) { engine in
            var damaged: Set<String> = []
            for id in ids {
                do {
                    #expect(try await engine.history(id).count == 2)
                } catch let error as ServiceError {
                    #expect(error.code == .unavailable)
                    #expect(error.message == "the engine's database failed: database disk image is malformed")
                    damaged.insert(id)
                }
            }
            #expect(damaged.contains("w100") && damaged.count < ids.count / 2, "\(damaged)")
            try await engine.start("new")
            #expect(try await engine.history("new").count == 2)
            var completed: Set<String> = []
            while true {
                let task = try await engine.pollWorkflow(EngineFixture.queue, .within(.milliseconds(1_500)))
                guard !task.taskToken.isEmpty else { break }
                try await engine.complete(task, [.completeRun])
                completed.insert(task.workflowExecution.workflowID)
            }
            #expect(completed == Set(ids + ["new"]).subtracting(damaged))
        }
    }

    /// Overwrites the header of the page that holds a text.
    /// - Returns: what stood on that page.
    private static func damage(_ path: String, pageHolding text: String) throws -> String {
        let file = URL(fileURLWithPath: path)
        var bytes = try Data(contentsOf: file)
        let range = try #require(bytes.range(of: Data(text.utf8)))
        let start = range.lowerBound / 4_096 * 4_096
        let page = String(decoding: bytes[start..<start + 4_096], as: UTF8.self)
        bytes.replaceSubrange(start..<start + 64, with: Data(repeating: 0xFF, count: 64))
        try bytes.write(to: file)
        return page
    }

    @Test(arguments: [true, false])
    func `after a commit whose outcome is not known nothing waits for ever`(isStored: Bool) async throws {
        let failure = SQLError.outcomeUnknown("the disk failed during COMMIT")
        try await EngineFixture.with { engine in
            try await engine.start("w") { $0.workflowTaskTimeout = Duration.seconds(60).protobuf }
            let first = try await engine.pollWorkflow()
            try await engine.complete(first, [.timer("t", .milliseconds(700)), .activity("a")])
            try await engine.signal("w", "one")
            // A worker has the task of the signal; the engine alone knows that.
            let task = try await engine.pollWorkflow()
            let isBroken = Mutex(true)
            let breaking: FaultyDatabase.Hook = {
                // Until the signal met it: on a slow machine the timer's write comes first.
                if isBroken.withLock({ $0 }) { throw failure }
            }
            engine.database.setHooks(before: isStored ? nil : breaking, after: isStored ? breaking : nil)
            let error = await #expect(throws: ServiceError.self) { try await engine.signal("w", "two", requestID: "r") }
            isBroken.withLock { $0 = false }
            #expect(error?.code == .unavailable && error?.message.contains("not known whether") == true)
            // The same request again counts once, whatever became of the first.
            try await engine.signal("w", "two", requestID: "r")
            let names = try await engine.untilTimer(in: "w", besides: task)
            #expect(names == ["one", "two"])
            #expect(!(try await engine.pollActivity()).taskToken.isEmpty)
            // What runs ask of each other is carried out too.
            try await engine.start("parent")
            var polled = ""
            while polled != "child" {
                let task = try await engine.pollWorkflow()
                polled = try #require(task.taskToken.isEmpty ? nil : task.workflowExecution.workflowID)
                try await engine.complete(task, polled == "parent" ? [.startChild("child")] : [])
            }
        }
    }
}

extension EngineFixture {
    /// Lets the database file grow by so many pages and no more.
    fileprivate func setFreePages(_ count: Int64) async throws {
        try await database.base.write { connection in
            let pages = try connection.firstRow("PRAGMA page_count") { try $0.integer(0) } ?? 0
            try connection.executeScript("PRAGMA max_page_count = \(pages + count)")
        }
    }

    /// Completes tasks until the timer fired.
    /// - Parameters:
    ///   - workflowID: whose.
    ///   - task: one that a worker has; its answer may be refused.
    /// - Returns: the names of the signals in its history.
    /// - Throws: when no task comes for long.
    fileprivate func untilTimer(in workflowID: String, besides task: APIPollWorkflowTaskQueueResponse) async throws
        -> [String]
    {
        do {
            try await complete(task, [])
        } catch let error as ServiceError where error.code == .notFound {
            // It was forgotten, and comes again.
        }
        while true {
            let events = try await history(workflowID)
            if events.contains(where: { $0.eventType == .timerFired }) {
                return events.filter { $0.eventType == .workflowExecutionSignaled }
                    .map(\.workflowExecutionSignaledEventAttributes.signalName)
            }
            let next = try await pollWorkflow(Self.queue, .within(.seconds(5)))
            guard !next.taskToken.isEmpty else { throw CancellationError() }
            try await complete(next, [])
        }
    }
}
