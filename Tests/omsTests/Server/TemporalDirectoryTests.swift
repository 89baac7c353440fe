import Crypto
import DatabaseTestSupport
import Foundation
import HTTPAPI
import OMSKernel
import TemporalSDK
import TemporalTestKit
import TestSupport
import Testing

import oms

/// The directory of workflows against an engine in the test's process.
@Suite(.timeLimit(.minutes(5)))
struct TemporalDirectoryTests {
    private static let query = "WorkflowType = 'Held'"

    /// A workflow of a type that no worker here knows, so that it stays where it is.
    private static func start(_ environment: TestEnvironment, _ id: String) async throws {
        _ = try await environment.client.startWorkflow(
            name: "Held",
            options: .init(id: id, taskQueue: "q"),
            input: ["note": "a secret"]
        )
    }

    private static func with(
        _ body: @escaping @Sendable (TestEnvironment, TemporalDirectory) async throws -> Void
    ) async throws {
        let key = try EncryptionKey(id: "k", key: SymmetricKey(size: .bits256))
        let converter = DataConverter(payloadCodec: try AESGCMPayloadCodec(key: key))
        try await DatabaseKind.sqlite.withEmptyDatabase { database in
            try await TestEnvironment.run(on: database, dataConverter: converter) { environment in
                try await body(environment, TemporalDirectory(client: environment.client))
            }
        }
    }

    @Test func `workflows are listed by the service's own filters and pages`() async throws {
        try await Self.with { environment, directory in
            for id in ["a", "b", "c"] { try await Self.start(environment, id) }
            let limit = try #require(PageLimit(2))
            let areListed = try await eventually {
                try await directory.workflows(query: Self.query, after: nil, limit: .standard).elements.count == 3
            }
            #expect(areListed)
            let first = try await directory.workflows(query: Self.query, after: nil, limit: limit)
            let second = try await directory.workflows(query: Self.query, after: first.next, limit: limit)
            #expect(Set((first.elements + second.elements).map(\.workflowID)) == ["a", "b", "c"])
            #expect(first.elements.allSatisfy { $0.status == "Running" && $0.type == "Held" })
            await #expect {
                _ = try await directory.workflows(query: "what", after: nil, limit: limit)
            } throws: { error in
                if case WorkflowDirectoryError.refused = error { true } else { false }
            }
        }
    }

    @Test func `payloads are decrypted for those who may, and left out for others`() async throws {
        try await Self.with { environment, directory in
            try await Self.start(environment, "a")
            let run = WorkflowRun(workflowID: "a", runID: nil)
            let shown = try await directory.history(of: run, after: nil, limit: .standard, payloads: true)
            let started = try #require(shown.elements.first)
            #expect(started.type == "WorkflowExecutionStarted")
            #expect(started.id == 1)
            #expect(
                started.attributes.contains(
                    #""input":{"payloads":[{"encoding":"json/plain","value":{"note":"a secret"}}]}"#
                )
            )
            let hidden = try await directory.history(of: run, after: nil, limit: .standard, payloads: false)
            let text = hidden.elements.map(\.attributes).joined()
            #expect(text.contains(#""input":{"payloads":[{"encoding":"json/plain"}]}"#))
            #expect(!text.contains("secret") && !text.contains("value") && !text.contains("base64"))
        }
    }

    @Test func `an ended workflow is told from one that never was`() async throws {
        try await Self.with { environment, directory in
            try await Self.start(environment, "a")
            let run = WorkflowRun(workflowID: "a", runID: nil)
            try await directory.cancel(run, reason: "first")
            #expect(try await directory.describe(run).isCancelRequested)
            try await directory.terminate(run, reason: "second")
            #expect(try await directory.describe(run).summary.status == "Terminated")
            let closed = WorkflowDirectoryError.closed(workflowID: "a")
            await #expect(throws: closed) { try await directory.cancel(run, reason: nil) }
            await #expect(throws: closed) { try await directory.terminate(run, reason: "again") }
            let none = WorkflowRun(workflowID: "none", runID: nil)
            await #expect(throws: WorkflowDirectoryError.notFound(workflowID: "none")) {
                try await directory.cancel(none, reason: nil)
            }
            await #expect(throws: WorkflowDirectoryError.notFound(workflowID: "none")) {
                _ = try await directory.history(of: none, after: nil, limit: .standard, payloads: true)
            }
            let events = try await directory.history(of: run, after: nil, limit: .standard, payloads: true)
            #expect(events.elements.last?.type == "WorkflowExecutionTerminated")
            #expect(events.elements.last?.attributes.contains("second") == true)
        }
    }
}
