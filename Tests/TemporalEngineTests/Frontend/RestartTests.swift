import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import TestSupport
import Testing

/// A new start on the same database file stands for the end of the process at any moment: nothing but the file is left.
@Suite struct RestartTests {
    private func onFile(_ test: (String) async throws -> Void) async throws {
        let folder = try TemporaryDirectory(prefix: "engine")
        try await test("\(folder.path)/engine.sqlite")
    }

    @Test func `a workflow task that waits, or that a worker had, is offered again`() async throws {
        try await onFile { path in
            try await EngineFixture.with(path: path) { engine in
                try await engine.start("waits")
                try await engine.start("had")
                _ = try await engine.pollWorkflow()
            }
            try await EngineFixture.with(path: path) { engine in
                let first = try await engine.pollWorkflow()
                let second = try await engine.pollWorkflow()
                #expect(
                    Set([first, second].map(\.workflowExecution.workflowID)) == ["waits", "had"]
                )
                #expect(first.history.events.map(\.eventID) == [1, 2, 3])
            }
        }
    }

    @Test func `a worker that outlives the engine completes its task, and nobody else gets it meanwhile`() async throws
    {
        try await onFile { path in
            var first = APIPollWorkflowTaskQueueResponse()
            var second = first
            try await EngineFixture.with(path: path) { engine in
                try await engine.start("first") { $0.workflowTaskTimeout = Duration.seconds(30).protobuf }
                first = try await engine.remote.pollWorkflow()
                try await engine.remote.complete(first, [.timer("t", .milliseconds(1))])
                // On another task than the first: it comes with the timer.
                second = try await engine.remote.pollWorkflow()
            }
            #expect(second.history.events.last?.eventType == .workflowTaskStarted)
            try await EngineFixture.with(path: path) { engine in
                let nothing = try await engine.remote.pollWorkflow(EngineFixture.queue, .within(.milliseconds(1_300)))
                #expect(nothing.taskToken.isEmpty)
                // What the worker saw is what the history says.
                let known = try await engine.history("first")
                #expect(known == second.history.events)
                try await engine.remote.complete(second, [.completeRun])
                #expect(try await engine.history("first").last?.eventType == .workflowExecutionCompleted)
            }
        }
    }

    @Test func `a task whose worker goes while it is handed out is offered at once`() async throws {
        try await EngineFixture.with { engine in
            try await engine.start("w") { $0.workflowTaskTimeout = Duration.seconds(60).protobuf }
            // The poll is given up just when the start of the task was stored.
            let (stored, storing) = AsyncStream.makeStream(of: Void.self)
            let (gone, going) = AsyncStream.makeStream(of: Void.self)
            engine.database.setHooks(after: {
                storing.yield()
                for await _ in gone { break }
            })
            let poll = Task { try await engine.remote.pollWorkflow() }
            for await _ in stored { break }
            engine.database.setHooks()
            poll.cancel()
            going.yield()
            await #expect(throws: (any Error).self) { try await poll.value }
            let again = try await engine.remote.pollWorkflow()
            #expect(again.attempt == 2)
            try await engine.remote.complete(again, [.completeRun])
            #expect(try await engine.history("w").last?.eventType == .workflowExecutionCompleted)
        }
    }

    @Test func `an activity that waits is offered again, and one at a worker that lives on is not`() async throws {
        try await onFile { path in
            var started = APIPollActivityTaskQueueResponse()
            try await EngineFixture.with(path: path) { engine in
                try await engine.start("w")
                try await engine.complete(try await engine.pollWorkflow(), [.activity("a"), .activity("b")])
                started = try await engine.remote.pollActivity()
            }
            try await EngineFixture.with(path: path) { engine in
                let offered = try await engine.remote.pollActivity()
                #expect(offered.activityID != started.activityID)
                let nothing = try await engine.remote.pollActivity(.within(.milliseconds(1_200)))
                #expect(nothing.taskToken.isEmpty)
                // The worker that had it answers the new process.
                _ = try await engine.service.respondActivityTaskCompleted(
                    .with { $0.taskToken = started.taskToken },
                    .short
                )
                let task = try await engine.pollWorkflow()
                #expect(task.history.events.contains { $0.eventType == .activityTaskCompleted })
            }
        }
    }

    @Test func `an activity at a worker that ended with the engine is tried again at once, and its attempt counts`()
        async throws
    {
        try await onFile { path in
            var lost = APIPollActivityTaskQueueResponse()
            var answered = lost
            try await EngineFixture.with(path: path) { engine in
                try await engine.start("w")
                try await engine.complete(
                    try await engine.pollWorkflow(),
                    // Its retries wait for a minute, and its time runs for half of one.
                    [.activity("a") { $0.retryPolicy.initialInterval = Duration.seconds(60).protobuf }, .activity("b")]
                )
                lost = try await engine.pollActivity()
                answered = try await engine.pollActivity()
                #expect(lost.activityID == "a" && answered.activityID == "b")
                _ = try await engine.service.respondActivityTaskCompleted(
                    .with { $0.taskToken = answered.taskToken },
                    .short
                )
            }
            try await EngineFixture.with(path: path) { engine in
                let again = try await engine.pollActivity()
                #expect(again.activityID == "a" && again.attempt == 2)
                await #expect(throws: ServiceError.self) {
                    try await engine.service.respondActivityTaskCompleted(
                        .with { $0.taskToken = lost.taskToken },
                        .short
                    )
                }
                let pending = try await engine.describe("w").pendingActivities
                #expect(pending.map(\.activityID) == ["a"])
                #expect(pending.first?.lastFailure.message.contains("ended with the engine's process") == true)
                // What this process has at its workers stays there, however often tasks are looked for.
                let nothing = try await engine.pollActivity(.within(.milliseconds(1_200)))
                #expect(nothing.taskToken.isEmpty)
            }
        }
    }

    @Test func `a start that was not stored with anything else is as if it never was`() async throws {
        try await onFile { path in
            try await EngineFixture.with(path: path) { engine in
                try await engine.start("w")
                try await engine.complete(try await engine.pollWorkflow(), [.activity("a")])
                _ = try await engine.pollActivity()
            }
            try await EngineFixture.with(path: path) { engine in
                let again = try await engine.pollActivity()
                #expect(again.activityID == "a" && again.attempt == 1)
                _ = try await engine.service.respondActivityTaskCompleted(
                    .with { $0.taskToken = again.taskToken },
                    .short
                )
                #expect(try await engine.history("w").contains { $0.eventType == .activityTaskCompleted })
            }
        }
    }

    @Test func `a run whose activity was started in memory alone stays there`() async throws {
        try await EngineFixture.with({ $0.limits.loadedRuns = 1 }) { engine in
            var tasks: [APIPollActivityTaskQueueResponse] = []
            for number in 1...4 {
                try await engine.start("w\(number)")
                try await engine.complete(try await engine.pollWorkflow(), [.activity("a")])
                tasks.append(try await engine.pollActivity())
            }
            for task in tasks {
                _ = try await engine.service.respondActivityTaskCompleted(
                    .with { $0.taskToken = task.taskToken },
                    .short
                )
            }
            for number in 1...4 {
                #expect(try await engine.history("w\(number)").contains { $0.eventType == .activityTaskCompleted })
            }
        }
    }

    @Test func `an activity with one attempt that ended with the engine has timed out, and its workflow hears of it`()
        async throws
    {
        try await onFile { path in
            try await EngineFixture.with(path: path) { engine in
                try await engine.start("w")
                try await engine.complete(
                    try await engine.pollWorkflow(),
                    [.activity("a") { $0.retryPolicy.maximumAttempts = 1 }]
                )
                _ = try await engine.pollActivity()
            }
            try await EngineFixture.with(path: path) { engine in
                let task = try await engine.pollWorkflow()
                let end = try #require(task.history.events.last { $0.eventType == .activityTaskTimedOut })
                let timeout = end.activityTaskTimedOutEventAttributes
                #expect(timeout.failure.timeoutFailureInfo.timeoutType == .startToClose)
                #expect(timeout.retryState == .maximumAttemptsReached)
            }
        }
    }

    @Test func `an activity that a worker took with its workflow task is tried again likewise`() async throws {
        try await onFile { path in
            try await EngineFixture.with(path: path) { engine in
                try await engine.start("w")
                let eager = APICommand.activity("a") { $0.requestEagerExecution = true }
                let answer = try await engine.complete(try await engine.pollWorkflow(), [eager])
                #expect(answer.activityTasks.map(\.activityID) == ["a"])
            }
            try await EngineFixture.with(path: path) { engine in
                let again = try await engine.pollActivity()
                #expect(again.attempt == 2)
            }
        }
    }

    @Test func `an activity whose worker goes while it is handed out is offered at once`() async throws {
        try await EngineFixture.with { engine in
            try await engine.start("w")
            try await engine.complete(try await engine.pollWorkflow(), [])
            let polls = (0..<20).map { _ in Task { try await engine.pollActivity() } }
            try await engine.signal("w", "go")
            let task = try await engine.pollWorkflow()
            async let completed = engine.complete(task, [.activity("a")])
            for poll in polls { poll.cancel() }
            _ = try await completed
            var taken = 0
            for poll in polls {
                if let answer = try? await poll.value, !answer.taskToken.isEmpty { taken += 1 }
            }
            // Either one of them was quick enough to have it, or it is there for the next.
            if taken == 0 { #expect(try await engine.pollActivity().activityID == "a") }
            #expect(taken <= 1)
        }
    }

    @Test func `a timer that ran out meanwhile fires at once`() async throws {
        try await onFile { path in
            try await EngineFixture.with(path: path) { engine in
                try await engine.start("w")
                try await engine.complete(try await engine.pollWorkflow(), [.timer("t", .milliseconds(300))])
            }
            try await EngineFixture.with(path: path) { engine in
                let task = try await engine.pollWorkflow()
                #expect(task.history.events.contains { $0.eventType == .timerFired })
            }
        }
    }

    @Test func `namespaces, attributes and lists are as they were`() async throws {
        try await onFile { path in
            try await EngineFixture.with(path: path) { engine in
                _ = try await engine.service.registerNamespace(
                    .with {
                        $0.namespace = "other"
                        $0.workflowExecutionRetentionPeriod = Duration.seconds(7_200).protobuf
                    },
                    .short
                )
                _ = try await engine.service.addSearchAttributes(
                    .with {
                        $0.namespace = EngineFixture.namespace
                        $0.searchAttributes = ["Colour": .keyword]
                    },
                    .short
                )
                try await engine.start("red") {
                    $0.searchAttributes.indexedFields["Colour"] = .json("\"red\"")
                }
            }
            try await EngineFixture.with(path: path) { engine in
                let names = try await engine.service.listNamespaces(.init(), .short).namespaces
                #expect(names.map(\.namespaceInfo.name) == ["default", "other"])
                #expect(try await engine.list("Colour = 'red'") == ["red"])
            }
        }
    }
}
