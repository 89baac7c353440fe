package import OMSKernel

/// A supplier for development and tests whose goods come from nowhere, after a delay that an operator sets.
///
/// It remembers its orders in a store, so that an order is one order whichever process asks, and after any restart.
package struct SandboxSupplier: Supplier {
    /// How many orders are delivered in one step.
    package static let deliveryBatch = 100
    private static let retryAfter = Duration.seconds(1)

    private let store: any SandboxSupplierStore
    private let clock: any WallClock
    private let drawPercent: @Sendable () -> Int

    /// - Parameters:
    ///   - store: what it remembers.
    ///   - clock: tells when an order comes and when it is due.
    ///   - drawPercent: draws a number of 0 to 99, which decides what fails by chance.
    package init(
        store: any SandboxSupplierStore,
        clock: any WallClock,
        drawPercent: @escaping @Sendable () -> Int
    ) {
        self.store = store
        self.clock = clock
        self.drawPercent = drawPercent
    }

    package func order(_ request: SupplyRequest) async throws {
        let settings = try await answer()
        try await store.order(request, dueAt: settings.delay.map { clock.now().advanced(by: $0) })
    }

    package func cancel(_ number: RequestKey) async throws -> Int64 {
        _ = try await answer()
        return try await store.cancel(number)
    }

    /// Sends what is due.
    /// - Returns: how many orders were sent; as many as ``deliveryBatch`` when there may be more.
    package func deliverDue() async throws -> Int {
        try await store.deliver(upTo: clock.now(), limit: Self.deliveryBatch)
    }

    private func answer() async throws -> SandboxSupplierSettings {
        let settings = try await store.settings()
        var fails = settings.isOut
        if !fails, settings.failNext > 0 { fails = try await store.takeFailure() }
        if !fails, settings.errorPercent > 0 { fails = drawPercent() < settings.errorPercent }
        if fails { throw SupplierError.unavailable(retryAfter: Self.retryAfter) }
        return settings
    }
}
