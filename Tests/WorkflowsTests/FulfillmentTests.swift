import OMSWorkflows
import TemporalEngine
import TemporalSDK
import TemporalTestKit
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct FulfillmentTests {
    @Test func `an order goes through its ten steps to its shipment`() async throws {
        let world = FulfillmentWorld()
        try await FulfillmentHarness.with(world) { fulfillment in
            #expect(await eventually { world.now.orderStatus == "FULFILLING" })
            #expect(try await fulfillment.step() == "WAIT_FOR_PICK")
            let reason = try await fulfillment.handle.query(OrderFulfillmentWorkflow.getBlockingReason)
            #expect(reason == "the warehouse has not picked the order yet")
            try await fulfillment.pick()
            #expect(await eventually { world.now.progress.last == .waitForPack })
            try await fulfillment.pack()
            #expect(try await fulfillment.result() == FulfillmentResult(status: .shipped))
            #expect(try await fulfillment.step() == "FINISHED")
            #expect(
                try await fulfillment.handle.query(OrderFulfillmentWorkflow.getFulfillmentStatus) == "SHIPPED"
            )
        }
        #expect(
            world.now.calls == [
                "AllocateInventory", "MarkOrderReserved", "CreatePickWave", "MarkOrderFulfilling", "ConsumeInventory",
                "RecordOrderProgress", "CreateShipment 1", "GenerateShippingLabel 1", "ConfirmShipment 1",
                "MarkOrderShipped",
            ]
        )
    }

    @Test func `signals may come early and twice`() async throws {
        let world = FulfillmentWorld()
        try await FulfillmentHarness.with(world) { fulfillment in
            try await fulfillment.pack()
            try await fulfillment.pick()
            try await fulfillment.pick()
            try await fulfillment.pack()
            #expect(try await fulfillment.result().status == .shipped)
        }
        #expect(world.now.orderStatus == "SHIPPED")
    }

    @Test func `a short order fails, and says what is short`() async throws {
        let world = FulfillmentWorld(troubles: [
            "AllocateInventory": .refuses(.insufficientInventory, "A-1 is short by 3")
        ])
        try await FulfillmentHarness.with(world) { fulfillment in
            let result = try await fulfillment.result()
            #expect(result == FulfillmentResult(status: .failed, reason: "A-1 is short by 3"))
        }
        let end = world.now
        #expect(end.orderStatus == "FAILED" && end.reason == "A-1 is short by 3")
        #expect(end.calls == ["AllocateInventory", "ReleaseInventory", "RecordOrderFailure"])
    }

    @Test func `a pick that never completes gives the stock back`() async throws {
        let world = FulfillmentWorld()
        try await FulfillmentHarness.with(world, policy: .init(pickTimeout: 3_600)) { fulfillment in
            let begun = fulfillment.environment.now
            let result = try await fulfillment.result()
            #expect(result.status == .failed)
            #expect(result.reason == "The pick did not complete within 3600.0 seconds")
            let passed = fulfillment.environment.now - begun
            #expect(passed >= .seconds(3_600) && passed < .seconds(3_900))
        }
        let end = world.now
        #expect(end.orderStatus == "FAILED" && end.stock == "RELEASED" && end.wave == "CANCELLED")
    }

    @Test func `a packing that never completes books the goods back`() async throws {
        let world = FulfillmentWorld()
        try await FulfillmentHarness.with(world) { fulfillment in
            try await fulfillment.pick()
            #expect(try await fulfillment.result().status == .failed)
        }
        #expect(world.now.orderStatus == "FAILED" && world.now.stock == "RETURNED")
    }

    @Test func `a label that fails is asked for again, then another shipment is tried`() async throws {
        let world = FulfillmentWorld(troubles: ["GenerateShippingLabel 1": .isAway])
        try await FulfillmentHarness.with(world, policy: .init(labelAttempts: 3)) { fulfillment in
            try await fulfillment.pick()
            try await fulfillment.pack()
            #expect(try await fulfillment.result().status == .shipped)
        }
        let end = world.now
        #expect(end.shipments == [1: "CANCELLED", 2: "CONFIRMED"])
        #expect(end.calls.count { $0 == "GenerateShippingLabel 1" } == 3)
    }

    @Test func `a label that our own storage held up is asked for as if nothing had been`() async throws {
        let world = FulfillmentWorld(troubles: ["GenerateShippingLabel 1": .missesStorage(10)])
        try await FulfillmentHarness.with(world, policy: .init(labelAttempts: 3)) { fulfillment in
            try await fulfillment.pick()
            try await fulfillment.pack()
            #expect(try await fulfillment.result().status == .shipped)
        }
        let end = world.now
        #expect(end.shipments == [1: "CONFIRMED"])
        #expect(end.calls.count { $0 == "GenerateShippingLabel 1" } == 11)
    }

    @Test func `no label at all fails the order and undoes everything`() async throws {
        let world = FulfillmentWorld(troubles: [
            "GenerateShippingLabel": .refuses(.carrierRefused, "the parcel is too heavy")
        ])
        try await FulfillmentHarness.with(world) { fulfillment in
            try await fulfillment.pick()
            try await fulfillment.pack()
            #expect(
                try await fulfillment.result()
                    == FulfillmentResult(status: .failed, reason: "the parcel is too heavy")
            )
        }
        let end = world.now
        #expect(end.shipments == [1: "CANCELLED", 2: "CANCELLED"])
        #expect(end.stock == "RETURNED" && end.wave == "CANCELLED" && end.orderStatus == "FAILED")
    }

    @Test func `an order that somebody else ended is left alone, and its stock given back`() async throws {
        let world = FulfillmentWorld()
        world.set { $0.orderStatus = "CANCELLED" }
        try await FulfillmentHarness.with(world) { fulfillment in
            let result = try await fulfillment.result()
            #expect(result.status == .abandoned)
        }
        #expect(world.now.orderStatus == "CANCELLED" && world.now.stock == "RELEASED")
    }

    @Test func `a cancellation after the shipment's confirmation began is refused, and the order ships`() async throws {
        let world = FulfillmentWorld(troubles: ["ConfirmShipment": .failsTimes(3)])
        try await FulfillmentHarness.with(world) { fulfillment in
            try await fulfillment.pick()
            try await fulfillment.pack()
            #expect(await eventually { world.now.calls.contains("ConfirmShipment 1") })
            try await fulfillment.cancel()
            #expect(try await fulfillment.result().status == .shipped)
            let refusal = try await fulfillment.handle.query(OrderFulfillmentWorkflow.getCancellationRefusal)
            #expect(refusal == "the shipment is being confirmed, or is: the order ships")
        }
        #expect(world.now.orderStatus == "SHIPPED")
    }

    @Test func `what was handed to the carrier is not undone, whatever becomes of the order's record`() async throws {
        let world = FulfillmentWorld(troubles: ["MarkOrderShipped": .refuses(.orderGone, "the order is gone")])
        try await FulfillmentHarness.with(world) { fulfillment in
            try await fulfillment.pick()
            try await fulfillment.pack()
            let result = try await fulfillment.result()
            #expect(result == FulfillmentResult(status: .shipped, reason: "the order is gone"))
        }
        #expect(world.now.shipments == [1: "CONFIRMED"] && world.now.stock == "CONSUMED")
    }

    @Test func `a workflow that is cancelled itself undoes what was done`() async throws {
        let world = FulfillmentWorld()
        try await FulfillmentHarness.with(world) { fulfillment in
            #expect(await eventually { world.now.orderStatus == "FULFILLING" })
            try await fulfillment.handle.cancel(reason: "by an operator")
            #expect(try await fulfillment.result().status == .cancelled)
        }
        #expect(world.now.orderStatus == "CANCELLED" && world.now.stock == "RELEASED")
    }
}
