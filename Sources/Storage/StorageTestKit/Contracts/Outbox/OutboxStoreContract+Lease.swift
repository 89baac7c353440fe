import Messaging
import OMSKernel

extension OutboxStoreContract {
    func oneHolderHasTheLease(_ subject: Subject) async throws {
        try await expectLease(subject, "one", at: 0, until: 10, is: true)
        try await expectLease(subject, "two", at: 1, until: 11, is: false)
        try await expectLease(subject, "one", at: 5, until: 20, is: true)
        try await expectLease(subject, "two", at: 15, until: 25, is: false)
    }

    func anExpiredLeaseGoesToTheNext(_ subject: Subject) async throws {
        try await expectLease(subject, "one", at: 0, until: 10, is: true)
        try await expectLease(subject, "two", at: 10, until: 20, is: true)
        try await expectLease(subject, "one", at: 11, until: 21, is: false)
    }

    func onlyTheHolderReleasesTheLease(_ subject: Subject) async throws {
        try await subject.store.releaseLease(holder: "nobody")
        try await expectLease(subject, "one", at: 0, until: 10, is: true)
        try await subject.store.releaseLease(holder: "two")
        try await expectLease(subject, "two", at: 1, until: 11, is: false)
        try await subject.store.releaseLease(holder: "one")
        try await expectLease(subject, "two", at: 1, until: 11, is: true)
    }

    func concurrentHoldersGetOneLease(_ subject: Subject) async throws {
        let holders = try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<8 {
                group.addTask {
                    try await subject.store.acquireLease(
                        holder: "holder \(index)",
                        now: Self.now,
                        expiry: Self.seconds(10)
                    )
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        try await ContractViolation.expectEqual(holders, 1, "holders at once")
    }

    private func expectLease(
        _ subject: Subject,
        _ holder: String,
        at start: Int,
        until end: Int,
        is expected: Bool
    ) async throws {
        let has = try await subject.store.acquireLease(
            holder: holder,
            now: Self.seconds(start),
            expiry: Self.seconds(end)
        )
        try await ContractViolation.expectEqual(has, expected, "whether \(holder) has the lease at \(start) s")
    }
}
