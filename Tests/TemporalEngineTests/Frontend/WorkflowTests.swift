import GRPCCore
import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import TestSupport
import Testing

@Suite struct WorkflowTests {
    @Test func `a run with a timer and an activity comes to its end`() async throws {
        try await EngineFixture.with { engine in
            try await engine.start("w")
            let first = try await engine.pollWorkflow()
            #expect(first.startedEventID == 3)
            #expect(first.attempt == 1)
            #expect(first.history.events.map(\.eventID) == [1, 2, 3])
            try await engine.complete(first, [.timer("t", .milliseconds(50)), .activity("a")])
            let activity = try await engine.pollActivity()
            #expect(activity.activityID == "a")
            _ = try await engine.service.respondActivityTaskCompleted(
                .with {
                    $0.taskToken = activity.taskToken
                    $0.result = .json("result")
                },
                .short
            )
            var events: [APIHistoryEvent] = []
            while !events.contains(where: { $0.eventType == .timerFired })
                || !events.contains(where: { $0.eventType == .activityTaskCompleted })
            {
                let task = try await engine.pollWorkflow()
                events += task.history.events
                try await engine.complete(task, [])
            }
            try await engine.signal("w", "go")
            try await engine.complete(try await engine.pollWorkflow(), [.completeRun])
            let info = try await engine.describe("w").workflowExecutionInfo
            #expect(info.status == .completed)
            let history = try await engine.history("w")
            #expect(history.map(\.eventID) == Array(1...Int64(history.count)))
            #expect(history.last?.eventType == .workflowExecutionCompleted)
            #expect(try await engine.list("ExecutionStatus = 'Completed'") == ["w"])
        }
    }

    @Test func `a sticky worker gets only what is new, and a dead one's tasks go to the normal queue`() async throws {
        try await EngineFixture.with { engine in
            let sticky = APITaskQueue.with {
                $0.name = "sticky"
                $0.kind = .sticky
                $0.normalName = "queue"
            }
            try await engine.start("w")
            let first = try await engine.pollWorkflow()
            async let second = engine.pollWorkflow(sticky)
            try #require(await eventually { engine.pollerCount("sticky") > 0 })
            try await engine.complete(first, []) {
                $0.stickyAttributes.workerTaskQueue = sticky
                $0.stickyAttributes.scheduleToStartTimeout = Duration.seconds(5).protobuf
            }
            try await engine.signal("w", "1")
            let task = try await second
            #expect(task.previousStartedEventID == 3)
            #expect(
                task.history.events.map(\.eventType) == [
                    .workflowTaskCompleted, .workflowExecutionSignaled, .workflowTaskScheduled, .workflowTaskStarted,
                ]
            )
            try await engine.complete(task, []) {
                $0.stickyAttributes.workerTaskQueue = sticky
                $0.stickyAttributes.scheduleToStartTimeout = Duration.seconds(5).protobuf
            }
            _ = try await engine.service.shutdownWorker(
                .with {
                    $0.namespace = EngineFixture.namespace
                    $0.stickyTaskQueue = "sticky"
                },
                .short
            )
            try await engine.signal("w", "2")
            let third = try await engine.pollWorkflow()
            #expect(third.history.events.first?.eventID == 1)
            #expect(third.history.events.last?.eventID == third.startedEventID)
        }
    }

    @Test func `an answer to a task that is over is refused`() async throws {
        try await EngineFixture.with { engine in
            try await engine.start("w")
            let task = try await engine.pollWorkflow()
            try await engine.complete(task, [])
            let error = await #expect(throws: ServiceError.self) { try await engine.complete(task, []) }
            #expect(error?.code == .notFound)
            let invalid = await #expect(throws: ServiceError.self) {
                try await engine.complete(.with { $0.taskToken = .init([1, 2, 3]) }, [])
            }
            #expect(invalid?.code == .invalidArgument)
        }
    }

    @Test func `a task whose poller was gone is offered again`() async throws {
        try await EngineFixture.with { engine in
            let poller = Task { try await engine.pollWorkflow() }
            try #require(await eventually { engine.pollerCount("queue") > 0 })
            poller.cancel()
            _ = await poller.result
            try await engine.start("w")
            #expect(try await engine.pollWorkflow().workflowExecution.workflowID == "w")
        }
    }

    @Test func `a poll without a task ends empty`() async throws {
        try await EngineFixture.with { engine in
            let task = try await engine.pollWorkflow(EngineFixture.queue, .within(.milliseconds(1_200)))
            #expect(task.taskToken.isEmpty)
        }
    }

    @Test func `a history long poll sees what comes, and the end`() async throws {
        try await EngineFixture.with { engine in
            try await engine.start("w")
            func next(_ token: [UInt8]) async throws -> APIGetWorkflowExecutionHistoryResponse {
                try await engine.service.getWorkflowExecutionHistory(
                    .with {
                        $0.namespace = EngineFixture.namespace
                        $0.execution.workflowID = "w"
                        $0.waitNewEvent = true
                        $0.nextPageToken = .init(token)
                    },
                    .short
                )
            }
            let first = try await next([])
            #expect(first.history.events.map(\.eventID) == [1, 2])
            #expect(!first.nextPageToken.isEmpty)
            async let waiting = next(Array(first.nextPageToken))
            try await engine.signal("w", "s")
            let second = try await waiting
            #expect(second.history.events.map(\.eventType) == [.workflowExecutionSignaled])
            async let close = engine.service.getWorkflowExecutionHistory(
                .with {
                    $0.namespace = EngineFixture.namespace
                    $0.execution.workflowID = "w"
                    $0.waitNewEvent = true
                    $0.historyEventFilterType = .closeEvent
                },
                .short
            )
            try await engine.terminate("w")
            let last = try await close
            #expect(last.history.events.map(\.eventType) == [.workflowExecutionTerminated])
            #expect(last.nextPageToken.isEmpty)
        }
    }

    @Test func `a history is read in pages, forward and backward`() async throws {
        try await EngineFixture.with { engine in
            try await engine.start("w")
            for number in 1...9 { try await engine.signal("w", "\(number)") }
            var request = APIGetWorkflowExecutionHistoryRequest.with {
                $0.namespace = EngineFixture.namespace
                $0.execution.workflowID = "w"
                $0.maximumPageSize = 4
            }
            var pages: [[Int64]] = []
            repeat {
                let page = try await engine.service.getWorkflowExecutionHistory(request, .short)
                pages.append(page.history.events.map(\.eventID))
                request.nextPageToken = page.nextPageToken
            } while !request.nextPageToken.isEmpty
            #expect(pages == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11]])
            var reverse = APIGetWorkflowExecutionHistoryReverseRequest.with {
                $0.namespace = EngineFixture.namespace
                $0.execution.workflowID = "w"
                $0.maximumPageSize = 4
            }
            pages = []
            repeat {
                let page = try await engine.service.getWorkflowExecutionHistoryReverse(reverse, .short)
                pages.append(page.history.events.map(\.eventID))
                reverse.nextPageToken = page.nextPageToken
            } while !reverse.nextPageToken.isEmpty
            #expect(pages == [[11, 10, 9, 8], [7, 6, 5, 4], [3, 2, 1]])
        }
    }
}

extension EngineFixture {
    /// Polls that wait, as the queue's description does not tell: those of all queues that were asked.
    func pollerCount(_ queue: String) -> Int { engine.waitingPolls }
}
