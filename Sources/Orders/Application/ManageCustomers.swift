package import OMSKernel

/// Registers, reads and updates customers.
package struct ManageCustomers: Sendable {
    private let store: any CustomerStore
    private let ids: any IDGenerator
    private let clock: any WallClock

    package init(store: any CustomerStore, ids: any IDGenerator, clock: any WallClock) {
        self.store = store
        self.ids = ids
        self.clock = clock
    }

    /// - Throws: ``ValidationError``, or ``OrderError/customerExists(_:)``.
    package func register(_ draft: CustomerDraft) async throws -> Customer {
        let customer = try Customer.registering(draft, ids: ids, now: clock.now())
        guard try await store.insert(customer) else { throw OrderError.customerExists(customer.id) }
        return customer
    }

    /// - Throws: ``OrderError/customerNotFound(_:)``.
    package func customer(_ id: CustomerID) async throws -> Customer {
        guard let customer = try await store.customer(id) else { throw OrderError.customerNotFound(id) }
        return customer
    }

    package func customers(after: CustomerID?, limit: PageLimit) async throws -> Page<Customer, CustomerID> {
        try await store.customers(after: after, limit: limit)
    }

    /// - Throws: ``ValidationError``, ``OrderError/customerNotFound(_:)`` or
    ///   ``OrderError/staleCustomerVersion(_:current:)``.
    package func update(_ id: CustomerID, with draft: CustomerDraft, expectedVersion: Int64?) async throws -> Customer {
        let now = clock.now()
        return try await store.modify(id) { customer in
            if let expectedVersion, expectedVersion != customer.version {
                throw OrderError.staleCustomerVersion(id, current: customer.version)
            }
            return try customer.updating(draft, now: now)
        }
    }
}
