import Messaging
import OMSKernel
import Orders

extension OrderStoreContract {
    func anOrderComesBack(_ subject: Subject) async throws {
        try await subject.addCustomer("cust-1")
        let full = OrderDraft(
            requestID: "key-1",
            externalOrderID: "SHOP \"1001\" שלום 🎁",
            channel: "SHOPIFY",
            priority: 9,
            customerID: "cust-1",
            shipTo: ShippingAddressDraft(
                name: "O'Neill \\ 李",
                line1: "1 St",
                line2: "c/o \"B\"",
                city: "Ålesund",
                region: "Møre",
                postalCode: "6001",
                country: "NO",
                phone: "+47 1",
                email: "ada@example.org"
            ),
            items: (1...3).map {
                OrderItemDraft(
                    sku: "SKU-\($0)",
                    quantity: 1_000_000,
                    unitPrice: PriceDraft(amount: "19.9\($0)", currency: "USD")
                )
            }
        )
        let pickUp = OrderDraft(items: (0..<1_000).map { OrderItemDraft(sku: "S-\(999 - $0)", quantity: 1) })
        for draft in [full, pickUp] {
            let order = try await subject.created(draft)
            try await ContractViolation.expectEqual(try await subject.orders.order(order.id), order, "the order")
        }
        let unknown = try subject.creation(full).order.id
        try await ContractViolation.expectEqual(try await subject.orders.order(unknown), nil, "an order never made")
    }

    func creationStoresOneEvent(_ subject: Subject) async throws {
        let creation = try subject.creation(Self.draft(key: "key-1"))
        try await ContractViolation.expectEqual(try await subject.orders.create(creation), .created, "outcome")
        try await ContractViolation.expectEqual(
            try await subject.events(of: creation.order.id),
            creation.events,
            "events"
        )
        let queued = try await subject.messages(to: OutboxMessage.eventsDestination)
        try await ContractViolation.expectEqual(
            queued.map(\.messageID),
            creation.events.map(\.id.description),
            "queued"
        )
        try await ContractViolation.expectEqual(queued.map(\.orderingKey), [creation.order.id.description], "its key")
        try await ContractViolation.expectEqual(queued.map(\.payload), creation.events.map(\.payload), "its payload")
        try await ContractViolation.expectEqual(queued.map(\.traceparent), [Self.traceparent], "its trace")
    }

    func intakeIsAskedFor(_ subject: Subject) async throws {
        let creation = try subject.creation(Self.draft(key: "key-1", externalOrderID: "X"))
        for _ in 0..<2 { _ = try await subject.orders.create(creation) }
        _ = try await subject.place(Self.draft(key: "key-2", externalOrderID: "X"))
        _ = try await subject.place(Self.draft(key: "key-1", externalOrderID: "Y"))
        let id = creation.order.id.description
        let asked = try await subject.messages(to: OutboxMessage.workflowsDestination)
        try await ContractViolation.expectEqual(asked.map(\.type), [OutboxMessage.startWorkflowType], "asked")
        try await ContractViolation.expectEqual(asked.map(\.orderingKey), [id], "its key")
        try await ContractViolation.expectEqual(asked.map(\.traceparent), [Self.traceparent], "its trace")
        try await ContractViolation.expectEqual(
            asked.map(\.payload),
            [
                "{\"orderId\":\"\(id)\",\"requestId\":\"key-1\",\"actor\":\"key:1\","
                    + "\"fingerprint\":\"\(creation.request.hex)\"}"
            ],
            "its payload"
        )
    }

    // MARK: Keys

    func repeatedKey(_ subject: Subject) async throws {
        let order = try await subject.created(Self.draft(key: "key-1"))
        for _ in 0..<2 {
            let outcome = try await subject.place(Self.draft(key: "key-1"))
            try await ContractViolation.expectEqual(outcome, .exists(order.id), "repetition")
        }
        try await subject.apply(.cancel(reason: nil), to: order.id)
        let late = try await subject.place(Self.draft(key: "key-1"))
        try await ContractViolation.expectEqual(late, .exists(order.id), "repetition after a change")
        try await ContractViolation.expectEqual(try await subject.all().count, 1, "orders")
        try await ContractViolation.expectEqual(try await subject.events(of: order.id).count, 2, "events")
    }

