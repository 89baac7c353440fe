package import Messaging
package import Orders

/// What every ``OrderStore`` must do; the same checks run over memory, SQLite and PostgreSQL, and need nothing of
/// a store but its ports.
///
/// A test target makes one for its store and runs each of ``Check`` on a fresh store.
package struct OrderStoreContract: Sendable {
    /// A store without orders, and what belongs to it.
    package struct Subject: Sendable {
        package let orders: any OrderStore
        package let customers: any CustomerStore
        package let ledger: any IdempotencyLedger
        package let diagnostics: any OrderDiagnostics
        /// Where the store queues its events.
        package let outbox: any OutboxStore

        package init(
            orders: any OrderStore,
            customers: any CustomerStore,
            ledger: any IdempotencyLedger,
            diagnostics: any OrderDiagnostics,
            outbox: any OutboxStore
        ) {
            self.orders = orders
            self.customers = customers
            self.ledger = ledger
            self.diagnostics = diagnostics
            self.outbox = outbox
        }
    }

    package enum Check: String, CaseIterable, Sendable {
        case anOrderComesBackAsItWas
        case creationStoresAndQueuesOneEvent
        case aRepeatedKeyFindsTheFirstOrder
        case aKeyWithOtherContentIsRefused
        case ordersWithoutKeysAreApart
        case aRepeatedExternalIDFindsTheFirstOrder
        case anExternalIDWithOtherContentIsRefusedAndKeepsNoKey
        case externalIDsAreApartByChannel
        case anUnknownCustomerIsRefusedAndKeepsNoKey
        case aDeletedOrderLeavesItsEventsAndItsKey
        case aDeletedOrderFreesItsExternalID
        case aPrunedKeyIsKnownByItsOrder
        case anOrderIsFoundByTheKeysOfItsRequests
        case pruningIsBoundedAndSparesTheYoung
        case concurrentRepetitionsMakeOneOrder
        case concurrentExternalIDsMakeOneOrder
        case concurrentOtherContentsMakeOneOrder
        case everyCommandIsStored
        case aRefusedCommandWritesNothing
        case anUnchangedOrderWritesNothing
        case concurrentChangesAllCount
        case oneOfConcurrentCommandsOnAVersionWins
        case eventsOfAnOrderComeInPages
        case theFeedHasEveryEventOnce
        case theFeedMissesNothingThatCommitsLate
        case listsMatchEveryCombination
        case ordersAgreeWithTheirEvents
        case theIntakeOfANewOrderIsAskedForOnce
        case anOrderJudgedBeforeIsValidatedAtOnce
        case progressIsNotedBesideTheOrder
        case aRefusedCommandNotesNoProgress
        case anOrderThatNothingRunsForIsCancelledAtOnce
        case aCancellationIsAskedForOnce
        case anEndSettlesTheCancellation
        case concurrentCancellationsAskOnce
        case aDeletedOrderTakesItsProgressAlong
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
        switch check {
        case .anOrderComesBackAsItWas: try await anOrderComesBack(subject)
        case .creationStoresAndQueuesOneEvent: try await creationStoresOneEvent(subject)
        case .aRepeatedKeyFindsTheFirstOrder: try await repeatedKey(subject)
        case .aKeyWithOtherContentIsRefused: try await reusedKey(subject)
        case .ordersWithoutKeysAreApart: try await ordersWithoutKeys(subject)
        case .aRepeatedExternalIDFindsTheFirstOrder: try await repeatedExternalID(subject)
        case .anExternalIDWithOtherContentIsRefusedAndKeepsNoKey: try await takenExternalID(subject)
        case .externalIDsAreApartByChannel: try await externalIDsByChannel(subject)
        case .anUnknownCustomerIsRefusedAndKeepsNoKey: try await unknownCustomer(subject)
        case .aDeletedOrderLeavesItsEventsAndItsKey: try await deletedOrder(subject)
        case .aDeletedOrderFreesItsExternalID: try await freedExternalID(subject)
        case .aPrunedKeyIsKnownByItsOrder: try await prunedKey(subject)
        case .anOrderIsFoundByTheKeysOfItsRequests: try await orderByKey(subject)
        case .pruningIsBoundedAndSparesTheYoung: try await boundedPruning(subject)
        case .concurrentRepetitionsMakeOneOrder: try await concurrentRepetitions(subject)
        case .concurrentExternalIDsMakeOneOrder: try await concurrentExternalIDs(subject)
        case .concurrentOtherContentsMakeOneOrder: try await concurrentOtherContents(subject)
        case .everyCommandIsStored: try await everyCommand(subject)
        case .aRefusedCommandWritesNothing: try await refusedCommand(subject)
        case .anUnchangedOrderWritesNothing: try await unchangedOrder(subject)
        case .concurrentChangesAllCount: try await concurrentChanges(subject)
        case .oneOfConcurrentCommandsOnAVersionWins: try await concurrentVersions(subject)
        case .eventsOfAnOrderComeInPages: try await eventPages(subject)
        case .theFeedHasEveryEventOnce: try await wholeFeed(subject)
        case .theFeedMissesNothingThatCommitsLate: try await feedBesideWriters(subject)
        case .listsMatchEveryCombination: try await lists(subject)
        case .ordersAgreeWithTheirEvents: try await agreement(subject)
        case .theIntakeOfANewOrderIsAskedForOnce: try await intakeIsAskedFor(subject)
        case .anOrderJudgedBeforeIsValidatedAtOnce: try await validatedOrder(subject)
        case .progressIsNotedBesideTheOrder: try await notedProgress(subject)
        case .aRefusedCommandNotesNoProgress: try await refusedProgress(subject)
        case .anOrderThatNothingRunsForIsCancelledAtOnce: try await immediateCancellation(subject)
        case .aCancellationIsAskedForOnce: try await requestedCancellation(subject)
        case .anEndSettlesTheCancellation: try await settledCancellation(subject)
        case .concurrentCancellationsAskOnce: try await concurrentCancellations(subject)
        case .aDeletedOrderTakesItsProgressAlong: try await deletedProgress(subject)
        }
    }
}
