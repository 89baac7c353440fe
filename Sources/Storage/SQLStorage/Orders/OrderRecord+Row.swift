import OMSKernel
import Orders
import SQLPort

extension OrderRecord {
    private static let columns = """
        step, blocking_reason, since, cancellation_requested_at, cancellation_reason, cancellation_actor, \
        cancellation_outcome, cancellation_refusal, cancellation_settled_at
        """

    /// What is known of an order's workflow, joined to the order.
    static func record(_ order: Order, on connection: any SQLConnection) throws -> OrderRecord {
        let known = try connection.firstRow(
            "SELECT \(columns) FROM order_progress WHERE order_id = $1",
            [.text(order.id.description)]
        ) { (progress: try OrderProgress(row: $0), cancellation: try OrderCancellation(row: $0)) }
        return OrderRecord(order: order, progress: known?.progress, cancellation: known?.cancellation)
    }
}

extension OrderProgress {
    fileprivate init?(row: any SQLRow) throws {
        guard let step = try row.optionalText(0), let since = try row.optionalInteger(2) else { return nil }
        self.init(step: step, blockingReason: try row.optionalText(1), since: Timestamp(milliseconds: since))
    }

    /// Notes the step, unless the record has newer: ``OrderProgress/replaces(_:)`` in SQL.
    func note(on id: OrderID, _ connection: any SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO order_progress (order_id, step, blocking_reason, since) VALUES ($1, $2, $3, $4) \
            ON CONFLICT (order_id) DO UPDATE SET step = excluded.step, blocking_reason = excluded.blocking_reason, \
            since = excluded.since \
            WHERE order_progress.step IS NULL \
            OR (order_progress.step <> '\(Self.finished)' AND order_progress.since <= excluded.since)
            """,
            [.text(id.description), .text(step), .text(blockingReason), .integer(since.milliseconds)]
        )
    }
}

extension OrderCancellation {
    private enum OutcomeWord: String {
        case done = "DONE"
        case refused = "REFUSED"
    }

    fileprivate init?(row: any SQLRow) throws {
        guard let requestedAt = try row.optionalInteger(3) else { return nil }
        var settlement: Settlement?
        if let settledAt = try row.optionalInteger(8) {
            let word: OutcomeWord = try row.value(6)
            let outcome: Outcome =
                switch word {
                case .done: .done
                case .refused: .refused(reason: try row.text(7))
                }
            settlement = Settlement(outcome: outcome, at: Timestamp(milliseconds: settledAt))
        }
        self.init(
            requestedAt: Timestamp(milliseconds: requestedAt),
            reason: try row.optionalText(4),
            actor: try row.text(5),
            settlement: settlement
        )
    }

    /// Keeps the wish; the order has none yet.
    func insert(for id: OrderID, _ connection: any SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO order_progress \
            (order_id, cancellation_requested_at, cancellation_reason, cancellation_actor) VALUES ($1, $2, $3, $4) \
            ON CONFLICT (order_id) DO UPDATE SET cancellation_requested_at = excluded.cancellation_requested_at, \
            cancellation_reason = excluded.cancellation_reason, cancellation_actor = excluded.cancellation_actor
            """,
            [.text(id.description), .integer(requestedAt.milliseconds), .text(reason), .text(actor)]
        )
    }

    /// Settles an open wish to cancel an order that has just ended; does nothing when there is none.
    static func settle(for order: Order, _ connection: any SQLConnection) throws {
        guard let outcome = Outcome(orderEndsAs: order.status) else { return }
        let word: OutcomeWord
        var refusal: String?
        switch outcome {
        case .done: word = .done
        case .refused(let reason):
            word = .refused
            refusal = reason
        }
        try connection.execute(
            """
            UPDATE order_progress SET cancellation_outcome = $2, cancellation_refusal = $3, \
            cancellation_settled_at = $4 WHERE order_id = $1 AND cancellation_requested_at IS NOT NULL \
            AND cancellation_outcome IS NULL
            """,
            [
                .text(order.id.description), .text(word.rawValue), .text(refusal),
                .integer(order.updatedAt.milliseconds),
            ]
        )
    }
}
