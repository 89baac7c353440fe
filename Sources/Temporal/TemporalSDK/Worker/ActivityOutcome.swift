import TemporalAPI

/// How an attempt of an activity ended.
enum ActivityOutcome: Sendable {
    case completed(APIPayload)
    case failed(APIFailure)
    case canceled([APIPayload])
    /// Somebody else will complete it.
    case completesLater
    /// The service has given the attempt up; there is nobody to tell.
    case unknownToServer
    /// Its code did not end although it was cancelled, and the worker stops. The service is not told: what the code
    /// still does must not meet the next attempt before the timeouts that were set.
    case abandoned
}

extension ActivityOutcome {
    /// What an error that an activity threw means, given why it was cancelled, if it was.
    init(of error: any Error, cancelledFor reason: ActivityCancellationReason?, converter: DataConverter) {
        if error is CompleteAsyncError {
            self = .completesLater
        } else if error is ActivityAbandonedError {
            self = .abandoned
        } else if reason == .goneFromServer {
            self = .unknownToServer
        } else if let reason, error.isTemporalCancellation {
            self = Self.cancelled(error, for: reason, converter: converter)
        } else {
            self = .failed(converter.convertError(Self.failure(of: error)))
        }
    }

    private static func cancelled(
        _ error: any Error,
        for reason: ActivityCancellationReason,
        converter: DataConverter
    ) -> ActivityOutcome {
        func failed(_ message: String, type: String) -> ActivityOutcome {
            .failed(converter.convertError(ApplicationError(message, type: type)))
        }
        switch reason {
        case .serverRequest:
            let details = (error as? CanceledError)?.details ?? .none
            return .canceled((try? details.payloads(with: converter.payloadConverter)) ?? [])
        case .workerShutdown:
            // A failure, so that another worker tries again at once instead of after a timeout.
            return failed("Worker is shutting down and this activity did not complete in time", type: "WorkerShutdown")
        case .timeout: return failed("the activity was cancelled because its time was over", type: "ActivityTimeout")
        case .heartbeatRecordFailure:
            return failed("the details of a heartbeat could not be converted", type: "HeartbeatRecordFailure")
        case .paused: return failed("Unhandled activity cancel error produced by activity pause", type: "ActivityPause")
        case .reset: return failed("Unhandled activity cancel error produced by activity reset", type: "ActivityReset")
        case .goneFromServer: return .unknownToServer
        }
    }

    /// Nobody asked to cancel the activity: a cancellation inside it is a failure like any other.
    private static func failure(of error: any Error) -> any Error {
        error is CancellationError || error is CanceledError ? ApplicationError(wrapping: error) : error
    }
}
