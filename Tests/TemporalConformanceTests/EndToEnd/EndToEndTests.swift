import Crypto
import Foundation
import SwiftProtobuf
import Synchronization
import TemporalAPI
import TemporalSDK
import Testing

/// Client, worker and engine, all ours, together.
@Suite(.timeLimit(.minutes(5)))
struct EndToEndTests {
    private static let workflows: [any WorkflowDefinition.Type] = [
        CallActivity.self, Conversation.self, Countdown.self,
    ]

    @Test(arguments: EndToEnd.Way.allCases)
    func `an activity is tried again until it succeeds`(way: EndToEnd.Way) async throws {
        let flaky = RegisteredActivity(name: "Flaky") { (text: String) in
            let attempt = ActivityExecutionContext.current?.info.attempt ?? 0
            guard attempt >= 3 else { throw ApplicationError("not yet", type: "NotYet") }
            return "\(text) at attempt \(attempt)"
        }
        try await EndToEnd.with(way, workflows: Self.workflows, activities: [flaky]) { it in
            let result = try await it.client.executeWorkflow(
                type: CallActivity.self,
                options: it.options("retries"),
                input: .init(activity: "Flaky", text: "done")
            )
            #expect(result == "done at attempt 3")
        }
    }

    @Test(arguments: EndToEnd.Way.allCases)
    func `an activity's failure reaches the client through the workflow`(way: EndToEnd.Way) async throws {
        let refuse = RegisteredActivity(name: "Refuse") { (text: String) -> String in
            throw ApplicationError("no: \(text)", type: "No", details: FailureDetails(51), isNonRetryable: true)
        }
        try await EndToEnd.with(way, workflows: Self.workflows, activities: [refuse]) { it in
            let handle = try await it.client.startWorkflow(
                type: CallActivity.self,
                options: it.options("failure"),
                input: .init(activity: "Refuse", text: "card")
            )
            let error = await #expect(throws: WorkflowFailedError.self) { try await handle.result() }
            let activity = try #require(error?.cause as? ActivityError)
            #expect(activity.activityType == "Refuse" && activity.retryState == .nonRetryableFailure)
            let application = try #require(activity.cause as? ApplicationError)
            #expect(application.message == "no: card" && application.type == "No")
            #expect(try application.details.detail(as: Int.self) == 51)
            #expect(try await handle.describe().status == .failed)
        }
    }

    @Test(arguments: EndToEnd.Way.allCases)
    func `the next attempt knows what the last heartbeat told`(way: EndToEnd.Way) async throws {
        let resume = RegisteredActivity(name: "Resume") { (_: String) in
            let context = try #require(ActivityExecutionContext.current)
            if let reached = try context.info.heartbeatDetails.detail(as: Int.self) { return "resumed at \(reached)" }
            for step in 1...7 { context.heartbeat(details: step) }
            throw ApplicationError("crashed")
        }
        try await EndToEnd.with(way, workflows: Self.workflows, activities: [resume]) { it in
            let result = try await it.client.executeWorkflow(
                type: CallActivity.self,
                options: it.options("heartbeat"),
                input: .init(activity: "Resume", text: "", heartbeat: .seconds(10))
            )
            #expect(result == "resumed at 7")
        }
    }

