package import Inventory

/// What every ``InventoryStore`` must do.
package struct InventoryStoreContract: Sendable {
    /// A store without stock, and what belongs to it.
    package struct Subject: Sendable {
        package let store: any InventoryStore
        /// The SKUs whose replenishment the store asked for, in no order, each as often as it was asked.
        package let replenishments: @Sendable () async throws -> [String]

        package init(store: any InventoryStore, replenishments: @escaping @Sendable () async throws -> [String]) {
            self.store = store
            self.replenishments = replenishments
        }
    }

    package enum Check: String, CaseIterable, Sendable {
        case anAdjustmentIsStoredWithItsMovement
        case aRepeatedAdjustmentChangesNothing
        case aRefusedAdjustmentWritesNothing
        case anAllocationHoldsAllOrNothing
        case anAllocationIsRepeatable
        case aKitTakesItsParts
        case kitsRefuseCyclesAndStock
        case consumptionAndReturnAreRepeatable
        case aReleaseWithoutAllocationClosesTheDoor
        case lowStockIsAskedForOnce
        case aPurchaseEndsOnce
        case stockComesInPages
        case concurrentOrdersNeverOversell
        case concurrentCommandsOnOneOrderCountOnce
        case concurrentFirstAdjustmentsAllCount
    }

    let makeSubject: @Sendable () async throws -> Subject

    /// - Parameter makeSubject: makes a store without rows, apart from every other one.
    package init(_ makeSubject: @escaping @Sendable () async throws -> Subject) {
        self.makeSubject = makeSubject
    }

    /// Runs one check on a fresh store.
    /// - Parameter check: what to check.
    /// - Throws: ``ContractViolation``, or what the store throws.
    package func run(_ check: Check) async throws {
        let subject = try await makeSubject()
        let store = subject.store
        switch check {
        case .anAdjustmentIsStoredWithItsMovement: try await adjustment(store)
        case .aRepeatedAdjustmentChangesNothing: try await repeatedAdjustment(store)
        case .aRefusedAdjustmentWritesNothing: try await refusedAdjustment(store)
        case .anAllocationHoldsAllOrNothing: try await allOrNothing(store)
        case .anAllocationIsRepeatable: try await repeatedAllocation(store)
        case .aKitTakesItsParts: try await kit(store)
        case .kitsRefuseCyclesAndStock: try await refusedKits(store)
        case .consumptionAndReturnAreRepeatable: try await consumption(store)
        case .aReleaseWithoutAllocationClosesTheDoor: try await earlyRelease(store)
        case .lowStockIsAskedForOnce: try await lowStock(subject)
        case .aPurchaseEndsOnce: try await purchases(store)
        case .stockComesInPages: try await pages(store)
        case .concurrentOrdersNeverOversell: try await oversell(store)
        case .concurrentCommandsOnOneOrderCountOnce: try await concurrentCommands(store)
        case .concurrentFirstAdjustmentsAllCount: try await concurrentAdjustments(store)
        }
    }
}
