import Metrics
import OMSKernel
import Orders

/// Measures how long orders are in a state: from the change before to the one that ends it.
struct OrderStateMetrics: Sendable {
    private let timers = Dictionary(
        uniqueKeysWithValues: OrderStatus.allCases.map { status in
            (status, Timer(label: "order.state.duration", dimensions: [("state", status.rawValue)]))
        }
    )

    /// - Parameters:
    ///   - order: as it is now.
    ///   - before: as it was; nothing is measured when its state is the same.
    func note(_ order: Order, before: Order?) {
        guard let before, before.status != order.status else { return }
        let milliseconds = order.updatedAt.duration(since: before.updatedAt).wholeMilliseconds
        timers[before.status]?.recordMilliseconds(max(0, milliseconds))
    }
}
