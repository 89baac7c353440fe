import TemporalAPI
import TemporalEngine

extension RandomRun {
    mutating func startActivity() throws {
        let activity = try driver.state.startActivity(
            scheduledEventID: any(driver.state.activities.keys) ?? 5,
            poller: ActivityPoller(identity: "worker", requestID: driver.ids.next()),
            now: driver.now
        )
        activityReferences.append(activity.reference)
    }

    /// Answers any start of an activity, also one that is long over.
    mutating func answerActivity() throws {
        guard let reference = chance(70) ? activityReferences.last : any(activityReferences) else { return }
        let now = driver.now
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<4:
            try driver.state.completeActivity(reference, result: .json("1"), identity: "worker", now: now)
        case 4..<6:
            let details: APIPayloads? = chance(30) ? .json("2") : nil
            try driver.state.failActivity(
                reference,
                failure: .application("no", isFinal: chance(30)),
                lastHeartbeatDetails: details,
                identity: "worker",
                now: now
            )
        case 6..<8:
            try driver.state.cancelActivity(reference, details: .json("3"), identity: "worker", now: now)
        default:
            _ = try driver.state.heartbeat(reference, details: .json("4"), identity: "worker", now: now)
        }
    }

    /// News of children and of requests to other workflows, also of such as nobody waits for.
    mutating func tellNews() throws {
        let now = driver.now
        let child = any(driver.state.children.keys) ?? 5
        let signal = any(driver.state.externalSignals.keys) ?? 5
        let cancel = any(driver.state.externalCancels.keys) ?? 5
        switch Int.random(in: 0..<9, using: &random) {
        case 0, 1: try driver.state.childStarted(initiatedEventID: child, runID: "child-run", now: now)
        case 2:
            try driver.state.childStartFailed(initiatedEventID: child, cause: .workflowAlreadyExists, now: now)
        case 3, 4:
            let id = driver.state.children[child]?.attributes.workflowID ?? "child-0"
            try driver.state.childClosed(
                initiatedEventID: child,
                execution: .child("child-run", id: id),
                firstRunID: "child-run",
                closeEvent: chance(50) ? .completed("1") : .failed(.application("no")),
                now: now
            )
        case 5: try driver.state.externalSignalDelivered(initiatedEventID: signal, now: now)
        case 6:
            try driver.state.externalSignalFailed(
                initiatedEventID: signal,
                cause: .externalWorkflowExecutionNotFound,
                now: now
            )
        case 7: try driver.state.externalCancelDelivered(initiatedEventID: cancel, now: now)
        default:
            try driver.state.externalCancelFailed(
                initiatedEventID: cancel,
                cause: .externalWorkflowExecutionNotFound,
                now: now
            )
        }
    }
}
