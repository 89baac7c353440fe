import HTTPTypes
import Messaging
import OMSKernel
import TestSupport
import Testing
import Warehouse

@Suite
struct WarehouseTests {
    /// An order in the warehouse, as the order's workflow puts it there.
    private static func wave(_ api: APIFixture, lines: Int = 2, priority: Int = 0) async throws -> PickWaveDetails {
        let request = try PickRequest(
            orderID: api.ids.next(OrderSubject.self, at: api.clock.now()),
            priority: priority,
            lines: (1...lines).map { .init(sku: SKU(trusted: "A-\($0)"), quantity: Int64($0)) }
        )
        return try await PlanPicking(store: api.stores.warehouse, ids: api.ids, clock: api.clock).createWave(request)
    }

    @Test(arguments: Backend.allCases)
    func `an order is picked and packed, and its workflow is told`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let wave = try await Self.wave(api)
            let orderID = wave.wave.orderID
            let early = try await api.call(.post, "/warehouse/orders/\(orderID)/packed")
            #expect(early.status == 409)
            #expect(
                try early.json["message"].text == "Order \(orderID) has 2 open pick tasks: it cannot be packed yet"
            )
            let task = wave.tasks[0]
            let done = try await api.call(.post, "/warehouse/tasks/\(task.id)/complete")
            #expect(done.status == 200)
            #expect(
                done.text == #"{"taskId":"\#(task.id)","orderId":"\#(orderID)","lineNumber":1,"sku":"A-1","#
                    + #""quantity":1,"priority":0,"status":"PICKED","pickedBy":"key:bootstrap","#
                    + #""createdAt":"\#(api.now)","updatedAt":"\#(api.now)"}"#
            )
            #expect(try await api.call(.post, "/warehouse/tasks/\(task.id)/complete").text == done.text)
            #expect(try await api.call(.get, "/warehouse/tasks/\(task.id)").text == done.text)
            _ = try await api.call(.post, "/warehouse/tasks/\(wave.tasks[1].id)/complete")
            let waiting = try await api.call(.get, "/warehouse/orders").json
            #expect(waiting["data"].elements.map { $0["orderId"].text } == [orderID.description])
            let packed = try await api.call(.post, "/warehouse/orders/\(orderID)/packed")
            #expect(packed.status == 200)
            #expect(try packed.json["status"].text == "PACKED")
            #expect(try packed.json["packedAt"].text == api.now)
            #expect(try await api.call(.post, "/warehouse/orders/\(orderID)/packed").text == packed.text)
            #expect(try await api.call(.get, "/warehouse/orders/\(orderID)").text == packed.text)
            #expect(try await api.call(.get, "/warehouse/orders").json["data"].elements.isEmpty)
            let signals = try await api.stores.outbox.dueMessages(now: api.clock.now(), limit: 10)
            #expect(signals.map(\.messageID) == ["\(orderID):PickCompleted", "\(orderID):PackCompleted"])
        }
    }

    @Test(arguments: Backend.allCases)
    func `the queue has orders of higher priority first, page by page`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let low = try await Self.wave(api)
            let high = try await Self.wave(api, lines: 1, priority: 9)
            let first = try await api.call(.get, "/warehouse/tasks?limit=2").json
            let cursor = try #require(first["nextCursor"].text)
            let second = try await api.call(.get, "/warehouse/tasks?limit=2&cursor=\(cursor)").json
            let ids = (first["data"].elements + second["data"].elements).compactMap { $0["taskId"].text }
            #expect(ids == (high.tasks + low.tasks).map(\.id.description))
            #expect(second["nextCursor"] == .null)
            let foreign = try await api.call(.get, "/warehouse/orders?cursor=\(cursor)")
            #expect(foreign.status == 400)
        }
    }

    @Test
    func `what is not there is 404, and a status that is none is refused`() async throws {
        try await APIFixture.with { api in
            let id = api.ids.next(at: api.clock.now())
            for path in ["/warehouse/tasks/\(id)", "/warehouse/tasks/x", "/warehouse/orders/\(id)"] {
                #expect(try await api.call(.get, path).status == 404, "\(path)")
            }
            #expect(try await api.call(.post, "/warehouse/tasks/\(id)/complete").status == 404)
            #expect(try await api.call(.post, "/warehouse/orders/\(id)/packed").status == 404)
            let reply = try await api.call(.get, "/warehouse/orders?status=LOST")
            #expect(reply.status == 400)
            #expect(try reply.error("status") == "status must be one of PICKING, PICKED, PACKED, CANCELLED")
        }
    }
}
