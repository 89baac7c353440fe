import Messaging
import OMSKernel
import StorageTestKit
import Synchronization
import Testing

/// The memory stores, which other tests rest on, keep the same contracts as the databases.
@Suite struct MemoryStoreContractTests {
    @Test(arguments: OrderStoreContract.Check.allCases)
    func `the memory order store keeps the contract`(check: OrderStoreContract.Check) async throws {
        let contract = OrderStoreContract {
            let customers = MemoryCustomerStore()
            let outbox = MemoryOutboxStore()
            let orders = MemoryOrderStore(customers: customers) { outbox.append($0) }
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

    @Test(arguments: InventoryStoreContract.Check.allCases)
    func `the memory inventory store keeps the contract`(check: InventoryStoreContract.Check) async throws {
        let contract = InventoryStoreContract {
            let asked = Asked()
            return InventoryStoreContract.Subject(
                store: MemoryInventoryStore { asked.add($0.code) },
                replenishments: { asked.all }
            )
        }
        try await contract.run(check)
    }

    /// Gathers what a memory store asks for.
    private final class Asked: Sendable {
        private let codes = Mutex<[String]>([])

        var all: [String] { codes.withLock { $0 } }

        func add(_ code: String) { codes.withLock { $0.append(code) } }
    }

    @Test(arguments: APIKeyStoreContract.Check.allCases)
    func `the memory key store keeps the contract`(check: APIKeyStoreContract.Check) async throws {
        try await APIKeyStoreContract { MemoryAPIKeyStore() }.run(check)
    }
}
