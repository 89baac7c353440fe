package import Inventory
import OMSKernel
import Orders
package import TemporalSDK

/// The activities on the stock, thin over its use cases: as often as one is repeated, it has its effect once.
package struct InventoryActivities: Sendable {
    /// How many SKUs a failure's message names.
    private static let maximumNamed = 5
    /// How many SKUs its details hold.
    private static let maximumDetails = 100

    private let allocation: AllocateInventory
    private let reordering: ReorderStock
    private let orders: OrderLookup
    private let notes: AttemptNotes

    package init(allocation: AllocateInventory, reordering: ReorderStock, orders: OrderLookup, notes: AttemptNotes) {
        self.allocation = allocation
        self.reordering = reordering
        self.orders = orders
        self.notes = notes
    }

    package var registered: [RegisteredActivity] {
        notes.watching([
            Activities.allocateInventory.implemented { try await allocate($0) },
            Activities.consumeInventory.implemented { try await consume($0) },
            Activities.releaseInventory.implemented { try await release($0) },
            Activities.placeReplenishment.implemented { try await place($0) },
            Activities.receiveStock.implemented { try await receive($0) },
        ])
    }

    /// Holds what the order needs: all of it or nothing.
    private func allocate(_ input: Activities.OrderInput) async throws -> Activities.Done {
        try await ActivityFailure.translating {
            let order = try await orders.live(OrderLookup.id(input.orderId))
            let lines = order.lines.map { (sku: $0.sku, quantity: $0.quantity) }
            switch try await allocation.allocate(lines, for: order.id) {
            case .allocated: return Activities.Done()
            case .short(let shortages): throw Self.failure(shortages)
            }
        }
    }

    private func consume(_ input: Activities.OrderInput) async throws -> Activities.Done {
        try await ActivityFailure.translating {
            let order = try await orders.live(OrderLookup.id(input.orderId))
            _ = try await allocation.consume(for: order.id)
            return Activities.Done()
        }
    }

    /// Works whatever became of the order.
    private func release(_ input: Activities.OrderInput) async throws -> Activities.Done {
        try await ActivityFailure.translating {
            _ = try await allocation.release(for: OrderLookup.id(input.orderId))
            return Activities.Done()
        }
    }

    /// Orders goods, or reminds the supplier of them.
    private func place(_ input: Activities.ReplenishmentOrder) async throws -> Activities.Done {
        try await ActivityFailure.translating {
            let (number, sku) = try Self.purchase(input.purchaseOrder, input.sku)
            _ = try await reordering.place(number, of: sku)
            return Activities.Done()
        }
    }

    /// Books in what came.
    private func receive(_ input: Activities.Receipt) async throws -> Activities.Done {
        try await ActivityFailure.translating {
            let (number, sku) = try Self.purchase(input.purchaseOrder, input.sku)
            guard input.quantity >= 0 else { throw ValidationError("quantity", "must not be negative") }
            _ = try await reordering.receive(number, of: sku, quantity: input.quantity)
            return Activities.Done()
        }
    }

    private static func purchase(_ number: String, _ sku: String) throws -> (RequestKey, SKU) {
        guard let number = RequestKey(number) else {
            throw ValidationError("purchaseOrder", "must be 1 to \(RequestKey.maximumLength) visible ASCII characters")
        }
        do {
            return (number, try SKU(sku))
        } catch {
            throw ValidationError("sku", error.description)
        }
    }

    private static func failure(_ shortages: [Shortage]) -> ApplicationError {
        var named = shortages.prefix(maximumNamed).map { "\($0.sku) by \($0.missing)" }
        if shortages.count > maximumNamed { named.append("and \(shortages.count - maximumNamed) more") }
        let details = shortages.prefix(maximumDetails).map { shortage in
            ShortageDetail(
                sku: shortage.sku.code,
                requested: shortage.requested,
                available: shortage.available,
                missing: shortage.missing
            )
        }
        return ActivityFailure.insufficientInventory.error(
            "The stock is short of \(named.joined(separator: ", "))",
            details: FailureDetails(details)
        )
    }
}

/// What a failed allocation tells of a SKU.
package struct ShortageDetail: Codable, Sendable, Equatable {
    package let sku: String
    package let requested: Int64
    package let available: Int64
    package let missing: Int64
}
