import Foundation
import SwiftProtobuf
import TemporalAPI
import TemporalSDK
import Testing

/// The histories that sdk-core was recorded with: they come inside PyPI's `temporalio`, which the Python checks
/// install into `.venv`.
@Suite(.enabled(if: RecordedHistories.folder != nil, "temporalio is not installed in .venv"))
struct RecordedHistoriesTests {
    @Test
    func `every recorded history decodes and is read without a crash`() throws {
        let files = try RecordedHistories.files()
        #expect(files.count >= 12)
        for file in files {
            for history in try RecordedHistories.histories(in: file) {
                let type = history.workflowType
                let workflow = try RegisteredWorkflow(Idle.self)
                let execution = APIWorkflowExecution.with { $0.runID = history.runID }
                let environment = WorkflowEnvironment(taskQueue: "queue")
                let failure = WorkflowReplayer.replay(history.events, of: workflow, execution, environment)
                // The code is not theirs: nothing but a clear refusal, or a run that was never asked for anything.
                if let failure {
                    #expect(
                        failure.isNondeterminism || failure.message.contains("does not support"),
                        "\(type): \(failure)"
                    )
                }
            }
        }
    }

    @Test
    func `a history that ends with an empty task replays`() throws {
        #expect(try replay("ends_empty_wft_complete", as: Hello.self) == nil)
    }

    @Test
    func `a history with an old patch marker and its search attribute replays`() throws {
        #expect(try replay("old_change_marker_format", as: ChangeMarkers.self) == nil)
    }

    @Test
    func `a history with a failed task replays`() throws {
        #expect(try replay("fail_wf_task", as: OneTimer.self) == nil)
    }

    @Test
    func `a history with a timer replays`() throws {
        #expect(try replay("timer_workflow_history", as: OneTimer.self) == nil)
    }

    /// Replays a recorded history.
    /// - Returns: why it does not fit; nil when it does.
    private func replay<Workflow: WorkflowDefinition>(_ name: String, as type: Workflow.Type) throws -> String? {
        let file = try #require(try RecordedHistories.files().first { $0.lastPathComponent == "\(name).bin" })
        let history = try #require(try RecordedHistories.histories(in: file).first)
        let execution = APIWorkflowExecution.with { $0.runID = history.runID }
        return WorkflowReplayer.replay(
            history.events.map(Self.countedFromOne),
            of: try RegisteredWorkflow(type),
            execution,
            WorkflowEnvironment(taskQueue: "queue")
        )?.message
    }

    /// The oldest of them number timers from 0, as no SDK does any more.
    private static func countedFromOne(_ event: APIHistoryEvent) -> APIHistoryEvent {
        guard event.eventType == .timerStarted, event.timerStartedEventAttributes.timerID == "0" else { return event }
        var changed = event
        changed.timerStartedEventAttributes.timerID = "1"
        return changed
    }

    private actor Idle: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws {
            try await context.condition { false }
        }
    }

    private actor Hello: WorkflowDefinition {
        struct Request: Codable {
            let name: String
            let should_wait: Bool
        }

        let context: WorkflowContext

        init(context: WorkflowContext, input: Request) { self.context = context }

        func run(input: Request) async throws -> String {
            let text: String = try await context.executeActivity(
                "say_hello",
                options: .init(scheduleToCloseTimeout: .seconds(5)),
                input: input.name
            )
            if input.should_wait { try await context.condition { false } }
            return text
        }
    }

    private actor ChangeMarkers: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws {
            _ = context.patched("integ_test_change_name")
            for _ in 0..<3 { try await context.sleep(for: .milliseconds(100)) }
        }
    }

    private actor OneTimer: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws {
            try await context.sleep(for: .seconds(1))
        }
    }
}

private enum RecordedHistories {
    /// Where the package keeps them; nil when it is not installed.
    static let folder: URL? = {
        let libraries = URL(filePath: ".venv/lib")
        let versions =
            (try? FileManager.default.contentsOfDirectory(at: libraries, includingPropertiesForKeys: nil)) ?? []
        let path = "site-packages/temporalio/bridge/sdk-core/crates/sdk-core/tests/histories"
        return versions.map { $0.appending(path: path) }.first { FileManager.default.fileExists(atPath: $0.path) }
    }()

    static func files() throws -> [URL] {
        guard let folder else { return [] }
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "bin" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    /// One of the files holds several histories, each behind its length.
    static func histories(in file: URL) throws -> [WorkflowHistory] {
        let data = try Data(contentsOf: file)
        if let history = try? WorkflowHistory(protobuf: data) { return [history] }
        var histories: [WorkflowHistory] = []
        var rest = data
        while !rest.isEmpty {
            let size = try #require(Self.length(at: &rest))
            histories.append(try WorkflowHistory(protobuf: Data(rest.prefix(size))))
            rest = rest.dropFirst(size)
        }
        return histories
    }

    /// Reads a number as protobuf writes it: seven bits a byte, the lowest first.
    private static func length(at rest: inout Data) -> Int? {
        var value = 0
        for shift in stride(from: 0, to: 63, by: 7) {
            guard let byte = rest.popFirst() else { return nil }
            value |= Int(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        return nil
    }
}
