import DatabaseTestSupport
import Inventory
import OMSKernel
import OMSWorkflows
import Orders
import SQLPort
import TemporalSDK
import TemporalTestKit
import TestSupport
import Testing

/// `POST /doctor/repair`, with everything planted that the doctor can find: it mends what is safe, leaves the rest to a
/// person, and says which is which.
@Suite(.timeLimit(.minutes(5)))
struct DoctorRepairTests {
    /// Something wrong with a system.
    struct Plant: Sendable, CustomTestStringConvertible {
        let name: String
        let isMended: Bool
        /// Makes it so, and says what the finding is about.
        let make: @Sendable (Ward) async throws -> String

        var testDescription: String { name }
    }

    @Test(arguments: DatabaseKind.allCases, plants)
    func `a repair mends what is safe, and tells the rest`(kind: DatabaseKind, plant: Plant) async throws {
        try await Ward.with(kind) { ward in
            #expect(try await ward.asked(toRepair: true).isEmpty)
            let subject = try await plant.make(ward)
            let found = try await ward.asked(toRepair: false)
            #expect(found.map(\.subject) == [subject], "\(found)")
            #expect(found.map(\.severity) == ["error"])
            #expect(found.map(\.isRepairable) == [plant.isMended])
            #expect(found.map(\.isRepaired) == [false])
            let repaired = try await ward.asked(toRepair: true)
            #expect(repaired.map(\.subject) == [subject], "\(repaired)")
            #expect(repaired.map(\.message) == found.map(\.message))
            #expect(repaired.map(\.isRepaired) == [plant.isMended])
            // What was mended is well, and stays so; what was not is told again.
            for _ in 0..<2 {
                let later = try await ward.asked(toRepair: true)
                #expect(later.map(\.subject) == (plant.isMended ? [] : [subject]), "\(later)")
                #expect(later.allSatisfy { !$0.isRepaired })
            }
        }
    }

    static let plants: [Plant] = [
        Plant(name: "an order that no workflow drives", isMended: true) { ward in
            let order = try await ward.place("k")
            try await ward.deliver(order)
            return order.id.description
        },
        Plant(name: "an order whose workflow was ended", isMended: false) { ward in
            let order = try await ward.place("k")
            let id = WorkflowID.intake(requestID: "k")
            try await ward.start(id, type: OrderIntakeWorkflow.name)
            try await ward.deliver(order)
            try await ward.environment.client.workflowHandle(id: id).terminate(reason: "test")
            return order.id.description
        },
        Plant(name: "a workflow of no order", isMended: false) { ward in
            let nobody = ward.ids.next(OrderSubject.self, at: ward.clock.now())
            let id = WorkflowID.fulfillment(orderID: nobody.description)
            try await ward.start(id, type: OrderFulfillmentWorkflow.name)
            // The engine goes by the machine's time.
            ward.clock.set(SystemWallClock().now())
            ward.wait()
            return id
        },
        lostStock("held for a cancelled order", isMended: true, .cancel(reason: nil)),
        lostStock("held for a failed order", isMended: true, .fail(reason: "test")),
        lostStock("taken for a cancelled order", isMended: true, isTaken: true, .cancel(reason: nil)),
        lostStock("taken for a failed order", isMended: true, isTaken: true, .fail(reason: "test")),
        lostStock("held for a shipped order", isMended: false, .validate, .reserve, .startFulfillment, .ship),
        Plant(name: "stock held for an order that was deleted", isMended: true) { ward in
            let plant = lostStock("", isMended: true, .cancel(reason: nil), .delete)
            return try await plant.make(ward)
        },
        Plant(name: "a shipment of no order", isMended: false) { ward in
            let never = ward.ids.next(OrderSubject.self, at: ward.clock.now())
            try await ward.execute(
                "INSERT INTO shipments VALUES ($1, $2, 1, 'CREATED', 0, '{}', NULL, NULL, NULL, 0, 0, NULL)",
                [.text("s1"), .text(never.description)]
            )
            return "s1"
        },
        Plant(name: "stock that is not the sum of its ledger", isMended: false) { ward in
            try await ward.stock(10)
            try await ward.execute("UPDATE stock SET on_hand = on_hand + 1")
            return "A-1"
        },
        Plant(name: "an order that contradicts its events", isMended: false) { ward in
            let order = try await ward.place("k")
            try await ward.start(WorkflowID.intake(requestID: "k"), type: OrderIntakeWorkflow.name)
            try await ward.deliver(order)
            try await ward.execute("UPDATE orders SET version = version + 1")
            return order.id.description
        },
    ]

    private static func lostStock(
        _ what: String,
        isMended: Bool,
        isTaken: Bool = false,
        _ commands: OrderCommand...
    ) -> Plant {
        Plant(name: "stock \(what)", isMended: isMended) { ward in
            try await ward.stock(10)
            let order = try await ward.place("k")
            _ = try await ward.allocation.allocate([(sku: try SKU("A-1"), quantity: 4)], for: order.id)
            if isTaken { _ = try await ward.allocation.consume(for: order.id) }
            for command in commands { try await ward.move(order, command) }
            ward.wait()
            return order.id.description
        }
    }
}
