package import OMSKernel

/// How the sandbox supplier behaves; an operator sets it.
package struct SandboxSupplierSettings: Sendable, Equatable {
    package static let maximumDelay = Duration.seconds(365 * 86_400)
    package static let maximumFailures = 1_000_000

    /// How long after an order, or its reminder, the goods come; nil for never.
    package let delay: Duration?
    /// How many of 100 requests fail by chance.
    package let errorPercent: Int
    /// Whether it is away: every request fails.
    package let isOut: Bool
    /// How many of the next requests fail for sure.
    package let failNext: Int

    /// A supplier that sends what is ordered after a second.
    package static let reliable = SandboxSupplierSettings(
        trustedDelay: .seconds(1),
        errorPercent: 0,
        isOut: false,
        failNext: 0
    )

    /// Settings that were checked when they were stored.
    package init(trustedDelay delay: Duration?, errorPercent: Int, isOut: Bool, failNext: Int) {
        self.delay = delay
        self.errorPercent = errorPercent
        self.isOut = isOut
        self.failNext = failNext
    }

    /// - Parameters:
    ///   - delay: 0 to 365 days; nil for never.
    ///   - errorPercent: 0 to 100.
    ///   - isOut: whether every request fails.
    ///   - failNext: 0 to 1,000,000.
    /// - Throws: ``ValidationError`` naming `delay`, `errorPercent` and `failNext`.
    package init(delay: Duration?, errorPercent: Int, isOut: Bool, failNext: Int) throws(ValidationError) {
        var problems = ValidationError()
        if let delay, !(.zero...Self.maximumDelay).contains(delay) {
            problems.add("delay", "must be 0 to \(Self.maximumDelay.wholeMilliseconds) ms, or null for never")
        }
        if !(0...100).contains(errorPercent) { problems.add("errorPercent", "must be 0 to 100") }
        if !(0...Self.maximumFailures).contains(failNext) {
            problems.add("failNext", "must be 0 to \(Self.maximumFailures)")
        }
        try problems.throwIfAny()
        self.init(trustedDelay: delay, errorPercent: errorPercent, isOut: isOut, failNext: failNext)
    }
}
