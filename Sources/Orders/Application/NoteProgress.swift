package import OMSKernel

/// Notes with an order where its workflow is. Each call may come again, late, and twice at once.
package struct NoteProgress: Sendable {
    private let store: any OrderStore

    package init(store: any OrderStore) {
        self.store = store
    }

    /// - Parameters:
    ///   - progress: the step, what it waits for, and since when; dropped when the record has newer.
    ///   - id: the order's id.
    /// - Throws: ``OrderError/notFound(_:)``, or ``OrderError/over(_:status:)`` for an order that came to nothing.
    package func callAsFunction(_ progress: OrderProgress, on id: OrderID) async throws {
        _ = try await store.modify(id, noting: progress) { order throws(OrderError) in
            switch order.status {
            case .cancelled, .failed: throw .over(order.id, status: order.status)
            case .created, .validated, .reserved, .fulfilling, .shipped: return .unchanged(order)
            }
        }
    }
}
