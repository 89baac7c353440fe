import Foundation
import TemporalAPI
import TemporalSDK
import Testing

@Suite
struct VersioningTests {
    @Test
    func `a new run has the patch and its history a marker as sdk-core writes it`() throws {
        let run = try RunDriver(Patched.self)
        let commands = try run.task()
        #expect(commands.map(\.commandType) == [.recordMarker, .scheduleActivityTask])
        let marker = commands[0].recordMarkerCommandAttributes
        #expect(marker.markerName == "core_patch")
        let payload = try #require(marker.details["patch-data"]?.payloads.first)
        #expect(payload.metadata["encoding"] == Data("json/plain".utf8))
        let details = try JSONSerialization.jsonObject(with: payload.data) as? [String: Any]
        #expect(details?["id"] as? String == "new")
        #expect(details?["deprecated"] as? Bool == false)
        #expect(commands[1].scheduleActivityTaskCommandAttributes.activityType.name == "New")
        try run.completeActivity("1")
        // The second call in the same run asks nobody and writes nothing.
        #expect(try run.task().map(\.commandType) == [.completeWorkflowExecution])
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `a run from before the patch keeps the old code`() throws {
        let run = try RunDriver(Unpatched.self)
        try run.task()
        try run.completeActivity("1")
        try run.task()
        #expect(try run.replay(with: Patched.self)?.message == nil)
    }

    @Test
    func `a run with the patch does not fit code without it`() throws {
        let run = try RunDriver(Patched.self)
        try run.task()
        try run.completeActivity("1")
        try run.task()
        let failure = try #require(try run.replay(with: Unpatched.self))
        #expect(failure.isNondeterminism)
        #expect(failure.message.contains("patch new"))
    }

    @Test
    func `a deprecated patch fits runs with it, and its own fit code that forgot it`() throws {
        let old = try RunDriver(Patched.self)
        try old.task()
        try old.completeActivity("1")
        try old.task()
        #expect(try old.replay(with: Deprecated.self)?.message == nil)

        let new = try RunDriver(Deprecated.self)
        #expect(try new.task().map(\.commandType) == [.recordMarker, .scheduleActivityTask])
        try new.completeActivity("1")
        try new.task()
        #expect(new.replay()?.message == nil)
        #expect(try new.replay(with: Forgotten.self)?.message == nil)
    }

    @Test
    func `a deprecated patch is also called by runs without any marker`() throws {
        let run = try RunDriver(Forgotten.self)
        try run.task()
        try run.completeActivity("1")
        try run.task()
        #expect(try run.replay(with: Deprecated.self)?.message == nil)
    }

    @Test
    func `with notes of the SDK the patches are listed in a search attribute, and replay without it`() throws {
        let environment = WorkflowEnvironment(taskQueue: "queue", sendsSDKMetadata: true)
        let run = try RunDriver(Patched.self, environment: environment)
        let commands = try run.task()
        #expect(
            commands.map(\.commandType) == [.recordMarker, .upsertWorkflowSearchAttributes, .scheduleActivityTask]
        )
        let fields = commands[1].upsertWorkflowSearchAttributesCommandAttributes.searchAttributes.indexedFields
        #expect(fields["TemporalChangeVersion"]?.data == Data("[\"new\"]".utf8))
        #expect(fields["TemporalChangeVersion"]?.metadata["type"] == Data("KeywordList".utf8))
        try run.completeActivity("1")
        try run.task()
        #expect(run.replay()?.message == nil)
        #expect(run.replay(environment: WorkflowEnvironment(taskQueue: "queue"))?.message == nil)
    }

    @Test
    func `a history without the list fits a worker that writes it`() throws {
        let run = try RunDriver(Patched.self)
        try run.task()
        try run.completeActivity("1")
        try run.task()
        let other = WorkflowEnvironment(taskQueue: "queue", sendsSDKMetadata: true)
        #expect(run.replay(environment: other)?.message == nil)
    }

    private actor Patched: WorkflowDefinition {
        static let name = "Versioned"
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws -> Bool {
            let name = context.patched("new") ? "New" : "Old"
            try await context.executeActivity(name, options: .init(startToCloseTimeout: .seconds(5)))
            return context.patched("new")
        }
    }

    private actor Unpatched: WorkflowDefinition {
        static let name = "Versioned"
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws {
            try await context.executeActivity("Old", options: .init(startToCloseTimeout: .seconds(5)))
        }
    }

    private actor Deprecated: WorkflowDefinition {
        static let name = "Versioned"
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws {
            context.deprecatePatch("new")
            try await context.executeActivity("New", options: .init(startToCloseTimeout: .seconds(5)))
        }
    }

    private actor Forgotten: WorkflowDefinition {
        static let name = "Versioned"
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws {
            try await context.executeActivity("New", options: .init(startToCloseTimeout: .seconds(5)))
        }
    }
}
