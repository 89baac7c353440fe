import StorageTestKit
import Testing

@Suite struct MemoryOutboxStoreTests {
    @Test(arguments: OutboxStoreContract.Check.allCases)
    func `the memory outbox keeps the contract`(check: OutboxStoreContract.Check) async throws {
        let contract = OutboxStoreContract {
            let store = MemoryOutboxStore()
            return OutboxStoreContract.Subject(store: store) { store.append($0) }
        }
        try await contract.run(check)
    }
}
