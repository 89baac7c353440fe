package import TemporalSDK

/// Takes an order from its stock to its shipment, and undoes what was done when it comes to nothing.
///
/// The ten steps run one after the other in a task of their own, so that a cancellation ends them wherever they wait,
/// a service that is away included. What then has to be undone is what was begun, in reverse: an activity that was
/// asked for and never answered may still have had its effect.
package actor OrderFulfillmentWorkflow: WorkflowDefinition {
    package static let pickCompleted = WorkflowSignalDefinition<OrderFulfillmentWorkflow, Activities.OrderInput?>(
        SignalName.pickCompleted,
        summary: "All pick tasks of the order are done"
    ) { workflow, _ in workflow.isPicked = true }

    package static let packCompleted = WorkflowSignalDefinition<OrderFulfillmentWorkflow, Activities.OrderInput?>(
        SignalName.packCompleted,
        summary: "The order is packed"
    ) { workflow, _ in workflow.isPacked = true }

    package static let cancelOrder = WorkflowSignalDefinition<OrderFulfillmentWorkflow, CancelOrderSignal>(
        SignalName.cancelOrder,
        summary: "Abort the fulfilment"
    ) { workflow, signal in workflow.requestCancellation(signal.reason ?? "cancelled on request") }

    package static let getState = WorkflowQueryDefinition<OrderFulfillmentWorkflow, Void, FulfillmentState>(
        "getState",
        summary: "The status, the step, what it waits for and since when, at one moment"
    ) { workflow in
        FulfillmentState(
            status: workflow.status.rawValue,
            step: workflow.step.rawValue,
            blockingReason: workflow.blockingReason,
            since: workflow.since
        )
    }

    package static let getFulfillmentStatus = WorkflowQueryDefinition<OrderFulfillmentWorkflow, Void, String>(
        "getFulfillmentStatus",
        summary: "How the fulfilment is"
    ) { $0.status.rawValue }

    package static let getCurrentStep = WorkflowQueryDefinition<OrderFulfillmentWorkflow, Void, String>(
        "getCurrentStep",
        summary: "What it does now"
    ) { $0.step.rawValue }

    package static let getBlockingReason = WorkflowQueryDefinition<OrderFulfillmentWorkflow, Void, String?>(
        "getBlockingReason",
        summary: "What it waits for, if for anything"
    ) { $0.blockingReason }

    package static let getSince = WorkflowQueryDefinition<OrderFulfillmentWorkflow, Void, Int64>(
        "getSince",
        summary: "Since when, in milliseconds since 1970"
    ) { $0.since }

    package static let getCancellationRefusal = WorkflowQueryDefinition<OrderFulfillmentWorkflow, Void, String?>(
        "getCancellationRefusal",
        summary: "Why a cancellation was refused, if one was"
    ) { $0.cancellationRefusal }

    package static var signals: [any WorkflowSignalHandler<OrderFulfillmentWorkflow>] {
        [pickCompleted, packCompleted, cancelOrder]
    }

    package static var queries: [any WorkflowQueryHandler<OrderFulfillmentWorkflow>] {
        [getState, getFulfillmentStatus, getCurrentStep, getBlockingReason, getSince, getCancellationRefusal]
    }

    package let context: WorkflowContext
    let input: FulfillmentInput

    var status = FulfillmentStatus.running
    var step = FulfillmentStep.allocateInventory
    var blockingReason: String?
    var since: Int64
    var isPicked = false
    var isPacked = false
    /// What must be undone if the order comes to nothing, in the order in which it was begun.
    var begun: [Compensation] = []
    private var cancellation: String?
    private var cancellationRefusal: String?
    /// How the steps ended; nil while they run.
    private var end: StepsEnd?

    package init(context: WorkflowContext, input: FulfillmentInput) {
        self.context = context
        self.input = input
        since = context.now.millisecondsSince1970
    }

    package func run(input: FulfillmentInput) async throws -> FulfillmentResult {
        let steps = context.spawn { await self.runSteps() }
        do {
            try await context.condition { self.end != nil || self.cancellation != nil }
        } catch is CancellationError {
            requestCancellation("the workflow was cancelled")
        }
        // From here on a cancellation of the workflow itself changes nothing more.
        return try await context.withCancellationShield {
            if self.cancellation != nil { steps.cancel() }
            try await self.context.condition { self.end != nil }
            return try await self.conclude()
        }
    }

    /// Notes a wish to cancel; too late, it is noted that it was refused.
    private func requestCancellation(_ reason: String) {
        guard end == nil, cancellation == nil else { return }
        if step.isPastCancellation {
            cancellationRefusal = "the shipment is being confirmed, or is: the order ships"
        } else {
            cancellation = reason
        }
    }

    private func runSteps() async {
        do {
            try await fulfill()
            end = .shipped(nil)
        } catch {
            end = step == .markShipped ? .shipped(StepsEnd(error).reason) : StepsEnd(error)
        }
    }

    private func conclude() async throws -> FulfillmentResult {
        let end = end ?? .interrupted
        if case .shipped(let reason) = end { return finish(.shipped, reason) }
        status = .compensating
        enter(.compensate)
        try await compensate()
        let order = input.orderId
        switch end {
        case .gone(let reason): return finish(.abandoned, reason)
        case .failed(let reason) where cancellation == nil:
            try await ending(Activities.recordOrderFailure, .init(orderId: order, reason: reason))
            return finish(.failed, reason)
        case .failed, .interrupted, .shipped:
            let reason = cancellation ?? "the workflow was cancelled"
            try await ending(Activities.markOrderCancelled, .init(orderId: order, reason: reason))
            return finish(.cancelled, reason)
        }
    }

    /// Records how the order ended; one that somebody else ended before stays as it is.
    private func ending(
        _ activity: ActivityContract<Activities.EndingInput, Activities.Done>,
        _ input: Activities.EndingInput
    ) async throws {
        do {
            _ = try await context.run(activity, input)
        } catch  where error.activityFailure?.kind == .orderGone {
            return
        }
    }

    private func finish(_ status: FulfillmentStatus, _ reason: String? = nil) -> FulfillmentResult {
        self.status = status
        enter(.finished)
        return FulfillmentResult(status: status, reason: reason)
    }

    /// Begins one of the ten steps, unless a cancellation came first: past the last one that can be cancelled, none is
    /// taken, and before it none is passed over.
    func begin(_ step: FulfillmentStep, waitingFor reason: String? = nil) throws {
        guard cancellation == nil else { throw CancellationError() }
        enter(step, waitingFor: reason)
    }

    private func enter(_ step: FulfillmentStep, waitingFor reason: String? = nil) {
        self.step = step
        blockingReason = reason
        since = context.now.millisecondsSince1970
    }
}

/// How the ten steps ended.
private enum StepsEnd: Sendable {
    /// The goods are on their way; a reason when the order's own record could not be told.
    case shipped(String?)
    /// By a cancellation, wherever they were.
    case interrupted
    case failed(String)
    case gone(String)

    init(_ error: any Error) {
        if let unmet = error as? UnmetWait {
            self = .failed(unmet.reason)
        } else if let (kind, message) = error.activityFailure {
            self = kind == .orderGone ? .gone(message) : .failed(message)
        } else if let failure = error as? ActivityError, !(failure.cause is CanceledError) {
            self = .failed("\(failure.activityType) failed: \(failure.cause.map { "\($0)" } ?? failure.message)")
        } else {
            self = .interrupted
        }
    }

    var reason: String? {
        switch self {
        case .shipped(let reason): reason
        case .failed(let reason), .gone(let reason): reason
        case .interrupted: nil
        }
    }
}
