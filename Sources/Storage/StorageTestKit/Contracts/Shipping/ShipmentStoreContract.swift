import OMSKernel
package import Shipping

/// What every ``ShipmentStore`` must do.
package struct ShipmentStoreContract: Sendable {
    package enum Check: String, CaseIterable, Sendable {
        case aShipmentComesBackAsItWasMade
        case theSameAttemptIsMadeOnce
        case anOrderHasOneOpenAttempt
        case aShipmentGoesItsWay
        case aPickUpNeedsNoLabel
        case refusedCommandsWriteNothing
        case cancellingIsPossibleUntilItLeaves
        case aCancellationThatComesFirstClosesTheDoor
        case trackingEventsAreDroppedByTheirID
        case lateTrackingEventsChangeNothing
        case trackingEventsHaveALimit
        case anOrderIsForgotten
        case shipmentsComeInPages
        case attemptsMadeAtOnceAreOne
        case openAttemptsMadeAtOnceAreOne
        case confirmAndCancelAtOnceAgree
        case eventsReportedAtOnceDeliverOnce
    }

    private let makeStore: @Sendable () async throws -> any ShipmentStore

    /// - Parameter makeStore: makes a store without shipments, apart from every other one.
    package init(_ makeStore: @escaping @Sendable () async throws -> any ShipmentStore) {
        self.makeStore = makeStore
    }

    /// Runs one check on a fresh store.
    /// - Parameter check: what to check.
    /// - Throws: ``ContractViolation``, or what the store throws.
    package func run(_ check: Check) async throws {
        let store = try await makeStore()
        switch check {
        case .aShipmentComesBackAsItWasMade: try await roundTrip(store)
        case .theSameAttemptIsMadeOnce: try await sameAttempt(store)
        case .anOrderHasOneOpenAttempt: try await openAttempt(store)
        case .aShipmentGoesItsWay: try await way(store)
        case .aPickUpNeedsNoLabel: try await pickUp(store)
        case .refusedCommandsWriteNothing: try await refusals(store)
        case .cancellingIsPossibleUntilItLeaves: try await cancelling(store)
        case .aCancellationThatComesFirstClosesTheDoor: try await earlyCancellation(store)
        case .trackingEventsAreDroppedByTheirID: try await repeatedEvents(store)
        case .lateTrackingEventsChangeNothing: try await lateEvents(store)
        case .trackingEventsHaveALimit: try await manyEvents(store)
        case .anOrderIsForgotten: try await forgetting(store)
        case .shipmentsComeInPages: try await pages(store)
        case .attemptsMadeAtOnceAreOne: try await concurrentAttempts(store)
        case .openAttemptsMadeAtOnceAreOne: try await concurrentOpenAttempts(store)
        case .confirmAndCancelAtOnceAgree: try await confirmAgainstCancel(store)
        case .eventsReportedAtOnceDeliverOnce: try await concurrentEvents(store)
        }
    }
}
