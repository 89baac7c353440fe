import Inventory
import OMSKernel
import OMSWorkflows
import Orders
import Shipping
import TemporalSDK
import Testing

/// How activities fail: for good with a type that says why, or in a way that another attempt may mend.
@Suite(.timeLimit(.minutes(5)))
struct ActivityFailureTests {
    /// Activities that do an order's work: there is none when the order is gone.
    private static let forward: [@Sendable (ActivityBench, String) async throws -> ApplicationError?] = [
        { try await $0.failure(of: Activities.allocateInventory, .init(orderId: $1)) },
        { try await $0.failure(of: Activities.consumeInventory, .init(orderId: $1)) },
        { try await $0.failure(of: Activities.createPickWave, .init(orderId: $1)) },
        { try await $0.failure(of: Activities.createShipment, .init(orderId: $1, attempt: 1)) },
        { try await $0.failure(of: Activities.generateShippingLabel, .init(orderId: $1, attempt: 1)) },
        { try await $0.failure(of: Activities.confirmShipment, .init(orderId: $1, attempt: 1)) },
    ]

    /// Activities that undo.
    private static let backward: [@Sendable (ActivityBench, String) async throws -> ApplicationError?] = [
        { try await $0.failure(of: Activities.releaseInventory, .init(orderId: $1)) },
        { try await $0.failure(of: Activities.cancelPick, .init(orderId: $1)) },
        { try await $0.failure(of: Activities.cancelShipment, .init(orderId: $1, attempt: 1)) },
    ]

    @Test(arguments: [BenchKind.memory, .sqlite])
    func `a shortage says what is short by how much, and holds nothing`(kind: BenchKind) async throws {
        try await kind.with { bench in
            let id = try await bench.order("x")
            try await bench.stock("x", pieces: 1)
            let failure = try #require(
                try await bench.failure(of: Activities.allocateInventory, .init(orderId: id.description))
            )
            #expect(failure.type == "InsufficientInventory")
            #expect(failure.isNonRetryable)
            #expect(failure.message == "The stock is short of A-x by 2")
            let details: [ShortageDetail]? = try failure.details.detail()
            #expect(details?.map(\.missing) == [2])
            let picture = try await bench.picture("x", id)
            #expect(picture == ["A: 1 on hand, 0 held", "B: 1 on hand, 0 held", "order CREATED 1"])
        }
    }

    @Test(arguments: [BenchKind.memory, .sqlite])
    func `what was cancelled is not worked on, and is undone all the same`(kind: BenchKind) async throws {
        try await kind.with { bench in
            let cancelled = try await bench.order("x")
            try await bench.change(cancelled, .cancel(reason: nil))
            let deleted = try await bench.order("y")
            try await bench.change(deleted, .cancel(reason: nil))
            try await bench.change(deleted, .delete)
            for id in [cancelled, deleted] {
                for activity in Self.forward {
                    let failure = try await activity(bench, id.description)
                    #expect(failure?.type == "OrderGone")
                    #expect(failure?.isNonRetryable == true)
                }
                for activity in Self.backward {
                    let failure = try await activity(bench, id.description)
                    #expect(failure == nil)
                }
            }
        }
    }

    @Test func `what was undone stays undone`() async throws {
        try await BenchKind.sqlite.with { bench in
            let id = try await bench.order("x").description
            try await bench.stock("x")
            for activity in Self.backward { _ = try await activity(bench, id) }
            for activity in Self.forward {
                let failure = try await activity(bench, id)
                #expect(failure?.type == "IllegalTransition", "\(failure?.message ?? "none")")
            }
        }
    }

    @Test func `a shipment that left is neither cancelled nor forgotten with its order`() async throws {
        try await BenchKind.sqlite.with { bench in
            let id = try await bench.order("x")
            let shipment = Activities.ShipmentInput(orderId: id.description, attempt: 1)
            try await bench.call(Activities.createShipment, shipment)
            try await bench.call(Activities.generateShippingLabel, shipment)
            try await bench.call(Activities.confirmShipment, shipment)
            try await bench.change(id, .cancel(reason: nil))
            try await bench.call(Activities.confirmShipment, shipment)
            let refusal = try await bench.failure(of: Activities.cancelShipment, shipment)
            #expect(refusal?.type == "IllegalTransition")
        }
    }

    @Test func `an input that names no order is refused for good`() async throws {
        try await BenchKind.memory.with { bench in
            for activity in Self.forward + Self.backward {
                let failure = try await activity(bench, "order-1")
                #expect(failure?.type == "ValidationError")
                #expect(failure?.isNonRetryable == true)
            }
            let id = try await bench.order("x").description
            let failure = try await bench.failure(of: Activities.createShipment, .init(orderId: id, attempt: 0))
            #expect(failure?.message == "Validation failed: attempt must be 1 to 20")
        }
    }

    @Test func `a carrier that is away is asked again, and says nothing of the customer`() async throws {
        try await BenchKind.sqlite.with { bench in
            let id = try await bench.order("x").description
            let shipment = Activities.ShipmentInput(orderId: id, attempt: 1)
            try await bench.call(Activities.createShipment, shipment)
            try await bench.carrier.set(
                SandboxCarrierSettings(latency: .zero, errorPercent: 0, isOut: false, failNext: 1)
            )
            let failure = try #require(try await bench.failure(of: Activities.generateShippingLabel, shipment))
            #expect(!failure.isNonRetryable)
            #expect(failure.type == "Unavailable")
            #expect(!failure.message.contains("Ada") && !failure.message.contains("Oslo"))
            try await bench.call(Activities.generateShippingLabel, shipment)
        }
    }

    @Test func `a storage that is away is told from a carrier that is away`() async throws {
        try await BenchKind.sqlite.with { bench in
            let id = try await bench.order("x").description
            let shipment = Activities.ShipmentInput(orderId: id, attempt: 1)
            try await bench.call(Activities.createShipment, shipment)
            try #require(bench.forgetful).loseAnswers(1)
            let failure = try #require(try await bench.failure(of: Activities.generateShippingLabel, shipment))
            #expect(failure.type == "StorageUnavailable" && !failure.isNonRetryable)
            try await bench.call(Activities.generateShippingLabel, shipment)
        }
    }

    @Test func `a pick-up has no address, and a shipment has the order's`() async throws {
        try await BenchKind.sqlite.with { bench in
            let shipped = try await bench.order("x")
            let collected = try await bench.order("y", isPickUp: true)
            for id in [shipped, collected] {
                try await bench.call(Activities.createShipment, .init(orderId: id.description, attempt: 1))
            }
            let consignee = try await bench.shipments.shipments(of: shipped).first?.consignee
            #expect(consignee?.name == "Ada L" && consignee?.postalCode == "0150")
            let pickUp = try await bench.shipments.shipments(of: collected).first
            #expect(pickUp?.isPickUp == true && pickUp?.consignee == nil)
        }
    }
}
