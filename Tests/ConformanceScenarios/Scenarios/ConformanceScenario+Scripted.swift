import TemporalAPI
import TemporalSDK

extension ConformanceScenario {
    static let scripted: [ConformanceScenario] = {
        do {
            return try ScriptPlan.all().map { plan in .init(plan.name) { try await run(plan, $0) } }
        } catch {
            return [.init("scripts_json_is_read") { _ in throw ConformanceProblem("scripts.json: \(error)") }]
        }
    }()

    private static func run(_ plan: ScriptPlan, _ tried: ConformanceClient) async throws {
        let handle = try await tried.start(plan)
        for action in plan.actions ?? [] { try await carryOut(action, handle, tried) }
        try await checkEnd(of: handle, plan.result, end: plan.resultEnd, plan.failure, fails: plan.fails ?? false)
        for action in plan.after ?? [] { try await carryOut(action, handle, tried) }
        guard let history = plan.history else { return }
        let activity = ["ActivityTaskScheduled", "ActivityTaskStarted", "ActivityTaskCompleted"]
        try await tried.expectHistory(of: handle, history.flatMap { $0 == "Activity" ? activity : [$0] })
    }

    private static func checkEnd(
        of handle: UntypedWorkflowHandle,
        _ result: [String]?,
        end: [String]? = nil,
        _ failure: String?,
        fails: Bool = false
    ) async throws {
        do {
            let found = try await handle.result(as: [String].self)
            guard let end else { return try expect(found, is: result ?? [], "the result") }
            try expect(Array(found.suffix(end.count)), is: end, "the end of the result")
        } catch let error as WorkflowFailedError {
            guard !fails else { return }
            try expect(error.cause.map(ScriptErrors.text) ?? "", is: failure ?? "no failure", "the failure")
        }
    }

    private static func carryOut(
        _ action: ScriptPlan.Action,
        _ handle: UntypedWorkflowHandle,
        _ tried: ConformanceClient
    ) async throws {
        if let event = action.until { try await tried.wait(for: event, count: action.count ?? 1, of: handle) }
        if let text = action.signal { try await handle.signal("add", input: text) }
        if action.cancel == true { try await handle.cancel() }
        if let reason = action.terminate { try await handle.terminate(reason: reason) }
        if let expected = action.query {
            try expect(try await handle.query("results", as: [String].self), is: expected, "the query's answer")
        }
        if let id = action.complete {
            let activity = tried.client.asyncActivityHandle(workflowID: handle.id, activityID: id)
            try await activity.complete(action.text ?? "")
        }
        if let id = action.signalOther {
            try await tried.client.workflowHandle(id: "\(handle.id)-\(id)").signal("add", input: action.text ?? "")
        }
        if let id = action.other {
            let other = tried.client.workflowHandle(id: "\(handle.id)-\(id)")
            try await checkEnd(of: other, action.result, action.failure)
        }
        if let memo = action.memo {
            try expect(try await handle.describe().summary.memo("text", as: String.self), is: memo, "the memo")
        }
    }
}

extension ConformanceClient {
    fileprivate func start(_ plan: ScriptPlan) async throws -> UntypedWorkflowHandle {
        var options = WorkflowOptions(id: "\(prefix)-run", taskQueue: taskQueue)
        options.runTimeout = plan.runTimeout.map { .milliseconds($0) }
        options.retryPolicy = plan.attempts.map {
            RetryPolicy(initialInterval: .milliseconds(50), backoffCoefficient: 1, maximumAttempts: $0)
        }
        guard let signal = plan.startSignal else {
            return try await client.startWorkflow(name: "Script", options: options, input: plan.steps)
        }
        return try await client.signalWithStartWorkflow(
            name: "Script",
            options: options,
            input: plan.steps,
            signal: "add",
            signalInput: signal
        )
    }

    /// Waits until a run's history has so many events of a type; a started activity is in it only once it has ended.
    fileprivate func wait(for event: String, count: Int, of handle: UntypedWorkflowHandle) async throws {
        try await until("\(count) \(event) of \(handle.id)") {
            if event == "pending" || event == "ActivityTaskStarted" {
                return try await handle.describe().pendingActivities.first?.state == .started ? () : nil
            }
            return try await events(of: handle).count { $0.typeName == event } >= count ? () : nil
        }
    }
}
