package import OMSKernel

/// A carrier for development and tests that takes every parcel nowhere.
///
/// A tracking number is computed from the request's id alone, so that the same request has the same label whichever
/// process asks, and after any restart. Slow answers, failures and outages are as ``SandboxCarrierControl`` says.
package struct SandboxCarrier: Carrier {
    package static let name = "SANDBOX"
    private static let retryAfter = Duration.seconds(1)

    private let control: any SandboxCarrierControl
    private let clock: any Clock<Duration>
    private let drawPercent: @Sendable () -> Int

    /// - Parameters:
    ///   - control: how it behaves.
    ///   - clock: waits.
    ///   - drawPercent: draws a number of 0 to 99, which decides what fails by chance.
    package init(
        control: any SandboxCarrierControl,
        clock: any Clock<Duration>,
        drawPercent: @escaping @Sendable () -> Int
    ) {
        self.control = control
        self.clock = clock
        self.drawPercent = drawPercent
    }

    package func label(_ request: LabelRequest) async throws -> CarrierLabel {
        try await answer()
        return CarrierLabel(
            carrier: Self.name,
            service: "STANDARD",
            trackingNumber: SandboxTrackingNumber.number(for: request.id)
        )
    }

    package func void(_ requestID: RequestKey) async throws {
        try await answer()
    }

    private func answer() async throws {
        let settings = try await control.settings()
        if settings.latency > .zero { try await clock.sleep(for: settings.latency) }
        if settings.isOut { throw CarrierError.unavailable(retryAfter: Self.retryAfter) }
        if settings.failNext > 0, try await control.takeFailure() {
            throw CarrierError.unavailable(retryAfter: Self.retryAfter)
        }
        if settings.errorPercent > 0, drawPercent() < settings.errorPercent {
            throw CarrierError.unavailable(retryAfter: Self.retryAfter)
        }
    }
}
