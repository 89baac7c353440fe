import GRPCCore
import SwiftProtobuf
import TemporalAPI

/// The errors of the real service: their codes, words and details.
extension ServiceError {
    static func invalid(_ message: String) -> ServiceError {
        ServiceError(.invalidArgument, message)
    }

    /// With a detail, as far as it can be encoded: the code and the words are enough for a caller without it.
    static func with(_ code: RPCError.Code, _ message: String, _ detail: some Message) -> ServiceError {
        (try? ServiceError(code, message, detail: detail)) ?? ServiceError(code, message)
    }

    static func namespaceNotFound(_ name: String) -> ServiceError {
        .with(.notFound, "Namespace \(name) is not found.", APINamespaceNotFoundFailure.with { $0.namespace = name })
    }

    static let namespaceExists = ServiceError.with(
        .alreadyExists,
        "Namespace already exists.",
        APINamespaceAlreadyExistsFailure()
    )

    static func runNotFound(_ workflowID: String) -> ServiceError {
        .with(.notFound, "workflow not found for ID: \(workflowID)", APINotFoundFailure())
    }

    static func exhausted(
        _ cause: APIResourceExhaustedCause,
        _ scope: APIResourceExhaustedScope,
        _ message: String
    ) -> ServiceError {
        .with(
            .resourceExhausted,
            message,
            APIResourceExhaustedFailure.with {
                $0.cause = cause
                $0.scope = scope
            }
        )
    }

    static let busyRun = ServiceError.exhausted(.busyWorkflow, .namespace, "Workflow is busy.")

    /// The run cannot be asked yet, or not any more.
    static func notReady(_ message: String) -> ServiceError {
        .with(.failedPrecondition, message, APIWorkflowNotReadyFailure())
    }

    static func queryFailed(_ message: String, _ failure: APIFailure?) -> ServiceError {
        .with(
            .invalidArgument,
            message,
            APIQueryFailedFailure.with { if let failure { $0.failure = failure } }
        )
    }

    static let queryTimedOut = ServiceError(.deadlineExceeded, "query timed out before a worker could process it")

    // MARK: Workflow ids that are in use

    static func alreadyRunning(_ workflowID: String, _ run: CurrentRun) -> ServiceError {
        alreadyStarted("Workflow execution is already running. WorkflowId: \(workflowID), RunId: \(run.runID).", run)
    }

    static func alreadyFinished(_ workflowID: String, _ run: CurrentRun) -> ServiceError {
        alreadyStarted(
            "Workflow execution already finished. WorkflowId: \(workflowID), RunId: \(run.runID). "
                + "Workflow Id reuse policy: reject duplicate workflow Id.",
            run
        )
    }

    static func alreadySucceeded(_ workflowID: String, _ run: CurrentRun) -> ServiceError {
        alreadyStarted(
            "Workflow execution already finished successfully. WorkflowId: \(workflowID), RunId: \(run.runID). "
                + "Workflow Id reuse policy: allow duplicate workflow Id if last run failed.",
            run
        )
    }

    private static func alreadyStarted(_ message: String, _ run: CurrentRun) -> ServiceError {
        .with(
            .alreadyExists,
            message,
            APIWorkflowExecutionAlreadyStartedFailure.with {
                $0.startRequestID = run.startRequestID
                $0.runID = run.runID
                $0.firstExecutionRunID = run.firstRunID
            }
        )
    }
}

extension ServiceError {
    /// What a run says when it refuses a request.
    init(_ refusal: RunRefusal) {
        switch refusal.code {
        case .invalidArgument: self.init(.invalidArgument, refusal.message)
        case .notFound: self = .with(.notFound, refusal.message, APINotFoundFailure())
        case .alreadyExists: self.init(.alreadyExists, refusal.message)
        case .resourceExhausted: self = .exhausted(.busyWorkflow, .namespace, refusal.message)
        case .internalError: self.init(.internalError, refusal.message)
        }
    }
}