    @Test(arguments: EndToEnd.Way.allCases)
    func `cancelling a workflow cancels its activity, which cleans up`(way: EndToEnd.Way) async throws {
        let reasons = Mutex<[ActivityCancellationReason?]>([])
        let (starts, started) = AsyncStream<Void>.makeStream()
        let wait = RegisteredActivity(name: "Wait") { (_: String) -> String in
            let context = try #require(ActivityExecutionContext.current)
            started.yield()
            do {
                while true {
                    context.heartbeat()
                    try await Task.sleep(for: .milliseconds(20))
                }
            } catch {
                reasons.withLock { $0.append(context.cancellationReason) }
                throw error
            }
        }
        // Heartbeats go out often, while the time for one is long: a slow machine changes nothing.
        let often = { (configuration: inout TemporalWorker.Configuration) in
            configuration.heartbeatThrottle.maximumInterval = .milliseconds(50)
        }
        try await EndToEnd.with(way, workflows: Self.workflows, activities: [wait], configure: often) { it in
            let handle = try await it.client.startWorkflow(
                type: CallActivity.self,
                options: it.options("cancel"),
                input: .init(activity: "Wait", text: "", heartbeat: .seconds(30))
            )
            for await _ in starts { break }
            try await handle.cancel(reason: "changed my mind")
            let error = await #expect(throws: WorkflowFailedError.self) { try await handle.result() }
            #expect(error?.cause is CanceledError, "\(String(describing: error?.cause))")
            #expect(reasons.withLock { $0 } == [.serverRequest])
            #expect(try await handle.describe().status == .canceled)
        }
    }

    @Test(arguments: EndToEnd.Way.allCases)
    func `with a codec no history holds what was said`(way: EndToEnd.Way) async throws {
        let codec = try AESGCMPayloadCodec(key: EncryptionKey(id: "k", key: SymmetricKey(size: .bits256)))
        let converter = DataConverter(
            failureConverter: DefaultFailureConverter(encodesCommonAttributes: true),
            payloadCodec: codec
        )
        let echo = RegisteredActivity(name: "Echo") { (text: String) -> String in
            if text == "Ada fails" {
                throw ApplicationError("Ada", details: FailureDetails("Ada"), isNonRetryable: true)
            }
            return text
        }
        try await EndToEnd.with(way, workflows: Self.workflows, activities: [echo], converter: converter) { it in
            var options = it.options("secret")
            options.memo = ["who": "Ada"]
            let handle = try await it.client.startWorkflow(
                type: CallActivity.self,
                options: options,
                input: .init(activity: "Echo", text: "Ada")
            )
            #expect(try await handle.result() == "Ada")
            #expect(try await handle.describe().summary.memo("who", as: String.self) == "Ada")
            let failing = try await it.client.startWorkflow(
                type: CallActivity.self,
                options: it.options("failing secret"),
                input: .init(activity: "Echo", text: "Ada fails")
            )
            let error = await #expect(throws: WorkflowFailedError.self) { try await failing.result() }
            #expect(((error?.cause as? ActivityError)?.cause as? ApplicationError)?.message == "Ada")
            // A client without the codec sees what the service stores.
            let blind = TemporalClient(service: it.service, logger: EndToEnd.silent)
            for id in ["secret", "failing secret"] {
                let history = try await blind.workflowHandle(id: id).fetchHistory()
                let bytes: Data = try history.serializedBytes()
                #expect(bytes.range(of: Data("Ada".utf8)) == nil)
                #expect(history.payloads.allSatisfy { $0.encodingName == "binary/encrypted" })
            }
        }
    }

