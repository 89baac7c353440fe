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
                let breaks = isBroken.withLock { isBroken in
                    defer { isBroken = false }
                    return isBroken
                }
                if breaks { throw failure }
            }
            engine.database.setHooks(before: isStored ? nil : breaking, after: isStored ? breaking : nil)
            let error = await #expect(throws: ServiceError.self) { try await engine.signal("w", "two", requestID: "r") }
            #expect(error?.code == .unavailable && error?.message.contains("not known whether") == true)
            // The same request again counts once, whatever became of the first.
            try await engine.signal("w", "two", requestID: "r")
            let names = try await engine.untilTimer(in: "w", besides: task)
            #expect(names == ["one", "two"])
            #expect(!(try await engine.pollActivity()).taskToken.isEmpty)
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
