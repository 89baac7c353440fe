package import OMSKernel
package import Orders
import Synchronization

/// Customers in memory, for tests. One lock makes each call one atomic step.
package final class MemoryCustomerStore: CustomerStore {
    private let customers = Mutex<[CustomerID: Customer]>([:])

    package init() {}

    /// Whether there is such a customer; what an order that names one needs.
    package func contains(_ id: CustomerID) -> Bool {
        customers.withLock { $0[id] != nil }
    }

    package func insert(_ customer: Customer) async throws -> Bool {
        customers.withLock { customers in
            guard customers[customer.id] == nil else { return false }
            customers[customer.id] = customer
            return true
        }
    }

    package func customer(_ id: CustomerID) async throws -> Customer? {
        customers.withLock { $0[id] }
    }

    package func customers(after: CustomerID?, limit: PageLimit) async throws -> Page<Customer, CustomerID> {
        let rest = customers.withLock { customers in
            customers.values
                .filter { customer in after.map { Self.isBefore($0, customer.id) } ?? true }
                .sorted { Self.isBefore($0.id, $1.id) }
        }
        let page = Array(rest.prefix(limit.count))
        return Page(elements: page, next: rest.count > page.count ? page.last?.id : nil)
    }

    package func modify(
        _ id: CustomerID,
        _ decide: @escaping @Sendable (Customer) throws -> Customer
    ) async throws -> Customer {
        try customers.withLock { customers in
            guard let customer = customers[id] else { throw OrderError.customerNotFound(id) }
            let next = try decide(customer)
            customers[id] = next
            return next
        }
    }

    /// Ids in the order of their bytes, as databases with binary collation have them.
    private static func isBefore(_ left: CustomerID, _ right: CustomerID) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}
