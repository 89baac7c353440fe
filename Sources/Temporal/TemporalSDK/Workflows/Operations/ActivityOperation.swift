import SwiftProtobuf
import TemporalAPI

/// One activity, from its call to its end.
///
/// `@unchecked Sendable`: only the thread inside the run touches it. `exclusivity(unchecked)`: no access to these spans
/// a call of workflow code.
final class ActivityOperation: WorkflowOperation, @unchecked Sendable {
    let name: String
    let id: String
    let options: ActivityOptions
    let input: WorkflowInputs
    /// Of the event that recorded the command; 0 before.
    @exclusivity(unchecked) private(set) var scheduledEventID: Int64 = 0
    /// Cancelled before the command was sent: it never is.
    @exclusivity(unchecked) private(set) var isWithdrawn = false
    /// What a local attempt came to, when it succeeded: the service is told that alone.
    @exclusivity(unchecked) private(set) var localResult: APIPayload?
    private var isCancelRequested = false
    @exclusivity(unchecked) private var caller = Suspension<APIPayloads>()
    private let machine: WorkflowMachine

    init(
        _ machine: WorkflowMachine,
        name: String,
        options: ActivityOptions,
        input: @escaping WorkflowInputs
    ) {
        self.machine = machine
        self.name = name
        self.options = options
        self.input = input
        id = options.activityID ?? String(machine.sequence.nextActivity())
    }

    var label: String { "activity \(name) (id \(id))" }

    var isAwaited: Bool { caller.isOpen }

    @inline(__always)
    func result() async throws -> APIPayloads {
        try await machine.wait(cancelled: cancel) { caller.wait($0) }
    }

    private func cancel() {
        guard caller.isOpen, !machine.isEvicting else { return evict() }
        if scheduledEventID == 0 {
            isWithdrawn = true
            return caller.end(throwing: cancelled("Activity cancelled before scheduled"))
        }
        switch options.cancellationType {
        case .abandon:
            caller.end(throwing: cancelled("Activity abandoned"))
        case .tryCancel:
            requestCancel()
            caller.end(throwing: cancelled("Activity cancelled"))
        case .waitCancellationCompleted:
            requestCancel()
        }
    }

    private func requestCancel() {
        guard !isCancelRequested else { return }
        isCancelRequested = true
        machine.issue(.cancelActivity(self))
    }

    func evict() {
        caller.end(throwing: WorkflowEvicted())
    }

    // MARK: A local attempt

    /// A local attempt succeeded, now or when the history was written.
    func succeed(_ result: APIPayload) {
        localResult = result
        caller.end(.success(.with { $0.payloads = [result] }))
    }

    /// The record of the local attempt that succeeded.
    var marker: LocalActivityMarker? {
        localResult.map { LocalActivityMarker(activityID: id, activityType: name, result: $0) }
    }

    // MARK: Events

    func record(_ event: APIHistoryEvent) throws(WorkflowTaskFailure) {
        if localResult != nil { return try recordMarker(event) }
        guard case .activityTaskScheduledEventAttributes(let attributes) = event.attributes else {
            throw .malformedHistory("\(event.label) has no attributes")
        }
        guard attributes.activityType.name == name, attributes.activityID == id else {
            throw .nondeterminism(
                """
                \(event.label) schedules activity \(attributes.activityType.name) (id \(attributes.activityID)), \
                the workflow scheduled \(label)
                """
            )
        }
        scheduledEventID = event.eventID
    }

    private func recordMarker(_ event: APIHistoryEvent) throws(WorkflowTaskFailure) {
        guard let marker = LocalActivityMarker(event) else {
            throw .malformedHistory("\(event.label) is a record of a local activity that cannot be read")
        }
        guard marker.activityType == name, marker.activityID == id else {
            throw .nondeterminism(
                """
                \(event.label) records local activity \(marker.activityType) (id \(marker.activityID)), \
                the workflow asked for \(label)
                """
            )
        }
        scheduledEventID = event.eventID
    }

    func apply(_ event: APIHistoryEvent, _ attributes: EventAttributes) throws(WorkflowTaskFailure) -> Bool {
        switch attributes {
        case .activityTaskCompletedEventAttributes(let attributes):
            caller.end(.success(attributes.result))
        case .activityTaskFailedEventAttributes(let attributes):
            fail("Activity task failed", attributes.failure, attributes.retryState, attributes.startedEventID)
        case .activityTaskTimedOutEventAttributes(let attributes):
            fail("Activity task timed out", attributes.failure, attributes.retryState, attributes.startedEventID)
        case .activityTaskCanceledEventAttributes(let attributes):
            let cause = APIFailure.with { failure in
                failure.message = "Activity cancelled"
                failure.canceledFailureInfo = .with { $0.details = attributes.details }
            }
            fail("Activity task cancelled", cause, .unspecified, attributes.startedEventID)
        default:
            throw unexpected(event)
        }
        return true
    }

    // MARK: Errors

    private func fail(_ message: String, _ cause: APIFailure, _ retryState: APIRetryState, _ startedEventID: Int64) {
        guard caller.isOpen else { return }
        let failure = APIFailure.with { failure in
            failure.message = message
            failure.cause = cause
            failure.activityFailureInfo = .with { info in
                info.activityID = id
                info.activityType.name = name
                info.scheduledEventID = scheduledEventID
                info.startedEventID = startedEventID
                info.retryState = retryState
            }
        }
        caller.end(throwing: machine.environment.converter.convertFailure(failure))
    }

    private func cancelled(_ message: String) -> any Error {
        ActivityError(
            message,
            activityID: id,
            activityType: name,
            scheduledEventID: scheduledEventID,
            retryState: .cancelRequested,
            cause: CanceledError(message)
        )
    }
}
