import OMSWorkflows
import SQLiteDriver
import Synchronization
import TemporalSDK
import TemporalTestKit
import TestSupport

/// An engine whose clock skips time, with a worker on each of two queues.
enum WorkflowHarness {
    static func with(
        _ workflows: [any WorkflowDefinition.Type],
        _ activities: [RegisteredActivity],
        queues: (TaskQueue, TaskQueue) = (.orders, .inventory),
        _ test: @Sendable (TestEnvironment) async throws -> Void
    ) async throws {
        let folder = try TemporaryDirectory(prefix: "workflows")
        let database = try SQLiteDatabase(SQLiteConfiguration(path: "\(folder.path)/engine.sqlite"))
        do {
            try await TestEnvironment.run(on: database) { environment in
                try await environment.withWorker(
                    taskQueue: queues.0.rawValue,
                    workflows: workflows,
                    registered: activities
                ) {
                    try await environment.withWorker(
                        taskQueue: queues.1.rawValue,
                        workflows: workflows,
                        registered: activities
                    ) { try await test(environment) }
                }
            }
            await database.close()
        } catch {
            await database.close()
            throw error
        }
    }
}

/// A list that several activities write.
final class Notes<Note: Sendable>: Sendable {
    private let notes = Mutex<[Note]>([])

    var all: [Note] { notes.withLock { $0 } }

    func add(_ note: Note) { notes.withLock { $0.append(note) } }
}
