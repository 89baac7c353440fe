import DatabaseTestSupport
import SQLStorage
import StorageTestKit
import Testing

/// The warehouse store's contract, over memory and each database.
@Suite(.timeLimit(.minutes(5)))
struct WarehouseContractTests {
    @Test(arguments: WarehouseStoreContract.Check.allCases)
    func `the memory warehouse keeps the contract`(check: WarehouseStoreContract.Check) async throws {
        let contract = WarehouseStoreContract {
            let outbox = MemoryOutboxStore()
            return WarehouseStoreContract.Subject(
                store: MemoryWarehouseStore { outbox.append($0) },
                outbox: outbox
            )
        }
        try await contract.run(check)
    }

    @Test(arguments: DatabaseKind.allCases, WarehouseStoreContract.Check.allCases)
    func `the warehouse keeps the contract`(kind: DatabaseKind, check: WarehouseStoreContract.Check) async throws {
        try await kind.withDatabase { database in
            let contract = WarehouseStoreContract {
                WarehouseStoreContract.Subject(
                    store: SQLWarehouseStore(database: database),
                    outbox: SQLOutboxStore(database: database)
                )
            }
            try await contract.run(check)
        }
    }
}
