import TestSupport
import Testing

/// An order whose carrier is away: its record tells what it waits for, with its workflow and without.
@Suite struct BlockedLabelTests {
    /// With so many attempts that the order does not fail before the test is done with it.
    private static let everything = [
        "OMS_ROLES": "api,relay,engine,worker", "OMS_WAREHOUSE_SIMULATION": "0s", "OMS_LABEL_ATTEMPTS": "1000",
    ]
    private static let refusal = "The carrier is not available; try again later (attempt "
    private static let body = #"""
        {"shipTo":{"name":"Ada L","line1":"1 St","city":"Oslo","postalCode":"0150","country":"NO"},
         "items":[{"sku":"A-1","quantity":1}]}
        """#

    @Test(arguments: DatabaseKind.allCases)
    func `a label that fails shows with the order, also when the workflow is out of reach, until it works`(
        kind: DatabaseKind
    ) async throws {
        let deployment = try await Deployment(kind)
        var id = ""
        var since = ""
        try await deployment.withServer(Self.everything) { server in
            try await server.caller.stock("A-1", pieces: 1)
            try await server.caller.setCarrier(#"{"isOut":true}"#)
            id = try await server.caller.post("/orders", Self.body).decoded(OrderView.self).orderId
            let blocked = try await server.caller.waitUntilBlocked(id, by: Self.refusal)
            #expect(blocked.status == "FULFILLING")
            #expect(blocked.blockingReason?.contains(" of 1000, the next at 20") == true)
            since = blocked.since ?? ""
            #expect(!since.isEmpty)
            // The workflow knows the step, the record why it is not done.
            let asked = try await server.caller.get("/orders/\(id)/workflow").decoded(BlockedView.self)
            #expect(asked.source == "query")
            #expect(asked.step == blocked.step)
            #expect(asked.blockingReason?.hasPrefix(Self.refusal) == true)
            let story = try await server.oms("orders", "trace", id)
            #expect(story.standardOutput.contains("GENERATE_SHIPPING_LABEL"))
            #expect(story.standardOutput.contains(Self.refusal))
        }
        // Nobody who could ask the workflow.
        try await deployment.withServer(["OMS_ROLES": "api"]) { server in
            let shown = try await server.caller.get("/orders/\(id)/workflow").decoded(BlockedView.self)
            #expect(shown.source == "record")
            #expect(shown.step == "GENERATE_SHIPPING_LABEL")
            #expect(shown.blockingReason?.hasPrefix(Self.refusal) == true)
            #expect(shown.since == since)
            try await server.caller.setCarrier("{}")
        }
        try await deployment.withServer(Self.everything) { server in
            try await server.caller.waitUntil(id, is: "SHIPPED")
            let shown = try await server.caller.get("/orders/\(id)").decoded(BlockedView.self)
            #expect(shown.step == "FINISHED")
            #expect(shown.blockingReason == nil)
        }
    }
}

/// What the tests look at of what an order waits for.
private struct BlockedView: Decodable {
    let status: String
    let step: String?
    let blockingReason: String?
    let since: String?
    let source: String?
}

extension Caller {
    fileprivate func setCarrier(_ settings: String) async throws {
        let reply = try await put("/shipping/carrier", settings)
        guard reply.status == 200 else { throw ServerFailure(description: "\(reply.status) \(reply.text)") }
    }

    /// Waits until the order's record tells of a label that failed.
    fileprivate func waitUntilBlocked(_ id: String, by reason: String) async throws -> BlockedView {
        var last = ""
        var found: BlockedView?
        _ = try await eventually(pause: .milliseconds(20)) {
            let reply = try await get("/orders/\(id)")
            last = reply.text
            let view = try reply.decoded(BlockedView.self)
            guard view.step == "GENERATE_SHIPPING_LABEL", view.blockingReason?.hasPrefix(reason) == true else {
                return false
            }
            found = view
            return true
        }
        guard let found else { throw ServerFailure(description: "Its label does not show: \(last)") }
        return found
    }
}
