import Foundation
import Logging
import SQLPort
import SQLiteDriver
import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import TestSupport

/// An engine on a database file of its own, at work for the time of a test.
struct EngineFixture: Sendable {
    static let namespace = "default"

    let engine: Engine
    let database: FaultyDatabase
    /// What workers of other processes talk to instead of ``Engine/service``, when that is what is tested.
    var isRemote = false
    var service: Frontend { isRemote ? engine.remoteService : engine.service }
    var remote: EngineFixture { EngineFixture(engine: engine, database: database, isRemote: true) }

    /// Runs a test with an engine that works.
    static func with<Result>(
        _ configure: (inout EngineConfiguration) -> Void = { _ in },
        _ test: (EngineFixture) async throws -> Result
    ) async throws -> Result {
        let folder = try TemporaryDirectory(prefix: "engine")
        return try await with(path: "\(folder.path)/engine.sqlite", configure, test)
    }

    /// Runs a test with an engine on a file that may be there already: what a new start of the process finds.
    static func with<Result>(
        path: String,
        _ configure: (inout EngineConfiguration) -> Void = { _ in },
        _ test: (EngineFixture) async throws -> Result
    ) async throws -> Result {
        let database = FaultyDatabase(try SQLiteDatabase(SQLiteConfiguration(path: path)))
        var configuration = EngineConfiguration()
        configuration.limits.shortestRetention = .zero
        configure(&configuration)
        let engine = Engine(
            database: database,
            configuration: configuration,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        do {
            try await engine.start()
            let work = Task { await engine.run() }
            defer { work.cancel() }
            let result = try await test(EngineFixture(engine: engine, database: database))
            work.cancel()
            engine.endPolls()
            _ = await work.result
            await database.close()
            return result
        } catch {
            engine.endPolls()
            await database.close()
            throw error
        }
    }
}

extension CallOptions {
    /// A call that need not wait long; only a broken engine makes it wait for its deadline.
    static var short: CallOptions { .init(deadline: .now + patience) }
    static func within(_ duration: Duration) -> CallOptions { .init(deadline: .now + duration) }
}

// MARK: A client and a worker of a few lines

extension EngineFixture {
    static let queue = APITaskQueue.with { $0.name = "queue" }

    @discardableResult
    func start(
        _ workflowID: String,
        _ change: (inout APIStartWorkflowExecutionRequest) -> Void = { _ in }
    ) async throws -> APIStartWorkflowExecutionResponse {
        var request = APIStartWorkflowExecutionRequest.with {
            $0.namespace = Self.namespace
            $0.workflowID = workflowID
            $0.workflowType.name = "Type"
            $0.taskQueue = Self.queue
            $0.identity = "client"
            $0.requestID = "\(workflowID)-request"
        }
        change(&request)
        return try await service.startWorkflowExecution(request, .short)
    }

    func pollWorkflow(
        _ queue: APITaskQueue = EngineFixture.queue,
        _ options: CallOptions = .short
    ) async throws -> APIPollWorkflowTaskQueueResponse {
        let request = APIPollWorkflowTaskQueueRequest.with {
            $0.namespace = Self.namespace
            $0.taskQueue = queue
            $0.identity = "worker"
        }
        return try await service.pollWorkflowTaskQueue(request, options)
    }

    func pollActivity(_ options: CallOptions = .short) async throws -> APIPollActivityTaskQueueResponse {
        let request = APIPollActivityTaskQueueRequest.with {
            $0.namespace = Self.namespace
            $0.taskQueue = Self.queue
            $0.identity = "worker"
        }
        return try await service.pollActivityTaskQueue(request, options)
    }

    @discardableResult
    func complete(
        _ task: APIPollWorkflowTaskQueueResponse,
        _ commands: [APICommand],
        _ change: (inout APIRespondWorkflowTaskCompletedRequest) -> Void = { _ in }
    ) async throws -> APIRespondWorkflowTaskCompletedResponse {
        var request = APIRespondWorkflowTaskCompletedRequest.with {
            $0.namespace = Self.namespace
            $0.taskToken = task.taskToken
            $0.identity = "worker"
            $0.commands = commands
        }
        change(&request)
        return try await service.respondWorkflowTaskCompleted(request, .short)
    }

    func history(_ workflowID: String, runID: String = "") async throws -> [APIHistoryEvent] {
        var events: [APIHistoryEvent] = []
        var request = APIGetWorkflowExecutionHistoryRequest.with {
            $0.namespace = Self.namespace
            $0.execution.workflowID = workflowID
            $0.execution.runID = runID
        }
        repeat {
            let page = try await service.getWorkflowExecutionHistory(request, .short)
            events += page.history.events
            request.nextPageToken = page.nextPageToken
        } while !request.nextPageToken.isEmpty
        return events
    }

    func describe(_ workflowID: String, runID: String = "") async throws -> APIDescribeWorkflowExecutionResponse {
        let request = APIDescribeWorkflowExecutionRequest.with {
            $0.namespace = Self.namespace
            $0.execution.workflowID = workflowID
            $0.execution.runID = runID
        }
        return try await service.describeWorkflowExecution(request, .short)
    }

    func signal(_ workflowID: String, _ name: String, requestID: String = "") async throws {
        let request = APISignalWorkflowExecutionRequest.with {
            $0.namespace = Self.namespace
            $0.workflowExecution.workflowID = workflowID
            $0.signalName = name
            $0.requestID = requestID
        }
        _ = try await service.signalWorkflowExecution(request, .short)
    }

    func list(_ query: String, size: Int32 = 100) async throws -> [String] {
        var found: [String] = []
        var request = APIListWorkflowExecutionsRequest.with {
            $0.namespace = Self.namespace
            $0.query = query
            $0.pageSize = size
        }
        repeat {
            let page = try await service.listWorkflowExecutions(request, .short)
            found += page.executions.map(\.execution.workflowID)
            request.nextPageToken = page.nextPageToken
        } while !request.nextPageToken.isEmpty
        return found
    }
}

extension APICommand {
    static var completeRun: APICommand {
        .with {
            $0.commandType = .completeWorkflowExecution
            $0.completeWorkflowExecutionCommandAttributes = .with { $0.result = .json("done") }
        }
    }

    static func timer(_ id: String, _ duration: Duration) -> APICommand {
        .with {
            $0.commandType = .startTimer
            $0.startTimerCommandAttributes = .with {
                $0.timerID = id
                $0.startToFireTimeout = duration.protobuf
            }
        }
    }

    static func activity(
        _ id: String,
        _ change: (inout APIScheduleActivityTaskCommandAttributes) -> Void = { _ in }
    ) -> APICommand {
        .with {
            $0.commandType = .scheduleActivityTask
            $0.scheduleActivityTaskCommandAttributes = .with {
                $0.activityID = id
                $0.activityType.name = "Activity"
                $0.taskQueue = EngineFixture.queue
                $0.startToCloseTimeout = Duration.seconds(30).protobuf
                change(&$0)
            }
        }
    }
}
