package import OMSKernel

/// Who sends more goods. Deliveries are told later, as the `StockReceived` signal of the SKU's replenishment.
package protocol Supplier: Sendable {
    /// Orders goods. The same number orders once, however often it is asked; each further time reminds of it.
    /// - Throws: ``SupplierError``, or that the wait for the answer was cancelled.
    func order(_ request: SupplyRequest) async throws

    /// Takes an order back that did not come. One that the supplier does not know counts as taken back.
    /// - Parameter number: the order's.
    /// - Returns: the pieces that were sent all the same; 0 when it was taken back.
    /// - Throws: ``SupplierError``, or that the wait for the answer was cancelled.
    func cancel(_ number: RequestKey) async throws -> Int64
}

package struct SupplyRequest: Sendable, Equatable {
    package let number: RequestKey
    package let sku: SKU
    package let quantity: Int64

    package init(number: RequestKey, sku: SKU, quantity: Int64) {
        self.number = number
        self.sku = sku
        self.quantity = quantity
    }
}

/// Why a supplier did not do it.
package enum SupplierError: CategorizedError, Equatable {
    /// It is away or failed; the same request may succeed later.
    case unavailable(retryAfter: Duration)

    package var category: ErrorCategory {
        switch self {
        case .unavailable(let delay): .unavailable(retryAfter: delay)
        }
    }

    package var message: String {
        switch self {
        case .unavailable: "The supplier is not available; try again later"
        }
    }
}
