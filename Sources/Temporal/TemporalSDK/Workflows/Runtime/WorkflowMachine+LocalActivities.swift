import Foundation
import SwiftProtobuf
package import TemporalAPI

/// Activities that are tried within the workflow task, one after the other in the order in which they were asked for:
/// so workflow code hears of them in the same order at every replay.
struct LocalActivities {
    /// Whether the worker tries any: a replay of a closed run, for one, does not.
    var areTried = false
    /// Asked for, and neither done nor left to the service.
    var undecided: [ActivityOperation] = []
    /// Results that the history holds for the activation that runs, by activity id.
    var recorded: [String: APIPayload] = [:]
}

extension WorkflowMachine {
    /// The activity whose attempt the workflow task at hand waits for.
    var attempted: ActivityOperation? { isReplaying ? nil : local.undecided.first }

    /// Lets the next activity that is to be tried locally have its result, or leaves it to the service.
    /// - Returns: whether workflow code has something to do now; false also when an attempt has to be made first.
    func decideLocalActivity() -> Bool {
        while let activity = local.undecided.first {
            if !activity.isWithdrawn {
                if let result = local.recorded.removeValue(forKey: activity.id) {
                    local.undecided.removeFirst()
                    activity.succeed(result)
                    return true
                }
                guard isReplaying || !local.areTried else { return false }
            }
            // Its event, if there is one, is that of an ordinary activity.
            local.undecided.removeFirst()
        }
        return false
    }

    /// Notes what the task that is about to run again recorded of its local activities.
    func noteLocalActivity(_ event: APIHistoryEvent) {
        guard let marker = LocalActivityMarker(event) else { return }
        local.recorded[marker.activityID] = marker.result
    }

    /// The attempt that is to be made next, as a worker of activities would get it.
    /// - Returns: nil when there is none, so that the workflow task can be answered.
    /// - Throws: when its input cannot be written.
    package func nextAttempt() throws(WorkflowTaskFailure) -> APIPollActivityTaskQueueResponse? {
        guard let activity = attempted else { return nil }
        do {
            return try task(of: activity)
        } catch {
            throw .unhandled(error)
        }
    }

    /// Goes on with the activation that waited for an attempt.
    /// - Parameter result: what it came to; nil when the activity is left to the service.
    /// - Throws: when the code broke a rule.
    package func goOn(with result: APIPayload?) throws(WorkflowTaskFailure) {
        guard let activity = attempted else { return }
        local.undecided.removeFirst()
        guard let result else { return try runOn {} }
        try runOn { activity.succeed(result) }
    }

    private func task(of activity: ActivityOperation) throws -> APIPollActivityTaskQueueResponse {
        let options = activity.options
        var task = APIPollActivityTaskQueueResponse()
        task.workflowNamespace = environment.namespace
        task.workflowType = started.workflowType
        task.workflowExecution = execution
        task.activityType.name = activity.name
        task.activityID = activity.id
        // Two activities of a run that go on at the same time have different ids.
        task.taskToken = Data("local/\(execution.runID)/\(activity.id)".utf8)
        if let header = passedOnHeader { task.header = header }
        task.input.payloads = try activity.input(environment.converter)
        task.scheduledTime = time
        task.currentAttemptScheduledTime = time
        task.startedTime = time
        task.attempt = 1
        if let timeout = options.startToCloseTimeout ?? options.scheduleToCloseTimeout {
            task.startToCloseTimeout = .init(timeout)
        }
        if let policy = options.retryPolicy { task.retryPolicy = APIRetryPolicy(policy) }
        return task
    }
}
