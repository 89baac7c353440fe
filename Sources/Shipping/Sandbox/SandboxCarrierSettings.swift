package import OMSKernel

/// How the sandbox carrier behaves; an operator sets it.
package struct SandboxCarrierSettings: Sendable, Equatable {
    package static let maximumLatency = Duration.seconds(60)
    package static let maximumFailures = 1_000_000

    /// How long each answer takes.
    package let latency: Duration
    /// How many of 100 requests fail by chance.
    package let errorPercent: Int
    /// Whether it is away: every request fails.
    package let isOut: Bool
    /// How many of the next requests fail for sure.
    package let failNext: Int

    /// A carrier that does what it is asked at once.
    package static let reliable = SandboxCarrierSettings(
        trustedLatency: .zero,
        errorPercent: 0,
        isOut: false,
        failNext: 0
    )

    /// Settings that were checked when they were stored.
    package init(trustedLatency latency: Duration, errorPercent: Int, isOut: Bool, failNext: Int) {
        self.latency = latency
        self.errorPercent = errorPercent
        self.isOut = isOut
        self.failNext = failNext
    }

    /// - Parameters:
    ///   - latency: 0 to 60 seconds.
    ///   - errorPercent: 0 to 100.
    ///   - isOut: whether every request fails.
    ///   - failNext: 0 to 1,000,000.
    /// - Throws: ``ValidationError`` naming `latency`, `errorPercent` and `failNext`.
    package init(latency: Duration, errorPercent: Int, isOut: Bool, failNext: Int) throws(ValidationError) {
        var problems = ValidationError()
        if !(.zero...Self.maximumLatency).contains(latency) {
            problems.add("latency", "must be 0 to \(Self.maximumLatency.wholeMilliseconds) ms")
        }
        if !(0...100).contains(errorPercent) { problems.add("errorPercent", "must be 0 to 100") }
        if !(0...Self.maximumFailures).contains(failNext) {
            problems.add("failNext", "must be 0 to \(Self.maximumFailures)")
        }
        try problems.throwIfAny()
        self.init(trustedLatency: latency, errorPercent: errorPercent, isOut: isOut, failNext: failNext)
    }

    /// The same with one sure failure less.
    package func takingFailure() -> SandboxCarrierSettings {
        SandboxCarrierSettings(
            trustedLatency: latency,
            errorPercent: errorPercent,
            isOut: isOut,
            failNext: max(0, failNext - 1)
        )
    }
}

/// Keeps how the sandbox carrier behaves, for all processes of a deployment.
package protocol SandboxCarrierControl: Sendable {
    func settings() async throws -> SandboxCarrierSettings

    func set(_ settings: SandboxCarrierSettings) async throws

    /// Takes one of the sure failures, when any is left; one that is taken is taken by one caller.
    /// - Returns: whether the caller's request must fail.
    func takeFailure() async throws -> Bool
}