    @Test(arguments: EndToEnd.Way.allCases)
    func `signals, queries and signal-with-start reach a running workflow`(way: EndToEnd.Way) async throws {
        try await EndToEnd.with(way, workflows: Self.workflows, activities: []) { it in
            let handle = try await it.client.signalWithStartWorkflow(
                type: Conversation.self,
                options: it.options("talk"),
                input: (),
                signal: Conversation.say,
                signalInput: "one"
            )
            _ = try await it.client.signalWithStartWorkflow(
                type: Conversation.self,
                options: it.options("talk"),
                input: (),
                signal: Conversation.say,
                signalInput: "two"
            )
            try await handle.signal(Conversation.say, input: "three", requestID: "once")
            try await handle.signal(Conversation.say, input: "three", requestID: "once")
            let heard = try await handle.query(Conversation.heard)
            #expect(heard == ["one", "two", "three"])
            try await handle.signal(Conversation.end)
            #expect(try await handle.result() == ["one", "two", "three"])
            let heardLater = try await handle.query(Conversation.heard)
            #expect(heardLater == ["one", "two", "three"])
            await #expect(throws: WorkflowQueryRejectedError.self) {
                try await handle.query(Conversation.heard, rejectCondition: .notOpen)
            }
            await #expect(throws: WorkflowNotFoundError.self) { try await handle.signal(Conversation.end) }
        }
    }

    @Test(arguments: EndToEnd.Way.allCases)
    func `a query sees every signal that was acknowledged before it`(way: EndToEnd.Way) async throws {
        try await EndToEnd.with(way, workflows: Self.workflows, activities: []) { it in
            // Several at once, so that tasks are handed out while signals and queries come.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        let handle = try await it.client.startWorkflow(
                            type: Conversation.self,
                            options: it.options("talk-\(number)"),
                            input: ()
                        )
                        var said: [String] = []
                        for round in 0..<25 {
                            for word in ["\(round)-a", "\(round)-b"] {
                                try await handle.signal(Conversation.say, input: word)
                                said.append(word)
                            }
                            let heard = try await handle.query(Conversation.heard)
                            #expect(heard == said)
                        }
                        try await handle.signal(Conversation.end)
                        _ = try await handle.result()
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test(arguments: EndToEnd.Way.allCases)
    func `a result follows the runs of a chain`(way: EndToEnd.Way) async throws {
        try await EndToEnd.with(way, workflows: Self.workflows, activities: []) { it in
            let handle = try await it.client.startWorkflow(
                type: Countdown.self,
                options: it.options("countdown"),
                input: 5
            )
            #expect(try await handle.result() == "lift-off")
            await #expect(throws: WorkflowContinuedAsNewError.self) { try await handle.result(followRuns: false) }
        }
    }

    @Test(arguments: EndToEnd.Way.allCases)
    func `somebody else completes an activity by its token or its id`(way: EndToEnd.Way) async throws {
        let (tokens, found) = AsyncStream<ActivityExecutionContext.Info>.makeStream()
        let later = RegisteredActivity(name: "Later") { (_: String) -> String in
            if let info = ActivityExecutionContext.current?.info { found.yield(info) }
            throw CompleteAsyncError()
        }
        try await EndToEnd.with(way, workflows: Self.workflows, activities: [later]) { it in
            var infos = tokens.makeAsyncIterator()
            for byToken in [true, false] {
                let id = "async \(byToken)"
                let handle = try await it.client.startWorkflow(
                    type: CallActivity.self,
                    options: it.options(id),
                    input: .init(activity: "Later", text: "")
                )
                let info = try #require(await infos.next())
                let activity =
                    byToken
                    ? it.client.asyncActivityHandle(taskToken: info.taskToken)
                    : it.client.asyncActivityHandle(workflowID: id, activityID: info.activityID)
                try await activity.heartbeat(details: 1)
                try await activity.complete("from outside")
                #expect(try await handle.result() == "from outside")
                await #expect(throws: AsyncActivityNotFoundError.self) { try await activity.complete("again") }
            }
        }
    }

    @Test(arguments: EndToEnd.Way.allCases)
    func `many workflows end, and are found by list and count`(way: EndToEnd.Way) async throws {
        let echo = RegisteredActivity(name: "Echo") { (text: String) in text }
        try await EndToEnd.with(way, workflows: Self.workflows, activities: [echo]) { it in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<200 {
                    group.addTask {
                        let result = try await it.client.executeWorkflow(
                            type: CallActivity.self,
                            options: it.options("many-\(index)"),
                            input: .init(activity: "Echo", text: "\(index)")
                        )
                        #expect(result == "\(index)")
                    }
                }
                try await group.waitForAll()
            }
            let query = "WorkflowType = 'CallActivity' AND ExecutionStatus = 'Completed'"
            #expect(try await it.client.countWorkflows(query: query).count == 200)
            let found = try await it.client.listWorkflows(query: query, pageSize: 30).collect()
            #expect(Set(found.map(\.id)).count == 200)
        }
    }
}
