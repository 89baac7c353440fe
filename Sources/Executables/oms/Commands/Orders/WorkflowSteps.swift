import OMSKernel
import OMSWorkflows

/// One step of a workflow's story, as people follow it: what an activity was tried, what came in, what was waited for.
package struct WorkflowStep: Sendable, Equatable {
    package let workflow: String
    /// The number of the event; nil for what is pending.
    package let eventID: String?
    package let time: String?
    /// `CreateShipment`, `signal PickCompleted`, `timer`, `workflow`.
    package let what: String
    /// `attempt 3 started, after: the carrier is away`.
    package let detail: String
}

/// Tells the story of a workflow from its history and what is pending.
package enum WorkflowSteps {
    /// - Parameters:
    ///   - workflow: its id.
    ///   - events: its history, oldest first, as the API has it.
    ///   - pending: the activities that wait or run, as the API has them.
    /// - Returns: the steps, oldest first; tasks that only drive the workflow are left out.
    package static func story(of workflow: String, events: [JSONValue], pending: [JSONValue]) -> [WorkflowStep] {
        var names: [String: String] = [:]
        var steps: [WorkflowStep] = []
        for event in events {
            let attributes = event["attributes"]
            if event["type"].shown == "ActivityTaskScheduled", let id = event["eventId"].shown {
                names[id] = attributes["activityType"]["name"].shown
                continue
            }
            let activity = attributes["scheduledEventId"].shown.flatMap { names[$0] }
            guard let (what, detail) = text(event["type"].shown ?? "", attributes, activity: activity) else { continue }
            steps.append(
                WorkflowStep(
                    workflow: workflow,
                    eventID: event["eventId"].shown,
                    time: event["time"].shown,
                    what: what,
                    detail: detail
                )
            )
        }
        return steps + pending.map { step(of: $0, workflow) }
    }

    private static func text(
        _ type: String,
        _ attributes: JSONValue,
        activity: String?
    ) -> (what: String, detail: String)? {
        if let activity, type.hasPrefix("ActivityTask") {
            return (activity, attempt(type, attributes))
        }
        switch type {
        case "WorkflowTaskFailed", "WorkflowTaskTimedOut":
            return ("workflow task", words(type, [WorkflowEventText.summary(.object(["attributes": attributes]))]))
        case let type where type.hasPrefix("WorkflowTask"): return nil
        case "MarkerRecorded":
            return attributes["activityType"]["name"].shown.map { ($0, "completed within the workflow task") }
        case "WorkflowExecutionSignaled": return ("signal \(attributes["signalName"].shown ?? "?")", "received")
        case "TimerStarted": return ("timer", words("started", [attributes["startToFireTimeout"].shown]))
        case "TimerFired": return ("timer", "fired")
        case "TimerCanceled": return ("timer", "cancelled")
        case let type where type.hasPrefix("WorkflowExecution"):
            let ending = String(type.dropFirst("WorkflowExecution".count))
            return ("workflow", words(ending, [WorkflowEventText.summary(.object(["attributes": attributes]))]))
        default: return (type, WorkflowEventText.summary(.object(["attributes": attributes])))
        }
    }

    private static func attempt(_ type: String, _ attributes: JSONValue) -> String {
        switch type {
        case "ActivityTaskStarted":
            words(
                "attempt \(attributes["attempt"].shown ?? "1") started",
                [WorkflowEventText.failure(attributes["lastFailure"]).map { "after: \($0)" }]
            )
        case "ActivityTaskCompleted": "completed"
        case "ActivityTaskFailed": words("failed", [WorkflowEventText.failure(attributes["failure"])])
        case "ActivityTaskTimedOut": words("timed out", [WorkflowEventText.failure(attributes["failure"])])
        case "ActivityTaskCancelRequested": "asked to stop"
        case "ActivityTaskCanceled": "stopped"
        default: type
        }
    }

    private static func step(of pending: JSONValue, _ workflow: String) -> WorkflowStep {
        let isRunning = pending["state"].shown != "SCHEDULED"
        let attempt = "attempt \(pending["attempt"].shown ?? "1")"
        return WorkflowStep(
            workflow: workflow,
            eventID: nil,
            time: (isRunning ? pending["lastStartedAt"].shown : nil) ?? pending["nextAttemptAt"].shown
                ?? pending["scheduledAt"].shown,
            what: pending["type"].shown ?? "?",
            detail: words(
                "\(attempt) \(isRunning ? "is running" : "is to come")",
                [pending["lastFailure"].shown.map { "after: \($0)" }]
            )
        )
    }

    private static func words(_ first: String, _ rest: [String?]) -> String {
        ([first] + rest.compactMap { $0 }.filter { !$0.isEmpty }).joined(separator: ", ")
    }
}

extension APIClient {
    /// The most pages of one history that are read: 100 events each.
    private static let maximumHistoryPages = 50

    /// The stories of an order's intake and fulfilment, one after the other.
    /// - Parameters:
    ///   - order: the order's id.
    ///   - requestID: the key that it was placed under; nil when nobody knows it any more.
    /// - Returns: their steps; nil when the key or the server cannot tell.
    /// - Throws: ``CommandFailure``.
    func story(ofOrder order: String, requestID: String?) async throws -> [WorkflowStep]? {
        var steps: [WorkflowStep] = []
        let intake = requestID.map { WorkflowID.intake(requestID: $0) }
        for workflow in [intake, WorkflowID.fulfillment(orderID: order)].compactMap({ $0 }) {
            guard let story = try await story(ofWorkflow: workflow) else { return nil }
            steps += story
        }
        return steps
    }

    /// The story of a workflow.
    /// - Parameter workflow: its id.
    /// - Returns: its steps; none for a workflow that is not there, nil when the key or the server cannot tell.
    /// - Throws: ``CommandFailure``.
    func story(ofWorkflow workflow: String) async throws -> [WorkflowStep]? {
        let path = "/workflows/\(URLText.escaped(workflow))"
        let shown = try await answer(to: APIRequest(.get, path, isRepeatable: false))
        if shown.status == 404 { return [] }
        if shown.status == 403 || shown.status == 503 { return nil }
        guard shown.isSuccess else { throw shown.problem.failure }
        let description: JSONValue = try shown.decoded()
        var events: [JSONValue] = []
        var cursor: String?
        for _ in 0..<Self.maximumHistoryPages {
            let query = [("runId", description["runId"].shown), ("limit", "100"), ("cursor", cursor)]
            let page: JSONValue = try await send(APIRequest(.get, path + "/history", query: query)).decoded()
            events += page["data"].entries
            cursor = page["nextCursor"].shown
            if cursor == nil { break }
        }
        return WorkflowSteps.story(
            of: workflow,
            events: events,
            pending: description["pendingActivities"].entries
        )
    }
}
