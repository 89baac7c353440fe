import TemporalAPI
import TemporalSDK

/// Where an intake is, read from its history without any worker.
struct IntakeHistory: Sendable {
    private(set) var state = IntakeState(status: .received)
    /// The names of the activities that were asked for, by the number of their event.
    private var scheduled: [Int64: String] = [:]
    private let converter: DataConverter

    init(_ handle: UntypedWorkflowHandle, _ converter: DataConverter) async throws {
        self.converter = converter
        for try await event in handle.fetchHistoryEvents() { note(event) }
    }

    private mutating func note(_ event: APIHistoryEvent) {
        switch event.eventType {
        case .workflowExecutionStarted:
            let payloads = event.workflowExecutionStartedEventAttributes.input.payloads
            let input = try? converter.convertSinglePayload(payloads, as: OrderIntakeInput.self)
            state.orderId = input?.orderId
            state.fingerprint = input?.fingerprint
        case .activityTaskScheduled:
            scheduled[event.eventID] = event.activityTaskScheduledEventAttributes.activityType.name
        case .activityTaskCompleted: noteActivity(event.activityTaskCompletedEventAttributes)
        case .workflowExecutionCompleted:
            let payloads = event.workflowExecutionCompletedEventAttributes.result.payloads
            if let end = try? converter.convertSinglePayload(payloads, as: IntakeState.self) { state = end }
        case .workflowExecutionFailed: fail(event.workflowExecutionFailedEventAttributes.failure.message)
        case .workflowExecutionTerminated: fail("the intake was terminated")
        case .workflowExecutionCanceled: fail("the intake was cancelled")
        case .workflowExecutionTimedOut: fail("the intake timed out")
        default: break
        }
    }

    private mutating func noteActivity(_ completed: APIActivityTaskCompletedEventAttributes) {
        switch scheduled[completed.scheduledEventID] {
        case Activities.validateOrder.name: state.status = .validated
        case Activities.createOrder.name:
            let payloads = completed.result.payloads
            state.status = .created
            state.orderId = try? converter.convertSinglePayload(payloads, as: Activities.OrderInput.self).orderId
        default: break
        }
    }

    private mutating func fail(_ reason: String) {
        state.status = .failed
        state.reason = reason
    }
}