    func reusedKey(_ subject: Subject) async throws {
        try await subject.created(Self.draft(key: "key-1"))
        let outcome = try await subject.place(Self.draft(key: "key-1", quantity: 2))
        try await ContractViolation.expectEqual(outcome, .keyReused, "the key with other content")
        // Keys are compared byte by byte.
        try await subject.created(Self.draft(key: "KEY-1", quantity: 2))
        try await ContractViolation.expectEqual(try await subject.all().count, 2, "orders")
    }

    func ordersWithoutKeys(_ subject: Subject) async throws {
        let first = try await subject.created(Self.draft(key: nil))
        let second = try await subject.created(Self.draft(key: nil))
        try await ContractViolation.expectEqual(
            Set(try await subject.all().map(\.id)),
            [first.id, second.id],
            "orders"
        )
    }

    // MARK: External ids

    func repeatedExternalID(_ subject: Subject) async throws {
        let order = try await subject.created(Self.draft(key: "key-1", externalOrderID: "X", channel: "SHOPIFY"))
        let again = Self.draft(key: "key-2", externalOrderID: "X", channel: "SHOPIFY")
        try await ContractViolation.expectEqual(try await subject.place(again), .exists(order.id), "another key")
        // That key now stands for this order.
        try await ContractViolation.expectEqual(try await subject.place(again), .exists(order.id), "and once more")
        let other = Self.draft(key: "key-2", externalOrderID: "Y", channel: "SHOPIFY")
        try await ContractViolation.expectEqual(try await subject.place(other), .keyReused, "that key for another")
        let keyless = Self.draft(key: nil, externalOrderID: "X", channel: "SHOPIFY")
        try await ContractViolation.expectEqual(try await subject.place(keyless), .exists(order.id), "without a key")
        try await ContractViolation.expectEqual(try await subject.queued().count, 1, "events queued")
    }

    func takenExternalID(_ subject: Subject) async throws {
        let order = try await subject.created(Self.draft(key: "key-1", externalOrderID: "X", channel: "SHOPIFY"))
        let other = Self.draft(key: "key-2", externalOrderID: "X", channel: "SHOPIFY", quantity: 7)
        for _ in 0..<2 {
            let outcome = try await subject.place(other)
            try await ContractViolation.expectEqual(outcome, .externalOrderTaken(by: order.id), "other content")
        }
        try await subject.created(Self.draft(key: "key-2", externalOrderID: "Y", channel: "SHOPIFY"))
        try await ContractViolation.expectEqual(try await subject.all().count, 2, "orders")
    }

    func externalIDsByChannel(_ subject: Subject) async throws {
        for channel in Channel.allCases {
            try await subject.created(
                Self.draft(key: "key-\(channel)", externalOrderID: "X", channel: channel.rawValue)
            )
        }
        try await ContractViolation.expectEqual(
            try await subject.all().count,
            Channel.allCases.count,
            "orders"
        )
    }

    func unknownCustomer(_ subject: Subject) async throws {
        let draft = Self.draft(key: "key-1", customerID: "cust-9")
        let unknown = OrderCreationOutcome.unknownCustomer(CustomerID(trusted: "cust-9"))
        try await ContractViolation.expectEqual(try await subject.place(draft), unknown, "outcome")
        try await ContractViolation.expectEqual(try await subject.all().count, 0, "orders")
        try await ContractViolation.expectEqual(try await subject.queued(), [], "events queued")
        try await subject.addCustomer("cust-9")
        try await subject.created(draft)
    }

    // MARK: Deleted orders

