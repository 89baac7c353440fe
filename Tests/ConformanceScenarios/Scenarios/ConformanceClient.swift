import TemporalAPI
package import TemporalSDK

/// A client with the task queue of the worker that is tried, and ids that no other scenario has.
package struct ConformanceClient: Sendable {
    package let client: TemporalClient
    let taskQueue: String
    let prefix: String

    /// - Parameters:
    ///   - client: The client.
    ///   - taskQueue: Where a worker has the shared workflows.
    ///   - prefix: The beginning of the workflow ids.
    package init(client: TemporalClient, taskQueue: String, prefix: String) {
        self.client = client
        self.taskQueue = taskQueue
        self.prefix = prefix
    }

    func start<each Input: Sendable>(
        _ name: String,
        id: String = "run",
        _ input: repeat each Input
    ) async throws -> UntypedWorkflowHandle {
        let options = WorkflowOptions(id: "\(prefix)-\(id)", taskQueue: taskQueue)
        return try await client.startWorkflow(name: name, options: options, input: repeat each input)
    }

    /// The error with which a workflow ends.
    func failure(of handle: UntypedWorkflowHandle) async throws -> any Error {
        do {
            try await handle.result(as: Void.self)
        } catch let error as WorkflowFailedError {
            guard let cause = error.cause else { throw ConformanceProblem("the failure has no cause") }
            return cause
        }
        throw ConformanceProblem("\(handle.id) did not fail")
    }

    /// Compares the types of a run's events with their names; `Task` is a workflow task that was scheduled, started
    /// and completed.
    func expectHistory(of handle: UntypedWorkflowHandle, run: String? = nil, _ names: [String]) async throws {
        let expected = names.flatMap {
            $0 == "Task" ? ["WorkflowTaskScheduled", "WorkflowTaskStarted", "WorkflowTaskCompleted"] : [$0]
        }
        try expect(try await events(of: handle, run: run).map(\.typeName), is: expected, "the history of \(handle.id)")
    }

    func events(of handle: UntypedWorkflowHandle, run: String? = nil) async throws -> [APIHistoryEvent] {
        let run = run ?? handle.resultRunID
        return try await client.workflowHandle(id: handle.id, runID: run).fetchHistory().events
    }

    /// Looks again and again until there is an answer.
    func until<Value>(_ what: String, _ look: () async throws -> Value?) async throws -> Value {
        let end = ContinuousClock.now + .seconds(90)
        while ContinuousClock.now < end {
            if let value = try await look() { return value }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw ConformanceProblem("not within 90 s: \(what)")
    }

    /// Waits until so many workflow tasks of a run are completed.
    func untilTasks(_ count: Int, of handle: UntypedWorkflowHandle) async throws {
        try await until("\(count) workflow tasks of \(handle.id)") {
            let names = try await events(of: handle).map(\.typeName)
            return names.count { $0 == "WorkflowTaskCompleted" } >= count ? () : nil
        }
    }
}

extension APIHistoryEvent {
    /// `workflowTaskScheduled` as documents write it: WorkflowTaskScheduled.
    var typeName: String {
        let name = "\(eventType)"
        return name.prefix(1).uppercased() + name.dropFirst()
    }
}
