import SwiftProtobuf
import TemporalAPI

/// Writes errors as failure messages.
struct FailureWriter {
    let converter: any PayloadConverter
    let encodesCommonAttributes: Bool

    func failure(of error: any Error, depth: Int) -> APIFailure {
        let known = known(error)
        if let original = known.failure { return original }
        var failure = APIFailure()
        failure.message = known.message
        failure.source = DefaultFailureConverter.source
        failure.stackTrace = known.stackTrace
        if let cause = known.cause, depth < DefaultFailureConverter.maximumDepth {
            failure.cause = self.failure(of: cause, depth: depth + 1)
        }
        do {
            failure.failureInfo = try info(of: known)
        } catch {
            // The details do not matter as much as the failure: it is told without them.
            failure.message += " (its details could not be converted: \(error))"
            failure.failureInfo = fallbackInfo(of: known)
        }
        if encodesCommonAttributes { encodeAttributes(of: &failure) }
        return failure
    }

    private func known(_ error: any Error) -> any TemporalFailureError {
        if let error = error as? any TemporalFailureError { return error }
        if error is CancellationError { return CanceledError() }
        return ApplicationError(wrapping: error)
    }

    private func info(of error: any TemporalFailureError) throws -> APIFailure.OneOf_FailureInfo? {
        switch error {
        case let error as ApplicationError: try .applicationFailureInfo(info(of: error, details: error.details))
        case let error as CanceledError:
            .canceledFailureInfo(try .with { if let details = try payloads(error.details) { $0.details = details } })
        case let error as TimeoutError:
            .timeoutFailureInfo(
                try .with {
                    $0.timeoutType = error.type
                    if let details = try payloads(error.lastHeartbeatDetails) { $0.lastHeartbeatDetails = details }
                }
            )
        default: otherInfo(of: error)
        }
    }

    private func otherInfo(of error: any TemporalFailureError) -> APIFailure.OneOf_FailureInfo? {
        switch error {
        case let error as TerminatedError: .terminatedFailureInfo(.with { $0.identity = error.identity })
        case let error as ServerError: .serverFailureInfo(.with { $0.nonRetryable = error.isNonRetryable })
        case let error as ActivityError: .activityFailureInfo(info(of: error))
        case let error as ChildWorkflowError: .childWorkflowExecutionFailureInfo(info(of: error))
        case let error as WorkflowAlreadyStartedError:
            .applicationFailureInfo(.with { $0.type = String(describing: type(of: error)) })
        default: nil
        }
    }

    /// The kind of the failure, without the details.
    private func fallbackInfo(of error: any TemporalFailureError) -> APIFailure.OneOf_FailureInfo? {
        switch error {
        case let error as ApplicationError: (try? info(of: error, details: .none)).map { .applicationFailureInfo($0) }
        case is CanceledError: .canceledFailureInfo(APICanceledFailureInfo())
        case let error as TimeoutError: .timeoutFailureInfo(.with { $0.timeoutType = error.type })
        default: otherInfo(of: error)
        }
    }

    private func info(of error: ApplicationError, details: FailureDetails) throws -> APIApplicationFailureInfo {
        try .with {
            $0.type = error.type ?? ""
            $0.nonRetryable = error.isNonRetryable
            $0.category = error.category
            if let payloads = try payloads(details) { $0.details = payloads }
            if let delay = error.nextRetryDelay { $0.nextRetryDelay = Google_Protobuf_Duration(delay) }
        }
    }

    private func info(of error: ActivityError) -> APIActivityFailureInfo {
        .with {
            $0.activityID = error.activityID
            $0.activityType.name = error.activityType
            $0.scheduledEventID = error.scheduledEventID
            $0.startedEventID = error.startedEventID
            $0.identity = error.identity
            $0.retryState = error.retryState
        }
    }

    private func info(of error: ChildWorkflowError) -> APIChildWorkflowExecutionFailureInfo {
        .with {
            $0.namespace = error.namespace
            $0.workflowExecution.workflowID = error.workflowID
            $0.workflowExecution.runID = error.runID
            $0.workflowType.name = error.workflowType
            $0.initiatedEventID = error.initiatedEventID
            $0.startedEventID = error.startedEventID
            $0.retryState = error.retryState
        }
    }

    /// The details when there are any: an absent list and an empty one are told apart on the wire.
    private func payloads(_ details: FailureDetails) throws -> APIPayloads? {
        guard !details.isEmpty else { return nil }
        return try .with { $0.payloads = try details.payloads(with: converter) }
    }

    private func encodeAttributes(of failure: inout APIFailure) {
        let attributes = FailureAttributes(message: failure.message, stackTrace: failure.stackTrace)
        guard let payload = try? converter.convertValue(attributes) else { return }
        failure.encodedAttributes = payload
        failure.message = DefaultFailureConverter.encodedMessage
        failure.stackTrace = ""
    }
}
