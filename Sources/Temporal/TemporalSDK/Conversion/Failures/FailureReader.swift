import TemporalAPI

/// Reads failure messages as errors.
struct FailureReader {
    let converter: any PayloadConverter

    func error(of failure: APIFailure, depth: Int) -> any Error {
        let common = common(of: failure, depth: depth)
        switch failure.failureInfo {
        case .applicationFailureInfo(let info): return application(info, common)
        case .canceledFailureInfo(let info):
            return CanceledError(
                common.message(or: "Cancelled"),
                details: details(info.details),
                cause: common.cause,
                stackTrace: common.stackTrace,
                failure: failure
            )
        case .timeoutFailureInfo(let info):
            return TimeoutError(
                common.message(or: "Timeout"),
                type: info.timeoutType,
                lastHeartbeatDetails: details(info.lastHeartbeatDetails),
                cause: common.cause,
                stackTrace: common.stackTrace,
                failure: failure
            )
        case .terminatedFailureInfo(let info):
            return TerminatedError(
                common.message(or: "Terminated"),
                identity: info.identity,
                cause: common.cause,
                stackTrace: common.stackTrace,
                failure: failure
            )
        case .serverFailureInfo(let info):
            return ServerError(
                common.message(or: "Server error"),
                isNonRetryable: info.nonRetryable,
                cause: common.cause,
                stackTrace: common.stackTrace,
                failure: failure
            )
        case .activityFailureInfo(let info): return activity(info, common)
        case .childWorkflowExecutionFailureInfo(let info): return childWorkflow(info, common)
        default:
            return BasicTemporalFailureError(
                common.message(or: "Failure"),
                cause: common.cause,
                stackTrace: common.stackTrace,
                failure: failure
            )
        }
    }

    /// What every failure has.
    private struct Common {
        let failure: APIFailure
        let text: String
        let stackTrace: String
        let cause: (any Error)?

        func message(or fallback: String) -> String { text.isEmpty ? fallback : text }
    }

    private func common(of failure: APIFailure, depth: Int) -> Common {
        let hasCause = failure.hasCause && depth < DefaultFailureConverter.maximumDepth
        let attributes =
            failure.hasEncodedAttributes
            ? try? converter.convertPayload(failure.encodedAttributes, as: FailureAttributes.self) : nil
        return Common(
            failure: failure,
            text: attributes?.message ?? failure.message,
            stackTrace: attributes?.stackTrace ?? failure.stackTrace,
            cause: hasCause ? error(of: failure.cause, depth: depth + 1) : nil
        )
    }

    private func details(_ payloads: APIPayloads) -> FailureDetails {
        FailureDetails(payloads: payloads.payloads, converter: converter)
    }

    private func application(_ info: APIApplicationFailureInfo, _ common: Common) -> ApplicationError {
        ApplicationError(
            common.message(or: "Application error"),
            type: info.type.isEmpty ? nil : info.type,
            details: details(info.details),
            isNonRetryable: info.nonRetryable,
            nextRetryDelay: info.hasNextRetryDelay ? Duration(info.nextRetryDelay) : nil,
            category: info.category,
            cause: common.cause,
            stackTrace: common.stackTrace,
            failure: common.failure
        )
    }

    private func activity(_ info: APIActivityFailureInfo, _ common: Common) -> ActivityError {
        ActivityError(
            common.message(or: "Activity error"),
            activityID: info.activityID,
            activityType: info.activityType.name,
            scheduledEventID: info.scheduledEventID,
            startedEventID: info.startedEventID,
            identity: info.identity,
            retryState: info.retryState,
            cause: common.cause,
            stackTrace: common.stackTrace,
            failure: common.failure
        )
    }

    private func childWorkflow(_ info: APIChildWorkflowExecutionFailureInfo, _ common: Common) -> ChildWorkflowError {
        ChildWorkflowError(
            common.message(or: "Child workflow error"),
            namespace: info.namespace,
            workflowID: info.workflowExecution.workflowID,
            runID: info.workflowExecution.runID,
            workflowType: info.workflowType.name,
            initiatedEventID: info.initiatedEventID,
            startedEventID: info.startedEventID,
            retryState: info.retryState,
            cause: common.cause,
            stackTrace: common.stackTrace,
            failure: common.failure
        )
    }
}
