import DatabaseTestSupport
import Messaging
import SQLPort
import SQLStorage
import StorageTestKit
import Testing

/// The contracts of all stores, on each database.
@Suite struct StoreContractTests {
    @Test(arguments: DatabaseKind.allCases, OrderStoreContract.Check.allCases)
    func `the order store keeps its contract`(kind: DatabaseKind, check: OrderStoreContract.Check) async throws {
        try await kind.withDatabase { database in
            // A bound this low makes lists stop early again and again.
            let contract = OrderStoreContract { Self.subject(on: database, maximumScannedRows: 9) }
            try await contract.run(check)
        }
    }

    @Test(arguments: DatabaseKind.allCases, CustomerStoreContract.Check.allCases)
    func `the customer store keeps its contract`(
        kind: DatabaseKind,
        check: CustomerStoreContract.Check
    ) async throws {
        try await kind.withDatabase { database in
            try await CustomerStoreContract { SQLCustomerStore(database: database) }.run(check)
        }
    }

    @Test(arguments: DatabaseKind.allCases, InventoryStoreContract.Check.allCases)
    func `the inventory store keeps its contract`(
        kind: DatabaseKind,
        check: InventoryStoreContract.Check
    ) async throws {
        try await kind.withDatabase { database in
            let contract = InventoryStoreContract {
                InventoryStoreContract.Subject(store: SQLInventoryStore(database: database)) {
                    try await database.read { connection in
                        try connection.rows(
                            "SELECT ordering_key FROM outbox WHERE destination = $1 AND type = 'StartReplenishment'",
                            [.text(OutboxMessage.workflowsDestination)]
                        ) { String(try $0.text(0).dropFirst("sku:".count)) }
                    }
                }
            }
            try await contract.run(check)
        }
    }

    @Test(arguments: DatabaseKind.allCases, APIKeyStoreContract.Check.allCases)
    func `the key store keeps its contract`(kind: DatabaseKind, check: APIKeyStoreContract.Check) async throws {
        try await kind.withDatabase { database in
            try await APIKeyStoreContract { SQLAPIKeyStore(database: database) }.run(check)
        }
    }

    @Test(arguments: DatabaseKind.allCases, OutboxStoreContract.Check.allCases)
    func `the outbox keeps its contract`(kind: DatabaseKind, check: OutboxStoreContract.Check) async throws {
        try await kind.withDatabase { database in
            let contract = OutboxStoreContract {
                OutboxStoreContract.Subject(store: SQLOutboxStore(database: database)) { messages in
                    try await database.write { connection in
                        for message in messages { try message.insert(into: connection) }
                    }
                }
            }
            try await contract.run(check)
        }
    }

    private static func subject(on database: any SQLDatabase, maximumScannedRows: Int) -> OrderStoreContract.Subject {
        OrderStoreContract.Subject(
            orders: SQLOrderStore(database: database, maximumScannedRows: maximumScannedRows),
            customers: SQLCustomerStore(database: database),
            ledger: SQLIdempotencyLedger(database: database),
            diagnostics: SQLOrderDiagnostics(database: database),
            outbox: SQLOutboxStore(database: database)
        )
    }
}
