import struct GRPCCore.RPCError
import Logging
import Synchronization
import TemporalAPI

/// The service as callers see it: each RPC checked as the real service checks it, and carried out.
package final class Frontend: WorkflowServiceCalls {
    let host: RunHost
    let starter: RunStarter
    let history: HistoryReader
    /// Whether the start of a task is stored before its worker hears of it: a worker that outlives the engine must not
    /// get the task a second time while it works on it, nor see the started event's id used for another event.
    let storesTaskStarts: Bool
    /// The process of the engine, when workers that call here live in it; else 0. With it an activity's start tells
    /// the next process that nobody will answer for it any more.
    let engineProcess: UInt64

    /// - Parameters:
    ///   - host: runs the runs.
    ///   - workersOutliveEngine: whether the workers are in other processes than the engine.
    init(host: RunHost, workersOutliveEngine: Bool) {
        self.host = host
        starter = RunStarter(host: host)
        history = HistoryReader(host: host)
        storesTaskStarts = workersOutliveEngine
        engineProcess = workersOutliveEngine ? 0 : host.engineProcess
    }

    var limits: EngineLimits { host.limits }
    var matching: Matching { host.matching }

    // MARK: What every call needs

    /// Runs an RPC, measures it and turns the errors of the parts into those that callers know.
    func answering<Response>(
        _ function: String = #function,
        _ body: () async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        do {
            guard host.isServing.load(ordering: .relaxed) else {
                throw ServiceError(.unavailable, "the engine does not serve yet")
            }
            let response = try await body()
            host.metrics.answered(function, code: "ok", took: .now - start)
            return response
        } catch {
            let known = Self.known(error)
            let code = (known as? ServiceError).map { "\($0.code)" } ?? "unknown"
            host.metrics.answered(function, code: code, took: .now - start)
            throw known
        }
    }

    private static func known(_ error: any Error) -> any Error {
        switch error {
        case let refusal as RunRefusal: ServiceError(refusal)
        case let error as QueryError: ServiceError.invalid("invalid query: \(error)")
        case PollRefusal.tooMany(let what):
            ServiceError.exhausted(.concurrentLimit, .system, "too many \(what)")
        case is CancellationError: ServiceError(.cancelled, "the call was cancelled")
        default: error
        }
    }

    /// - Parameter name: a namespace's name.
    /// - Returns: the namespace.
    /// - Throws: `ServiceError` when there is none.
    func namespace(_ name: String) throws -> Namespace {
        guard !name.isEmpty else { throw ServiceError.invalid("Namespace is not set on request.") }
        guard let namespace = host.namespaces.named(name) else { throw ServiceError.namespaceNotFound(name) }
        return namespace
    }

    /// The run that a request names; without a run id the newest of the workflow.
    func key(_ execution: APIWorkflowExecution, isSet: Bool = true, in namespaceName: String) throws -> RunKey {
        guard isSet else { throw ServiceError.invalid("Execution is not set on request.") }
        guard !execution.workflowID.isEmpty else { throw ServiceError.invalid("WorkflowId is not set on request.") }
        guard execution.runID.isEmpty || UUIDSource.isValid(execution.runID) else {
            throw ServiceError.invalid("Invalid RunId.")
        }
        return key(execution.workflowID, execution.runID, in: try namespace(namespaceName))
    }

    func key(_ workflowID: String, _ runID: String, in namespace: Namespace) -> RunKey {
        RunKey(namespace: namespace.name, namespaceID: namespace.id, workflowID: workflowID, runID: runID)
    }

    /// The newest run of the workflow when the caller named none, and the run as it is now.
    func snapshot(_ key: RunKey) async throws -> RunSnapshot {
        let snapshot = try await host.snapshot(try await host.resolved(key))
        guard snapshot.key.namespaceID == key.namespaceID, snapshot.key.workflowID == key.workflowID else {
            throw ServiceError.runNotFound(key.workflowID)
        }
        return snapshot
    }

    /// Changes a run that a caller names; when it was named without a run id and ended meanwhile, its successor.
    func update<Value: Sendable>(
        _ key: RunKey,
        _ change: (inout RunState, EngineTime) throws -> Value
    ) async throws -> Value {
        let first = try await host.resolved(key)
        do {
            return try await host.update(first) { state, now in
                guard state.key.workflowID == key.workflowID, state.key.namespaceID == key.namespaceID else {
                    throw ServiceError.runNotFound(key.workflowID)
                }
                return try change(&state, now)
            }
        } catch RunRefusal.workflowCompleted where key.runID.isEmpty {
            let second = try await host.resolved(key)
            guard second != first else { throw RunRefusal.workflowCompleted }
            return try await host.update(second, change)
        }
    }

    func check(_ value: String, isShort name: String) throws {
        guard value.utf8.count <= limits.idBytes else { throw ServiceError.invalid("\(name) length exceeds limit.") }
    }

    func check(blob bytes: Int) throws {
        guard bytes <= limits.blobBytes else { throw ServiceError.invalid("Blob data size exceeds limit.") }
    }

    func check(_ queue: APITaskQueue, isSet: Bool) throws {
        guard isSet else { throw ServiceError.invalid("taskQueue is not set") }
        guard !queue.name.isEmpty else { throw ServiceError.invalid("missing task queue name") }
        guard queue.name.utf8.count <= limits.idBytes else {
            throw ServiceError.invalid("taskQueue length exceeds limit")
        }
        guard !queue.name.hasPrefix("/_sys/") else {
            throw ServiceError.invalid("task queue name cannot start with reserved prefix /_sys/")
        }
    }

    /// When a poll must be answered: the caller's deadline with something kept back for the way, or the limit.
    func pollDeadline(_ options: CallOptions, limit: Duration) -> ContinuousClock.Instant {
        let latest = ContinuousClock.now + limit
        return options.deadline.map { min($0 - limits.pollTail, latest) } ?? latest
    }
}
