import HTTPTypes
import Messaging
import OMSKernel
import Orders
import TestSupport
import Testing

@Suite
struct CancelOrderTests {
    @Test(arguments: Backend.allCases)
    func `an order under way is cancelled by its workflow, which is asked once`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let id = try #require(try await api.place()["orderId"].text)
            try await api.drive(id, .validate, .reserve)
            let path = "/orders/\(id)/cancel"
            let plan = try await api.call(.post, path + "?dryRun=true")
            #expect(plan.status == 200)
            #expect(try plan.json["plannedCompensations"].elements.map(\.text) == ["CancelPick", "ReleaseInventory"])
            #expect(try plan.json["cancellation"] == .null)
            #expect(try await api.signals() == [])
            let first = try await api.call(.post, path, #"{"reason":"too slow"}"#)
            #expect(first.status == 202)
            #expect(try first.json["status"].text == "RESERVED")
            #expect(try first.json["cancellation"]["outcome"].text == "PENDING")
            #expect(try first.json["cancellation"]["reason"].text == "too slow")
            #expect(first.header("ETag") == "\"3\"")
            let again = try await api.call(.post, path, #"{"reason":"still too slow"}"#)
            #expect(again.status == 202)
            #expect(again.text == first.text)
            #expect(try await api.signals() == ["\(id):CancelOrder"])
            let shown = try await api.call(.get, "/orders/\(id)").json
            #expect(try shown["cancellation"] == first.json["cancellation"])
            #expect(shown["step"] == .null)
            try await api.drive(id, .cancel(reason: "too slow"))
            let done = try await api.call(.post, path)
            #expect(done.status == 200)
            #expect(try done.json["cancellation"]["outcome"].text == "DONE")
            #expect(try done.json["plannedCompensations"].elements.isEmpty)
        }
    }

    @Test func `a dry run refuses what the cancellation would refuse, and writes nothing`() async throws {
        try await APIFixture.with { api in
            let id = try #require(try await api.place()["orderId"].text)
            let path = "/orders/\(id)/cancel?dryRun=true"
            #expect(try await api.call(.post, path).json["status"].text == "CREATED")
            #expect(try await api.call(.post, path, headers: [("If-Match", "\"7\"")]).status == 412)
            #expect(try await api.call(.post, "/orders/\(id)/cancel?dryRun=perhaps").status == 400)
            try await api.drive(id, .validate, .reserve, .startFulfillment, .ship)
            #expect(try await api.call(.post, path).status == 409)
            #expect(try await api.call(.get, "/orders/\(id)/events").json["data"].elements.count == 5)
        }
    }

    @Test func `a stale version asks nothing of the workflow`() async throws {
        try await APIFixture.with { api in
            let id = try #require(try await api.place()["orderId"].text)
            try await api.drive(id, .validate)
            let stale = try await api.call(.post, "/orders/\(id)/cancel", headers: [("If-Match", "\"1\"")])
            #expect(stale.status == 412)
            #expect(try await api.signals() == [])
            let fresh = try await api.call(.post, "/orders/\(id)/cancel", headers: [("If-Match", "\"2\"")])
            #expect(fresh.status == 202)
        }
    }
}

extension APIFixture {
    /// The ids of the signals that are queued for workflows.
    fileprivate func signals() async throws -> [String] {
        try await stores.outbox.dueMessages(now: clock.now(), limit: 100)
            .filter { $0.type == OutboxMessage.signalWorkflowType }
            .map(\.messageID)
    }
}
