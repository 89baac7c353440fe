package import Messaging
import OMSKernel

/// What every ``OutboxStore`` must do; the same checks run over memory, SQLite and PostgreSQL.
///
/// A test target makes one for its store and runs each of ``Check`` on a fresh store:
/// `@Test(arguments: OutboxStoreContract.Check.allCases) func keeps(_ check: …) { try await contract.run(check) }`.
package struct OutboxStoreContract: Sendable {
    /// An empty store and the way to put messages into it.
    package struct Subject: Sendable {
        package let store: any OutboxStore
        /// Queues messages in their order, in one transaction, as the stores of the contexts do.
        package let append: @Sendable ([NewOutboxMessage]) async throws -> Void

        package init(
            store: any OutboxStore,
            append: @escaping @Sendable ([NewOutboxMessage]) async throws -> Void
        ) {
            self.store = store
            self.append = append
        }
    }

    package enum Check: String, CaseIterable, Sendable {
        case messagesComeBackAsTheyWere
        case messagesComeOldestFirstUpToTheLimit
        case deliveredMessagesAreGone
        case aFailureHoldsItsKeyBackUntilItsNextAttempt
        case theSameKeyOfAnotherDestinationIsNotHeldBack
        case aDeadLetterParksItsKey
        case aRetriedDeadLetterComesBeforeWhatItParked
        case retryTakesEarlierDeadLettersOfTheKeyAlong
        case retryOfManyIsBoundedAndOldestFirst
        case deadLettersComeInPages
        case settlingTwiceChangesNothing
        case settlingIsOneStepOfManyResults
        case depthCountsAndTellsTheOldest
        case oneHolderHasTheLease
        case anExpiredLeaseGoesToTheNext
        case onlyTheHolderReleasesTheLease
        case concurrentHoldersGetOneLease
        case appendsDuringReadsAreAllFound
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
        case .messagesComeBackAsTheyWere: try await messagesComeBackAsTheyWere(subject)
        case .messagesComeOldestFirstUpToTheLimit: try await messagesComeOldestFirstUpToTheLimit(subject)
        case .deliveredMessagesAreGone: try await deliveredMessagesAreGone(subject)
        case .aFailureHoldsItsKeyBackUntilItsNextAttempt: try await aFailureHoldsItsKeyBack(subject)
        case .theSameKeyOfAnotherDestinationIsNotHeldBack: try await destinationsAreApart(subject)
        case .aDeadLetterParksItsKey: try await aDeadLetterParksItsKey(subject)
        case .aRetriedDeadLetterComesBeforeWhatItParked: try await aRetriedDeadLetterComesFirst(subject)
        case .retryTakesEarlierDeadLettersOfTheKeyAlong: try await retryTakesEarlierOnesAlong(subject)
        case .retryOfManyIsBoundedAndOldestFirst: try await retryOfManyIsBounded(subject)
        case .deadLettersComeInPages: try await deadLettersComeInPages(subject)
        case .settlingTwiceChangesNothing: try await settlingTwiceChangesNothing(subject)
        case .settlingIsOneStepOfManyResults: try await settlingTakesManyResults(subject)
        case .depthCountsAndTellsTheOldest: try await depthCountsAndTellsTheOldest(subject)
        case .oneHolderHasTheLease: try await oneHolderHasTheLease(subject)
        case .anExpiredLeaseGoesToTheNext: try await anExpiredLeaseGoesToTheNext(subject)
        case .onlyTheHolderReleasesTheLease: try await onlyTheHolderReleasesTheLease(subject)
        case .concurrentHoldersGetOneLease: try await concurrentHoldersGetOneLease(subject)
        case .appendsDuringReadsAreAllFound: try await appendsDuringReadsAreAllFound(subject)
        }
    }
}

extension OutboxStoreContract {
    /// The time at which the checks happen.
    static let now = Timestamp(milliseconds: 1_800_000_000_000)

    static func seconds(_ count: Int) -> Timestamp { now.advanced(by: .seconds(count)) }

    /// A message whose id is its key and sequence: `a1`.
    static func message(
        _ key: String,
        _ sequence: Int64,
        destination: String = OutboxMessage.eventsDestination,
        createdAt: Timestamp = now
    ) -> NewOutboxMessage {
        NewOutboxMessage(
            destination: destination,
            orderingKey: key,
            messageID: "\(key)\(sequence)",
            type: "OrderUpdated",
            sequence: sequence,
            schemaVersion: 1,
            payload: #"{"n":\#(sequence)}"#,
            traceparent: nil,
            createdAt: createdAt
        )
    }
}

extension OutboxStoreContract.Subject {
    /// The ids of what is due.
    func dueIDs(at now: Timestamp = OutboxStoreContract.now, limit: Int = 100) async throws -> [String] {
        try await store.dueMessages(now: now, limit: limit).map(\.messageID)
    }

    /// Settles one message that is due.
    func settle(
        _ id: String,
        _ outcome: OutboxResult.Outcome,
        at now: Timestamp = OutboxStoreContract.now
    ) async throws {
        let due = try await store.dueMessages(now: now, limit: 100)
        guard let message = due.first(where: { $0.messageID == id }) else {
            throw ContractViolation("\(id) is not due; due are \(due.map(\.messageID))")
        }
        try await store.settle([OutboxResult(message: message, outcome: outcome)], now: now)
    }
}
