import TemporalAPI
package import TemporalSDK

/// The workflows of orders in a Temporal service.
package struct TemporalOrderWorkflows: OrderWorkflows {
    /// How long a caller waits for a start.
    private static let patience = Duration.seconds(5)
    /// How long a caller waits for a worker's answer: what it would say is on record too.
    private static let impatience = Duration.milliseconds(1_500)

    private let client: TemporalClient
    private let asking: TemporalClient
    private let policy: FulfillmentPolicy

    /// - Parameters:
    ///   - client: speaks with the service.
    ///   - policy: what new fulfilments go by.
    package init(client: TemporalClient, policy: FulfillmentPolicy) {
        self.client = client.impatient(Self.patience)
        asking = client.impatient(Self.impatience)
        self.policy = policy
    }

    package func submit(_ submission: Submission) async throws -> SubmissionOutcome {
        var options = WorkflowOptions(
            id: WorkflowID.intake(requestID: submission.requestID),
            taskQueue: TaskQueue.orders.rawValue,
            idReusePolicy: .rejectDuplicate,
            idConflictPolicy: .useExisting
        )
        options.requestEagerStart = true
        let input = OrderIntakeInput(
            requestId: submission.requestID,
            submission: submission.body,
            fingerprint: submission.fingerprint,
            actor: submission.actor,
            traceparent: submission.traceparent,
            policy: policy
        )
        return try await answering {
            do {
                let handle = try await client.startWorkflow(
                    type: OrderIntakeWorkflow.self,
                    options: options,
                    input: input
                )
                if handle.untyped.isNewRun == true { return .accepted }
            } catch is WorkflowAlreadyStartedError {
                // It is over already.
            }
            return try await fingerprint(options.id) == submission.fingerprint ? .repeated : .keyReused
        }
    }

    package func intake(requestID: String) async throws -> IntakeState? {
        let handle = asking.workflowHandle(
            type: OrderIntakeWorkflow.self,
            id: WorkflowID.intake(requestID: requestID)
        )
        do {
            return try await handle.query(OrderIntakeWorkflow.getState)
        } catch is WorkflowNotFoundError {
            return nil
        } catch {
            // No worker answers: the history knows as much.
            return try await answering {
                do {
                    return try await IntakeHistory(handle.untyped, client.configuration.dataConverter).state
                } catch is WorkflowNotFoundError {
                    return nil
                }
            }
        }
    }

    package func workflow(orderID: String, requestID: String) async -> LiveWorkflow? {
        let fulfillment = asking.workflowHandle(
            type: OrderFulfillmentWorkflow.self,
            id: WorkflowID.fulfillment(orderID: orderID)
        )
        do {
            let runID = try await fulfillment.untyped.describe().runID
            let state = try? await fulfillment.query(OrderFulfillmentWorkflow.getState)
            return LiveWorkflow(workflowID: fulfillment.id, runID: runID, state: state)
        } catch is WorkflowNotFoundError {
            return await intakeWorkflow(WorkflowID.intake(requestID: requestID))
        } catch {
            return nil
        }
    }

    private func intakeWorkflow(_ id: String) async -> LiveWorkflow? {
        let intake = asking.workflowHandle(type: OrderIntakeWorkflow.self, id: id)
        guard let runID = try? await intake.untyped.describe().runID else { return nil }
        let state = try? await intake.query(OrderIntakeWorkflow.getState)
        return LiveWorkflow(
            workflowID: id,
            runID: runID,
            state: state.map { state in
                let status = state.status == .failed ? FulfillmentStatus.failed : .running
                return FulfillmentState(
                    status: status.rawValue,
                    step: state.status.rawValue,
                    blockingReason: state.reason
                )
            }
        )
    }

    /// The fingerprint with which an intake was started, from its first event: it is there without any worker.
    private func fingerprint(_ id: String) async throws -> String? {
        for try await event in client.workflowHandle(id: id).fetchHistoryEvents() {
            let input = try client.configuration.dataConverter.convertSinglePayload(
                event.workflowExecutionStartedEventAttributes.input.payloads,
                as: OrderIntakeInput.self
            )
            return input.fingerprint
        }
        return nil
    }

    /// Turns what became of the way to the service into one error that callers can be told.
    private func answering<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch is ServiceError {
            throw WorkflowsUnavailable()
        } catch is NamespaceNotFoundError {
            throw WorkflowsUnavailable()
        }
    }
}
