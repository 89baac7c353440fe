import DatabaseTestSupport
import SQLStorage
import Shipping
import StorageTestKit
import Testing

/// The shipment store's contract, over memory and each database.
@Suite(.timeLimit(.minutes(5)))
struct ShipmentContractTests {
    @Test(arguments: ShipmentStoreContract.Check.allCases)
    func `the memory shipments keep the contract`(check: ShipmentStoreContract.Check) async throws {
        try await ShipmentStoreContract { MemoryShipmentStore() }.run(check)
    }

    @Test(arguments: DatabaseKind.allCases, ShipmentStoreContract.Check.allCases)
    func `the shipments keep the contract`(kind: DatabaseKind, check: ShipmentStoreContract.Check) async throws {
        try await kind.withDatabase { database in
            try await ShipmentStoreContract { SQLShipmentStore(database: database) }.run(check)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `the sandbox carrier behaves as it was set, in every process`(kind: DatabaseKind) async throws {
        try await kind.withDatabase { database in
            let control = SQLCarrierControl(database: database)
            #expect(try await control.settings() == .reliable)
            #expect(try await control.takeFailure() == false)
            let settings = try SandboxCarrierSettings(
                latency: .milliseconds(1_500),
                errorPercent: 30,
                isOut: true,
                failNext: 5
            )
            for _ in 0..<2 { try await control.set(settings) }
            #expect(try await SQLCarrierControl(database: database).settings() == settings)
            // Of many at the same time, as many fail as were set.
            let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<12 { group.addTask { try await control.takeFailure() } }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(taken == 5)
            #expect(try await control.settings().failNext == 0)
        }
    }
}
