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

    @Test func `an activity that waits is offered again, and one that started is not`() async throws {
        try await onFile { path in
            var started = APIPollActivityTaskQueueResponse()
            try await EngineFixture.with(path: path) { engine in
                try await engine.start("w")
                try await engine.complete(try await engine.pollWorkflow(), [.activity("a"), .activity("b")])
                started = try await engine.pollActivity()
            }
            try await EngineFixture.with(path: path) { engine in
                let offered = try await engine.pollActivity()
                #expect(offered.activityID != started.activityID)
                let nothing = try await engine.pollActivity(.within(.milliseconds(1_200)))
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
