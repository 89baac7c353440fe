import DatabaseTestSupport
import HTTPAPI
import Inventory
import Messaging
import OMSKernel
import OMSWorkflows
import Orders
import SQLPort
import SQLStorage
import TemporalSDK
import TemporalTestKit
import TestSupport
import Testing

import oms

/// What the doctor finds, mends, and does not take for a finding: on both databases, beside an engine without workers.
@Suite(.timeLimit(.minutes(5)))
struct SystemDoctorTests {
    @Test(arguments: DatabaseKind.allCases)
    func `an order on its way is no finding, wherever it is`(kind: DatabaseKind) async throws {
        try await Ward.with(kind) { ward in
            try await ward.stock(10)
            _ = try await ward.place("waits-in-the-outbox")
            let inIntake = try await ward.place("in-intake")
            try await ward.start(WorkflowID.intake(requestID: "in-intake"), type: OrderIntakeWorkflow.name)
            try await ward.deliver(inIntake)
            let fulfilled = try await ward.place("in-fulfilment")
            let id = WorkflowID.fulfillment(orderID: fulfilled.id.description)
            try await ward.start(id, type: OrderFulfillmentWorkflow.name)
            try await ward.deliver(fulfilled)
            _ = try await ward.allocation.allocate([(sku: try SKU("A-1"), quantity: 2)], for: fulfilled.id)
            let over = try await ward.place("over")
            try await ward.deliver(over)
            try await ward.end(over, "CANCELLED")
            #expect(try await ward.findings().isEmpty)
            ward.wait()
            #expect(try await ward.findings().isEmpty)
            // Cancelled in its record, and its workflow about to give back what it holds.
            try await ward.end(fulfilled, "CANCELLED")
            #expect(try await ward.findings(repairs: true).isEmpty)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `an order without a workflow is found, and its intake is asked for again`(kind: DatabaseKind) async throws {
        try await Ward.with(kind) { ward in
            let order = try await ward.place("k")
            let first = try await SQLOutboxStore(database: ward.database).dueMessages(now: ward.clock.now(), limit: 10)
            try await ward.deliver(order)
            let found = try await ward.findings()
            #expect(found.map(\.subject) == [order.id.description])
            #expect(found.allSatisfy { $0.isRepairable && !$0.isRepaired && $0.severity == .error })
            #expect(try await ward.findings(repairs: true).map(\.isRepaired) == [true])
            #expect(try await ward.findings().isEmpty)
            let again = try await SQLOutboxStore(database: ward.database).dueMessages(now: ward.clock.now(), limit: 10)
            let asked = first.filter { $0.destination == "workflows" }
            #expect(again.map(\.type) == ["StartWorkflow"])
            #expect(again.map(\.messageID) == asked.map(\.messageID))
            #expect(again.map(\.orderingKey) == asked.map(\.orderingKey))
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `an order whose workflow was ended is left to a person`(kind: DatabaseKind) async throws {
        try await Ward.with(kind) { ward in
            let order = try await ward.place("k")
            let id = WorkflowID.intake(requestID: "k")
            try await ward.start(id, type: OrderIntakeWorkflow.name)
            try await ward.deliver(order)
            try await ward.environment.client.workflowHandle(id: id).terminate(reason: "test")
            let found = try await ward.findings(repairs: true)
            #expect(found.map(\.subject) == [order.id.description])
            #expect(found.allSatisfy { !$0.isRepairable && !$0.isRepaired && $0.remedy?.contains(id) == true })
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a workflow without an order is found once it is no longer new`(kind: DatabaseKind) async throws {
        try await Ward.with(kind) { ward in
            let nobody = ward.ids.next(OrderSubject.self, at: ward.clock.now())
            let id = WorkflowID.fulfillment(orderID: nobody.description)
            try await ward.start(id, type: OrderFulfillmentWorkflow.name)
            let isListed = try await eventually {
                try await TemporalDirectory(client: ward.environment.client)
                    .runningIDs(ofType: OrderFulfillmentWorkflow.name, limit: 10) == [id]
            }
            #expect(isListed)
            // The engine goes by the machine's time.
            ward.clock.set(SystemWallClock().now())
            #expect(try await ward.findings().isEmpty)
            ward.wait()
            let found = try await ward.findings(repairs: true)
            #expect(found.map(\.subject) == [id])
            #expect(found.map(\.isRepaired) == [false])
            try await ward.environment.client.workflowHandle(id: id).terminate(reason: "test")
            #expect(try await ward.findings().isEmpty)
        }
    }

    @Test(arguments: DatabaseKind.allCases, ["CANCELLED", "FAILED"])
    func `stock that is held for an order that ended is found and given back`(
        kind: DatabaseKind,
        status: String
    ) async throws {
        try await Ward.with(kind) { ward in
            try await ward.stock(10)
            let order = try await ward.place("k")
            try await ward.deliver(order)
            _ = try await ward.allocation.allocate([(sku: try SKU("A-1"), quantity: 4)], for: order.id)
            try await ward.end(order, status)
            #expect(try await ward.findings().isEmpty, "it may be on its way")
            ward.wait()
            #expect(try await ward.findings().map(\.subject) == [order.id.description])
            #expect(try await ward.findings(repairs: true).map(\.isRepaired) == [true])
            #expect(try await ward.findings().isEmpty)
            let level = try await SQLInventoryStore(database: ward.database).level(of: try SKU("A-1"))
            #expect(level?.onHand == 10 && level?.reserved == 0)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `stock that is held for a shipped order is for a person to count`(kind: DatabaseKind) async throws {
        try await Ward.with(kind) { ward in
            try await ward.stock(10)
            let order = try await ward.place("k")
            try await ward.deliver(order)
            _ = try await ward.allocation.allocate([(sku: try SKU("A-1"), quantity: 4)], for: order.id)
            try await ward.end(order, "SHIPPED")
            ward.wait()
            #expect(try await ward.findings(repairs: true).map(\.isRepaired) == [false])
            let level = try await SQLInventoryStore(database: ward.database).level(of: try SKU("A-1"))
            #expect(level?.reserved == 4)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a shipment of no order is found, one of a deleted order is not`(kind: DatabaseKind) async throws {
        try await Ward.with(kind) { ward in
            let deleted = try await ward.place("k")
            try await ward.deliver(deleted)
            let never = ward.ids.next(OrderSubject.self, at: ward.clock.now())
            for (id, order) in [("s1", deleted.id), ("s2", never)] {
                try await ward.execute(
                    "INSERT INTO shipments VALUES ($1, $2, 1, 'CREATED', 0, '{}', NULL, NULL, NULL, 0, 0, NULL)",
                    [.text(id), .text(order.description)]
                )
            }
            try await ward.execute("DELETE FROM orders WHERE id = $1", [.text(deleted.id.description)])
            let found = try await ward.findings(repairs: true)
            #expect(found.map(\.subject) == ["s2"])
            #expect(found.map(\.isRepaired) == [false])
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `stock that is not the sum of its ledger is found`(kind: DatabaseKind) async throws {
        try await Ward.with(kind) { ward in
            try await ward.stock(10)
            #expect(try await ward.findings().isEmpty)
            try await ward.execute("UPDATE stock SET on_hand = on_hand + 1")
            let found = try await ward.findings()
            #expect(found.map(\.subject) == ["A-1"])
            #expect(found.first?.message.contains("11 on hand and 0 reserved, its ledger says 10 and 0") == true)
        }
    }
}
