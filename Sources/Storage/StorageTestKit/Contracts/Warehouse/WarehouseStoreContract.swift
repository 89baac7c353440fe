package import Messaging
import OMSKernel
package import Warehouse

/// What every ``WarehouseStore`` must do.
package struct WarehouseStoreContract: Sendable {
    package enum Check: String, CaseIterable, Sendable {
        case aWaveComesBackAsItWasMade
        case aSecondWaveFindsTheFirst
        case theLastTaskAsksForTheSignalOnce
        case anOrderIsPackedOnceItIsPicked
        case refusedCommandsWriteNothing
        case cancellingKeepsWhatIsPicked
        case aCancelledPackedOrderStaysCancelled
        case aCancellationThatComesFirstClosesTheDoor
        case theQueueIsByPriorityThenAge
        case wavesComeInPagesByStatus
        case wavesAskedForAtOnceAreOne
        case tasksCompletedAtOnceSignalOnce
        case packingsAtOnceSignalOnce
        case cancelAndCompleteAtOnceAgree
        case cancelAndCreateAtOnceAgree
    }

    /// A store, and the outbox into which it writes.
    package struct Subject: Sendable {
        package let store: any WarehouseStore
        package let outbox: any OutboxStore

        package init(store: any WarehouseStore, outbox: any OutboxStore) {
            self.store = store
            self.outbox = outbox
        }
    }

    static let now = Timestamp(milliseconds: 1_800_000_000_000)

    private let makeSubject: @Sendable () async throws -> Subject

    /// - Parameter makeSubject: makes a store without waves, and an empty outbox, apart from every other one.
    package init(_ makeSubject: @escaping @Sendable () async throws -> Subject) {
        self.makeSubject = makeSubject
    }

    /// Runs one check on a fresh store.
    /// - Parameter check: what to check.
    /// - Throws: ``ContractViolation``, or what the store throws.
    package func run(_ check: Check) async throws {
        let subject = try await makeSubject()
        switch check {
        case .aWaveComesBackAsItWasMade: try await roundTrip(subject)
        case .aSecondWaveFindsTheFirst: try await secondWave(subject)
        case .theLastTaskAsksForTheSignalOnce: try await lastTask(subject)
        case .anOrderIsPackedOnceItIsPicked: try await packing(subject)
        case .refusedCommandsWriteNothing: try await refusals(subject)
        case .cancellingKeepsWhatIsPicked: try await cancelling(subject)
        case .aCancelledPackedOrderStaysCancelled: try await cancellingPacked(subject)
        case .aCancellationThatComesFirstClosesTheDoor: try await earlyCancellation(subject)
        case .theQueueIsByPriorityThenAge: try await queue(subject)
        case .wavesComeInPagesByStatus: try await wavesByStatus(subject)
        case .wavesAskedForAtOnceAreOne: try await concurrentWaves(subject)
        case .tasksCompletedAtOnceSignalOnce: try await concurrentCompletions(subject)
        case .packingsAtOnceSignalOnce: try await concurrentPackings(subject)
        case .cancelAndCompleteAtOnceAgree: try await cancelAgainstComplete(subject)
        case .cancelAndCreateAtOnceAgree: try await cancelAgainstCreate(subject)
        }
    }
}
