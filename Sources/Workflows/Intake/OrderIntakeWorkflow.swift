import TemporalAPI
package import TemporalSDK

/// Holds a submitted order until the order store has it, then starts its fulfilment. The intent to order is never lost,
/// however long the store is away.
package actor OrderIntakeWorkflow: WorkflowDefinition {
    package static let getStatus = WorkflowQueryDefinition<OrderIntakeWorkflow, Void, String>(
        "getStatus",
        summary: "RECEIVED, VALIDATED, CREATED or FAILED"
    ) { $0.state.status.rawValue }

    package static let getState = WorkflowQueryDefinition<OrderIntakeWorkflow, Void, IntakeState>(
        "getState",
        summary: "The status, with the order's id and why it failed"
    ) { $0.state }

    package static var queries: [any WorkflowQueryHandler<OrderIntakeWorkflow>] { [getStatus, getState] }

    package let context: WorkflowContext
    private var state: IntakeState

    package init(context: WorkflowContext, input: OrderIntakeInput) {
        self.context = context
        state = IntakeState(status: .received, orderId: input.orderId, fingerprint: input.fingerprint)
    }

    package func run(input: OrderIntakeInput) async throws -> IntakeState {
        do {
            try await take(input)
        } catch  where error.activityFailure?.kind == .orderGone {
            // Cancelled or deleted before its fulfilment began: there is nothing left to do.
            state.reason = error.activityFailure?.message
        } catch {
            guard let failure = error.activityFailure else { throw error }
            try await fail(input, failure.message)
            throw failure.kind.error(failure.message)
        }
        return state
    }

    private func take(_ input: OrderIntakeInput) async throws {
        _ = try await context.run(Activities.validateOrder, input)
        state.status = .validated
        let created = try await context.run(Activities.createOrder, input)
        state.status = .created
        state.orderId = created.orderId
        _ = try await context.run(Activities.emitOrderEvent, created)
        do {
            _ = try await context.startChildWorkflow(
                OrderFulfillmentWorkflow.self,
                options: ChildWorkflowOptions(
                    id: WorkflowID.fulfillment(orderID: created.orderId),
                    taskQueue: TaskQueue.orders.rawValue,
                    parentClosePolicy: .abandon,
                    idReusePolicy: .rejectDuplicate
                ),
                input: FulfillmentInput(orderId: created.orderId, policy: input.policy)
            )
        } catch is WorkflowAlreadyStartedError {
            // An earlier attempt started it, or its cancellation did.
        }
    }

    /// A stored order gets its reason; a submission that never became an order has it in this workflow alone.
    private func fail(_ input: OrderIntakeInput, _ reason: String) async throws {
        state.status = .failed
        state.reason = reason
        guard let orderID = state.orderId else { return }
        do {
            _ = try await context.run(Activities.recordOrderFailure, .init(orderId: orderID, reason: reason))
        } catch  where error.activityFailure?.kind == .orderGone {
            return
        }
    }
}