    func deletedOrder(_ subject: Subject) async throws {
        let order = try await subject.created(Self.draft(key: "key-1"))
        try await subject.apply(.cancel(reason: nil), to: order.id)
        try await subject.apply(.delete, to: order.id)
        try await ContractViolation.expectEqual(try await subject.orders.order(order.id), nil, "the order")
        try await ContractViolation.expectEqual(try await subject.all(), [], "the list")
        let kinds = try await subject.events(of: order.id).map(\.kind)
        try await ContractViolation.expectEqual(kinds, [.created, .cancelled, .deleted], "its events")
        let repetition = try await subject.place(Self.draft(key: "key-1"))
        try await ContractViolation.expectEqual(repetition, .deleted(order.id), "its key")
        let other = try await subject.place(Self.draft(key: "key-1", quantity: 2))
        try await ContractViolation.expectEqual(other, .keyReused, "its key with other content")
        try await expectNotFound("a change of it") { try await subject.apply(.delete, to: order.id) }
    }

    func freedExternalID(_ subject: Subject) async throws {
        let order = try await subject.created(Self.draft(key: "key-1", externalOrderID: "X"))
        try await subject.apply(.cancel(reason: nil), to: order.id)
        try await subject.apply(.delete, to: order.id)
        let next = try await subject.created(Self.draft(key: "key-2", externalOrderID: "X", quantity: 2))
        try await ContractViolation.expect(next.id != order.id, "the new order has the deleted one's id")
    }

    // MARK: Pruning

    func prunedKey(_ subject: Subject) async throws {
        let order = try await subject.created(Self.draft(key: "key-1"))
        let pruned = try await subject.ledger.prune(before: Self.now.advanced(by: .seconds(1)), limit: 10)
        try await ContractViolation.expectEqual(pruned, 1, "pruned")
        let other = try await subject.place(Self.draft(key: "key-1", quantity: 2))
        try await ContractViolation.expectEqual(other, .keyReused, "its key with other content")
        let repetition = try await subject.place(Self.draft(key: "key-1"))
        try await ContractViolation.expectEqual(repetition, .exists(order.id), "its key")
    }

    func orderByKey(_ subject: Subject) async throws {
        let order = try await subject.created(Self.draft(key: "key-1", externalOrderID: "X"))
        _ = try await subject.place(Self.draft(key: "key-2", externalOrderID: "X"))
        _ = try await subject.place(Self.draft(key: "key-3", externalOrderID: "X", quantity: 7))
        try await subject.created(Self.draft(key: "key-4"))
        for (key, expected) in [("key-1", order), ("key-2", order), ("key-3", nil), ("never", nil)] {
            let found = try await subject.orders.order(requestedAs: RequestKey(trusted: key))
            try await ContractViolation.expectEqual(found, expected, "the order of \(key)")
        }
        _ = try await subject.ledger.prune(before: Self.now.advanced(by: .seconds(1)), limit: 10)
        let pruned = try await subject.orders.order(requestedAs: RequestKey(trusted: "key-1"))
        try await ContractViolation.expectEqual(pruned, order, "the order of a pruned key")
        let gone = try await subject.created(Self.draft(key: "key-5"))
        for command in [OrderCommand.cancel(reason: nil), .delete] { try await subject.apply(command, to: gone.id) }
        let deleted = try await subject.orders.order(requestedAs: RequestKey(trusted: "key-5"))
        try await ContractViolation.expectEqual(deleted, nil, "a deleted order")
    }

    func boundedPruning(_ subject: Subject) async throws {
        for second in 0..<5 {
            try await subject.created(Self.draft(key: "key-\(second)"), at: Self.now.advanced(by: .seconds(second)))
        }
        let moment = Self.now.advanced(by: .seconds(3))
        for expected in [2, 1, 0] {
            let pruned = try await subject.ledger.prune(before: moment, limit: 2)
            try await ContractViolation.expectEqual(pruned, expected, "pruned")
        }
    }

    /// - Throws: a violation when the call does anything but say that the order is not there.
    private func expectNotFound(_ what: String, _ body: () async throws -> OrderDecision) async throws {
        do {
            _ = try await body()
            throw ContractViolation("\(what) did not fail")
        } catch OrderError.notFound {
            // As it should be.
        }
    }
}
