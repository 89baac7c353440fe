package import OMSKernel

/// A caller's change of the pieces on hand, checked.
package struct StockAdjustment: Sendable, Equatable {
    package static let maximumReasonLength = 200
    /// The reason that makes an adjustment a receipt of goods.
    package static let receiptReason = "receipt"

    package let sku: SKU
    package let delta: Int64
    package let reason: String
    /// The caller's idempotency key.
    package let key: RequestKey

    package var kind: StockMovement.Kind { reason == Self.receiptReason ? .receipt : .adjustment }

    /// Applies every rule and gathers what is wrong.
    /// - Parameters:
    ///   - sku: which SKU.
    ///   - delta: what to add; not 0.
    ///   - reason: why, 1 to 200 characters, no personal data.
    ///   - key: the idempotency key.
    /// - Throws: ``ValidationError`` naming `delta`, `reason` and `Idempotency-Key`.
    package init(sku: SKU, delta: Int64?, reason: String?, key: String?) throws(ValidationError) {
        var problems = ValidationError()
        if let delta {
            if delta == 0 { problems.add("delta", "must not be 0") }
            if delta.magnitude > StockLevel.maximumQuantity.magnitude {
                problems.add("delta", "must be at most \(StockLevel.maximumQuantity) either way")
            }
        } else {
            problems.add("delta", "is required")
        }
        if reason == nil { problems.add("reason", "is required") }
        let checkedReason = reason.flatMap { reason in
            problems.check("reason") { () throws(TextError) in
                try Text.checked(reason, maximumLength: Self.maximumReasonLength)
            }
        }
        let requestKey = key.flatMap { RequestKey($0) }
        if requestKey == nil { problems.add("Idempotency-Key", "is required") }
        try problems.throwIfAny()
        guard let delta, let checkedReason, let requestKey else { throw problems }
        self.sku = sku
        self.delta = delta
        self.reason = checkedReason
        self.key = requestKey
    }
}
