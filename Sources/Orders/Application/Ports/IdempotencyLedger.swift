package import OMSKernel

/// The record of which keys were used for what; ``OrderStore/create(_:)`` writes it with the order.
package protocol IdempotencyLedger: Sendable {
    /// Forgets up to `limit` entries made before a moment. The orders' own unique request ids stay.
    /// - Returns: how many were forgotten.
    func prune(before moment: Timestamp, limit: Int) async throws -> Int
}
