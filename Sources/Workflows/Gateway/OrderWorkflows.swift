package import OMSKernel

/// What the API asks of the workflows of orders.
package protocol OrderWorkflows: Sendable {
    /// Starts the intake of a submission, once for its key.
    /// - Parameter submission: the order, judged by its form.
    /// - Returns: whether it was new.
    /// - Throws: ``WorkflowsUnavailable`` when no Temporal service answers.
    func submit(_ submission: Submission) async throws -> SubmissionOutcome

    /// Where a submission is.
    /// - Parameter requestID: its key.
    /// - Returns: nil when there is none, or none any more.
    /// - Throws: ``WorkflowsUnavailable`` when no Temporal service answers.
    func intake(requestID: String) async throws -> IntakeState?

    /// The workflow that an order has now: its fulfilment, or the intake before it.
    /// - Parameters:
    ///   - orderID: the order's id.
    ///   - requestID: the order's key.
    /// - Returns: nil when there is none (any more), or when no Temporal service answers soon.
    func workflow(orderID: String, requestID: String) async -> LiveWorkflow?
}

/// An order on its way in.
package struct Submission: Sendable, Equatable {
    package let requestID: String
    /// The order as JSON; personal data.
    package let body: String
    package let fingerprint: String
    /// `key:<id>` of who submitted it.
    package let actor: String
    /// W3C trace context of the request.
    package let traceparent: String?

    package init(requestID: String, body: String, fingerprint: String, actor: String, traceparent: String?) {
        self.requestID = requestID
        self.body = body
        self.fingerprint = fingerprint
        self.actor = actor
        self.traceparent = traceparent
    }
}

/// What became of a submission.
package enum SubmissionOutcome: Sendable, Equatable {
    case accepted
    /// The same submission came before.
    case repeated
    /// The key was used for another one.
    case keyReused
}

/// A workflow of an order, and what it says of itself.
package struct LiveWorkflow: Sendable, Equatable {
    package let workflowID: String
    package let runID: String
    /// Nil when it is there, and nobody answers for it.
    package let state: FulfillmentState?

    package init(workflowID: String, runID: String, state: FulfillmentState?) {
        self.workflowID = workflowID
        self.runID = runID
        self.state = state
    }
}

/// No Temporal service answers now.
package struct WorkflowsUnavailable: CategorizedError, Equatable {
    package init() {}

    package var category: ErrorCategory { .unavailable(retryAfter: .seconds(2)) }
    package var message: String { "The workflow service is not available; try again later" }
}
