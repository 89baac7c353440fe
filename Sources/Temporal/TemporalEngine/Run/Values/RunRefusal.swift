import TemporalAPI

/// Why a run refuses a request; the run is then unchanged. Codes and words are the real service's.
package enum RunRefusal: Error, Sendable, Hashable {
    case workflowCompleted
    case executionNotFound
    case parentMismatch
    case workflowTaskNotFound
    /// A worker kept a workflow task alive for too long: it has timed out.
    case heartbeatTimeout
    /// A poller lost the race for a task: matching drops the task.
    case taskAlreadyStarted(String)
    /// A task from a queue that the run has left: matching drops the task.
    case obsoleteTask(String)
    case activityNotFound
    case activityIDEmpty
    case activityIDNotFound(String)
    case activityCancelNotRequested
    case childNotFound
    case externalRequestNotFound
    case signalLimitReached
    case workflowClosing
    case invalidArgument(String)
    case internalError(String)

    /// The canonical gRPC codes this machine uses.
    package enum Code: Int, Sendable, Hashable {
        case invalidArgument = 3
        case notFound = 5
        case alreadyExists = 6
        case resourceExhausted = 8
        case internalError = 13
    }

    package var code: Code {
        switch self {
        case .workflowCompleted, .executionNotFound, .parentMismatch, .workflowTaskNotFound, .heartbeatTimeout,
            .activityNotFound, .activityIDNotFound, .childNotFound, .externalRequestNotFound, .obsoleteTask:
            .notFound
        case .taskAlreadyStarted: .alreadyExists
        case .activityIDEmpty, .activityCancelNotRequested, .signalLimitReached, .invalidArgument: .invalidArgument
        case .workflowClosing: .resourceExhausted
        case .internalError: .internalError
        }
    }

    package var message: String {
        switch self {
        case .workflowCompleted: "workflow execution already completed"
        case .executionNotFound: "workflow execution not found"
        case .parentMismatch: "workflow parent does not match"
        case .workflowTaskNotFound: "Workflow task not found."
        case .heartbeatTimeout: "workflow task heartbeat timeout"
        case .taskAlreadyStarted(let kind): "\(kind) task already started."
        case .obsoleteTask(let reason): reason
        case .activityNotFound:
            "invalid activityID or activity already timed out or invoking workflow is completed"
        case .activityIDEmpty: "activityID cannot be empty"
        case .activityIDNotFound(let id):
            "cannot find pending activity with ActivityID \(id), check workflow execution history for more details"
        case .activityCancelNotRequested:
            "unable to mark activity as canceled without activity being request canceled first"
        case .childNotFound: "Pending child execution not found."
        case .externalRequestNotFound: "Pending external workflow request not found."
        case .signalLimitReached: "exceeded workflow execution limit for signal events"
        case .workflowClosing: "workflow operation can not be applied because workflow is closing"
        case .invalidArgument(let text), .internalError(let text): text
        }
    }

    static let blobTooLarge = RunRefusal.invalidArgument("Blob data size exceeds limit.")
    static let memoTooLarge = RunRefusal.invalidArgument("Memo size exceeds limit.")
}
