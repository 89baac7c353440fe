import OMSKernel
package import Orders

/// What every ``CustomerStore`` must do.
package struct CustomerStoreContract: Sendable {
    package enum Check: String, CaseIterable, Sendable {
        case aCustomerComesBackAsItWas
        case anIDIsTakenOnce
        case anUpdateIsStored
        case aRefusedUpdateWritesNothing
        case customersComeInPagesByID
        case concurrentUpdatesAllCount
    }

    private static let now = Timestamp(milliseconds: 1_800_000_000_000)

    private let makeStore: @Sendable () async throws -> any CustomerStore

    /// - Parameter makeStore: makes a store without customers, apart from every other one.
    package init(_ makeStore: @escaping @Sendable () async throws -> any CustomerStore) {
        self.makeStore = makeStore
    }

    /// Runs one check on a fresh store.
    /// - Parameter check: what to check.
    /// - Throws: ``ContractViolation``, or what the store throws.
    package func run(_ check: Check) async throws {
        let store = try await makeStore()
        switch check {
        case .aCustomerComesBackAsItWas: try await roundTrip(store)
        case .anIDIsTakenOnce: try await takenID(store)
        case .anUpdateIsStored: try await update(store)
        case .aRefusedUpdateWritesNothing: try await refusedUpdate(store)
        case .customersComeInPagesByID: try await pages(store)
        case .concurrentUpdatesAllCount: try await concurrentUpdates(store)
        }
    }

    private func roundTrip(_ store: any CustomerStore) async throws {
        let full = try Self.customer(
            "a",
            name: "O'Neill \"李\" 🎁 שלום",
            email: .set("ada@example.org"),
            address: .set("1 St\nOslo")
        )
        let bare = try Self.customer("b")
        for customer in [full, bare] {
            try await ContractViolation.expect(try await store.insert(customer), "\(customer.id) is taken")
            try await ContractViolation.expectEqual(try await store.customer(customer.id), customer, "the customer")
        }
        let unknown = try await store.customer(CustomerID(trusted: "c"))
        try await ContractViolation.expectEqual(unknown, nil, "an unknown customer")
    }

    private func takenID(_ store: any CustomerStore) async throws {
        let first = try Self.customer("a", name: "Ada")
        try await ContractViolation.expect(try await store.insert(first), "a is taken")
        let second = try await store.insert(Self.customer("a", name: "Bo"))
        try await ContractViolation.expectEqual(second, false, "the second insert")
        try await ContractViolation.expectEqual(try await store.customer(first.id), first, "the customer")
    }

    private func update(_ store: any CustomerStore) async throws {
        let first = try Self.customer("a", email: .set("ada@example.org"))
        _ = try await store.insert(first)
        let draft = CustomerDraft(name: "Bo", email: .clear, address: .set("2 St"))
        let later = Self.now.advanced(by: .seconds(1))
        let updated = try await store.modify(first.id) { try $0.updating(draft, now: later) }
        try await ContractViolation.expectEqual(updated, try first.updating(draft, now: later), "the answer")
        try await ContractViolation.expectEqual(try await store.customer(first.id), updated, "the customer")
    }

    private func refusedUpdate(_ store: any CustomerStore) async throws {
        struct Refusal: Error {}
        let customer = try Self.customer("a")
        _ = try await store.insert(customer)
        do {
            _ = try await store.modify(customer.id) { _ in throw Refusal() }
            throw ContractViolation("a refused update did not fail")
        } catch is Refusal {
            // As it should be.
        }
        try await ContractViolation.expectEqual(try await store.customer(customer.id), customer, "the customer")
        do {
            _ = try await store.modify(CustomerID(trusted: "z")) { $0 }
            throw ContractViolation("an update of nobody did not fail")
        } catch OrderError.customerNotFound {
            // As it should be.
        }
    }

    private func pages(_ store: any CustomerStore) async throws {
        // In the order of their bytes: upper case comes before lower case.
        let ids = ["A", "B", "a", "a-1", "a.2", "b"].sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        for id in ids.reversed() { _ = try await store.insert(Self.customer(id)) }
        guard let two = PageLimit(2) else { return }
        var found: [[String]] = []
        var after: CustomerID?
        repeat {
            let page = try await store.customers(after: after, limit: two)
            found.append(page.elements.map(\.id.text))
            after = page.next
        } while after != nil && found.count < 10
        try await ContractViolation.expectEqual(
            found,
            [[ids[0], ids[1]], [ids[2], ids[3]], [ids[4], ids[5]]],
            "pages"
        )
    }

    private func concurrentUpdates(_ store: any CustomerStore) async throws {
        let customer = try Self.customer("a")
        _ = try await store.insert(customer)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...16 {
                group.addTask {
                    let draft = CustomerDraft(name: "Name \(number)")
                    _ = try await store.modify(customer.id) { try $0.updating(draft, now: Self.now) }
                }
            }
            try await group.waitForAll()
        }
        try await ContractViolation.expectEqual(try await store.customer(customer.id)?.version, 17, "version")
    }

    private static func customer(
        _ id: String,
        name: String = "Ada",
        email: CustomerDraft.Part = .absent,
        address: CustomerDraft.Part = .absent
    ) throws -> Customer {
        let draft = CustomerDraft(customerID: id, name: name, email: email, address: address)
        return try Customer.registering(draft, ids: SystemIDGenerator(), now: now)
    }
}
