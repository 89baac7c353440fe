package import Inventory
package import OMSKernel
import Synchronization

/// What the sandbox supplier remembers, in memory, for tests.
package final class MemorySupplierStore: SandboxSupplierStore {
    private struct Entry {
        let request: SupplyRequest
        var dueAt: Timestamp?
        var status = Status.ordered
    }

    private enum Status { case ordered, sent, cancelled }

    private struct State {
        var settings = SandboxSupplierSettings.reliable
        var orders: [RequestKey: Entry] = [:]
    }

    private let state = Mutex(State())
    private let onDelivery: @Sendable (SupplyRequest) -> Void

    /// - Parameter onDelivery: told of what is sent, as an outbox would be; it must not call the store.
    package init(onDelivery: @escaping @Sendable (SupplyRequest) -> Void = { _ in }) {
        self.onDelivery = onDelivery
    }

    package func settings() async throws -> SandboxSupplierSettings { state.withLock { $0.settings } }

    package func set(_ settings: SandboxSupplierSettings) async throws {
        state.withLock { $0.settings = settings }
    }

    package func takeFailure() async throws -> Bool {
        state.withLock { state in
            let old = state.settings
            guard old.failNext > 0 else { return false }
            state.settings = SandboxSupplierSettings(
                trustedDelay: old.delay,
                errorPercent: old.errorPercent,
                isOut: old.isOut,
                failNext: old.failNext - 1
            )
            return true
        }
    }

    package func order(_ request: SupplyRequest, dueAt moment: Timestamp?) async throws {
        state.withLock { state in
            var entry = state.orders[request.number] ?? Entry(request: request)
            entry.dueAt = entry.dueAt ?? moment
            state.orders[request.number] = entry
        }
    }

    package func cancel(_ number: RequestKey) async throws -> Int64 {
        state.withLock { state in
            guard let entry = state.orders[number] else { return 0 }
            if entry.status == .sent { return entry.request.quantity }
            state.orders[number]?.status = .cancelled
            return 0
        }
    }

    package func deliver(upTo now: Timestamp, limit: Int) async throws -> Int {
        state.withLock { state in
            let due = state.orders.values.filter { entry in
                entry.status == .ordered && entry.dueAt.map { $0 <= now } == true
            }
            for entry in due.prefix(limit) {
                state.orders[entry.request.number]?.status = .sent
                onDelivery(entry.request)
            }
            return min(due.count, limit)
        }
    }
}
