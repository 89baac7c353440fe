import Messaging
import StorageTestKit
import Testing

/// The memory stores, which other tests rest on, keep the same contracts as the databases.
@Suite struct MemoryStoreContractTests {
    @Test(arguments: OrderStoreContract.Check.allCases)
    func `the memory order store keeps the contract`(check: OrderStoreContract.Check) async throws {
        let contract = OrderStoreContract {
            let customers = MemoryCustomerStore()
            let outbox = MemoryOutboxStore()
            let orders = MemoryOrderStore(customers: customers) { outbox.append($0.map { NewOutboxMessage($0) }) }
            return OrderStoreContract.Subject(
                orders: orders,
                customers: customers,
                ledger: orders,
                diagnostics: orders,
                outbox: outbox
            )
        }
        try await contract.run(check)
    }

    @Test(arguments: CustomerStoreContract.Check.allCases)
    func `the memory customer store keeps the contract`(check: CustomerStoreContract.Check) async throws {
        try await CustomerStoreContract { MemoryCustomerStore() }.run(check)
    }

    @Test(arguments: APIKeyStoreContract.Check.allCases)
    func `the memory key store keeps the contract`(check: APIKeyStoreContract.Check) async throws {
        try await APIKeyStoreContract { MemoryAPIKeyStore() }.run(check)
    }
}
