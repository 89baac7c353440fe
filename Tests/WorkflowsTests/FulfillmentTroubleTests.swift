import OMSWorkflows
import TemporalSDK
import TestSupport
import Testing

/// Every step in trouble, cancelled, or both: whatever happens, the order ends as the table says and nothing is held.
@Suite(.timeLimit(.minutes(10)))
struct FulfillmentTroubleTests {
    static let steps = [
        "AllocateInventory", "MarkOrderReserved", "CreatePickWave", "MarkOrderFulfilling", "ConsumeInventory",
        "RecordOrderProgress", "CreateShipment", "GenerateShippingLabel", "ConfirmShipment", "MarkOrderShipped",
    ]

    /// - Throws: what the check finds wrong about an order that came to its end.
    private func check(_ end: FulfillmentWorld.State, _ what: String) {
        switch end.orderStatus {
        case "SHIPPED":
            #expect(end.stock == "CONSUMED", "\(what)")
            #expect(end.shipments.values.count { $0 == "CONFIRMED" } == 1, "\(what)")
        case "CANCELLED", "FAILED":
            #expect(["NONE", "RELEASED", "RETURNED"].contains(end.stock), "\(what): \(end.stock)")
            #expect(end.wave != "OPEN", "\(what)")
            #expect(end.shipments.values.allSatisfy { $0 == "CANCELLED" }, "\(what): \(end.shipments)")
        default: Issue.record("\(what): the order ended as \(end.orderStatus)")
        }
    }

    @Test(arguments: steps)
    func `an answer that is lost does nothing twice`(step: String) async throws {
        let world = FulfillmentWorld(troubles: [step: .losesAnswers(2)])
        try await FulfillmentHarness.with(world) { fulfillment in
            try await fulfillment.pick()
            if step == "RecordOrderProgress" { #expect(await eventually { world.now.progress.last == .waitForPack }) }
            try await fulfillment.pack()
            #expect(try await fulfillment.result().status == .shipped)
        }
        #expect(world.now.calls.count { $0.hasPrefix(step) } >= 3)
        check(world.now, step)
    }

    @Test(arguments: steps.dropLast(1))
    func `a step that fails for good is unwound`(step: String) async throws {
        let world = FulfillmentWorld(troubles: [step: .refuses(.validation, "it cannot be")])
        try await FulfillmentHarness.with(world) { fulfillment in
            try await fulfillment.pick()
            if step != "RecordOrderProgress" { try await fulfillment.pack() }
            #expect(try await fulfillment.result() == FulfillmentResult(status: .failed, reason: "it cannot be"))
        }
        #expect(world.now.orderStatus == "FAILED")
        check(world.now, step)
    }

    @Test(arguments: steps.dropLast(2))
    func `a service that is away does not keep an order from being cancelled`(step: String) async throws {
        let world = FulfillmentWorld(troubles: [step: .isAway])
        try await FulfillmentHarness.with(world) { fulfillment in
            try await fulfillment.pick()
            if step != "RecordOrderProgress" { try await fulfillment.pack() }
            #expect(await eventually { world.now.calls.contains { $0.hasPrefix(step) } })
            try await fulfillment.cancel("no longer wanted")
            #expect(
                try await fulfillment.result() == FulfillmentResult(status: .cancelled, reason: "no longer wanted")
            )
        }
        #expect(world.now.orderStatus == "CANCELLED" && world.now.reason == "no longer wanted")
        check(world.now, step)
    }

    @Test(arguments: ["ReleaseInventory", "CancelPick", "CancelShipment", "MarkOrderCancelled"])
    func `the unwinding itself is tried until it works, and does nothing twice`(step: String) async throws {
        for trouble in [FulfillmentWorld.Trouble.failsTimes(3), .losesAnswers(2)] {
            let world = FulfillmentWorld(troubles: [step: trouble, "GenerateShippingLabel": .isAway])
            try await FulfillmentHarness.with(world, policy: .init(labelAttempts: 0)) { fulfillment in
                try await fulfillment.pick()
                try await fulfillment.pack()
                #expect(await eventually { world.now.calls.contains("GenerateShippingLabel 1") })
                try await fulfillment.cancel()
                #expect(try await fulfillment.result().status == .cancelled)
            }
            check(world.now, "\(step) \(trouble)")
        }
    }

    /// Signals in any order, repeated, with and without a cancellation, sent as activities begin.
    @Test func `any signals at any time lead to a legal end`() async throws {
        var random = SeededRandom.announced(for: "FulfillmentTroubleTests")
        for round in 0..<25 {
            let signals = (["pick", "pack"] + ["pick", "pack", "cancel"].filter { _ in Bool.random(using: &random) })
                .shuffled(using: &random)
            let moments = signals.map { _ in Int.random(in: 0..<12, using: &random) }
            let world = FulfillmentWorld()
            try await FulfillmentHarness.with(world) { fulfillment in
                for (signal, moment) in zip(signals, moments).sorted(by: { $0.1 < $1.1 }) {
                    _ = await eventually(within: .milliseconds(40)) { world.now.calls.count >= moment }
                    do {
                        switch signal {
                        case "pick": try await fulfillment.pick()
                        case "pack": try await fulfillment.pack()
                        default: try await fulfillment.cancel()
                        }
                    } catch is WorkflowNotFoundError {
                        // It had ended.
                    }
                }
                let result = try await fulfillment.result()
                #expect([.shipped, .cancelled].contains(result.status), "\(result)")
            }
            check(world.now, "round \(round): \(signals) at \(moments)")
        }
    }
}
