import Foundation
import OMSKernel
import Orders
import TemporalSDK

// The activities of the intake: of an order that `POST /orders` stored, or of one that only its submission holds.
extension OrderActivities {
    func validateOrder(_ input: OrderIntakeInput) async throws -> Activities.Done {
        if let id = input.orderId {
            try await validate(orderID(id), context: context(traceparent: input.traceparent))
        } else {
            try validate(draft(of: input))
        }
        return .init()
    }

    /// Finds the order, or makes it: under the same key and of the same content it is the same order, whether it came
    /// as a submission or directly.
    func createOrder(_ input: OrderIntakeInput) async throws -> Activities.OrderInput {
        if let id = input.orderId {
            try await expectOpen(orderID(id))
            return .init(orderId: id)
        }
        let placed = try await place(
            draft(of: input),
            method: SubmissionFingerprint.method,
            path: SubmissionFingerprint.path,
            isValidated: true,
            context: context(actor: input.actor, traceparent: input.traceparent)
        )
        // The same request may have come to `POST /orders` as well, and then nobody else validates it.
        if placed.isReplay {
            try await validate(placed.order.id, context: context(traceparent: input.traceparent))
        }
        return .init(orderId: placed.order.id.description)
    }

    /// The creation event is written with the order, so that it only has to be looked for.
    func emitOrderEvent(_ input: Activities.OrderInput) async throws -> Activities.Done {
        let id = try orderID(input.orderId)
        guard let limit = PageLimit(1), try await find.events(of: id, after: 0, limit: limit).elements.first != nil
        else { throw OrderError.notFound(id) }
        try await expectOpen(id)
        return .init()
    }

    private func expectOpen(_ id: OrderID) async throws {
        let status = try await find.order(id).status
        if status.isFinal { throw OrderError.over(id, status: status) }
    }

    private func draft(of input: OrderIntakeInput) throws -> OrderDraft {
        guard let submission = input.submission,
            var draft = try? JSONDecoder().decode(OrderDraft.self, from: Data(submission.utf8))
        else { throw ActivityFailure.validation.error("The submission holds no order") }
        draft.requestID = input.requestId
        return draft
    }
}
