import Inventory
import Logging
import ServiceLifecycle

/// Lets the sandbox supplier send what is due until the process stops.
struct SupplierDeliveries: Service {
    /// How often it looks.
    private static let pause = Duration.milliseconds(500)

    let supplier: SandboxSupplier
    /// Called when something was sent: its signal is in the outbox.
    let onDelivery: @Sendable () -> Void
    let outages: OutageLog

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    let sent = try await supplier.deliverDue()
                    if sent > 0 { onDelivery() }
                    if sent == SandboxSupplier.deliveryBatch { continue }
                } catch {
                    outages.note(error)
                }
                // Ends early when the service stops.
                try? await Task.sleep(for: Self.pause)
            }
        }
    }
}
