import Access
import Foundation
import HTTPTypes
import HummingbirdCore
import OMSKernel
import OMSWorkflows
import Orders

/// `/submissions`: orders that are taken in also while the order store is away. A workflow holds each until the store
/// has it.
struct SubmissionRoutes: Sendable {
    private let workflows: (any OrderWorkflows)?
    private let find: FindOrders
    private let ids: any IDGenerator

    init(_ dependencies: APIDependencies) {
        workflows = dependencies.orderWorkflows
        find = FindOrders(store: dependencies.orders)
        ids = dependencies.ids
    }

    var routes: [Route] {
        [
            Route(.post, "/submissions", .scope(.ordersWrite), handler: create),
            Route(.get, "/submissions/{requestId}", .scope(.ordersRead), handler: show),
        ]
    }

    /// 202, also when the same submission came before.
    private func create(_ call: Call) async throws -> Answer {
        var problems = ValidationError()
        var draft = OrderDraft(try await call.json(), &problems)
        draft.requestID = IdempotencyKey.read(call.request.headers, requestID: draft.requestID, &problems)
        try problems.throwIfAny()
        let content = try NewOrder(draft).contentFingerprint
        let context = call.commandContext
        let key = draft.requestID ?? ids.next(OrderSubject.self, at: context.now).description
        draft.requestID = key
        let submission = Submission(
            requestID: key,
            body: String(decoding: try JSONEncoder().encode(draft), as: UTF8.self),
            fingerprint: Fingerprint(
                method: SubmissionFingerprint.method,
                path: SubmissionFingerprint.path,
                content: content
            ).hex,
            actor: context.actor,
            traceparent: context.traceparent
        )
        guard let workflows else { throw WorkflowsUnavailable() }
        let outcome = try await workflows.submit(submission)
        if outcome == .keyReused { throw OrderError.keyReused(RequestKey(trusted: key)) }
        var answer = Answer.json(.accepted) { writer in
            writer.member("requestId", key)
            writer.member("status", IntakeStatus.received.rawValue)
        }
        answer.headers[.location] = "/submissions/\(PercentEncoding.encode(key))"
        if outcome == .repeated { answer.headers[.idempotentReplayed] = "true" }
        return answer
    }

    private func show(_ call: Call) async throws -> Answer {
        guard let key = RequestKey(call.parameters.value("requestId")) else { throw Problem.noSuchResource }
        let state = try await state(of: key)
        var answer = Answer.json { writer in
            writer.member("requestId", key.text)
            writer.member("workflowId", WorkflowID.intake(requestID: key.text))
            writer.member("status", state.status.rawValue)
            writer.member("orderId", state.orderId)
            writer.member("reason", state.reason)
        }
        answer.orderID = state.orderId
        return answer
    }

    /// What the intake says of itself. One that the Temporal service removed, or that nobody can ask, is known by its
    /// order; what never became an order is not known any more.
    private func state(of key: RequestKey) async throws -> IntakeState {
        do {
            guard let workflows else { throw WorkflowsUnavailable() }
            if let state = try await workflows.intake(requestID: key.text) { return state }
        } catch let failure as WorkflowsUnavailable {
            guard let order = try? await find.order(requestedAs: key) else { throw failure }
            return IntakeState(status: .created, orderId: order.id.description)
        }
        guard let order = try await find.order(requestedAs: key) else { throw Problem.noSuchResource }
        return IntakeState(status: .created, orderId: order.id.description)
    }
}
