import DatabaseTestSupport
import TestSupport
import Testing

/// A whole server with all its roles: what is posted is moved on.
@Suite(.timeLimit(.minutes(10)))
struct WorkflowTests {
    private static let everything = [
        "OMS_ROLES": "api,relay,engine,worker", "OMS_WAREHOUSE_SIMULATION": "0s",
    ]
    private static let item = #"{"items":[{"sku":"A-1","quantity":2}]}"#

    @Test(arguments: [DatabaseKind.sqlite])
    func `an order, and a submission, end SHIPPED`(kind: DatabaseKind) async throws {
        let deployment = try await Deployment(kind)
        try await deployment.withServer(Self.everything) { server in
            let stocked = try await server.caller.post(
                "/inventory/A-1/adjustments",
                #"{"delta":10,"reason":"receipt"}"#,
                headers: [("Idempotency-Key", "stock")]
            )
            #expect(stocked.status == 201)
            let id = try await server.caller.place(key: "order").decoded(OrderView.self).orderId
            let submitted = try await server.caller.post(
                "/submissions",
                Self.item,
                headers: [("Idempotency-Key", "submission")]
            )
            #expect(submitted.status == 202)
            let isShipped: @Sendable (String) async throws -> Bool = { id in
                try await server.caller.get("/orders/\(id)").decoded(OrderView.self).status == "SHIPPED"
            }
            #expect(try await eventually { try await isShipped(id) })
            let other = try await eventually {
                let shown = try await server.caller.get("/submissions/submission").decoded(SubmissionView.self)
                guard let order = shown.orderId else { return false }
                return try await isShipped(order)
            }
            #expect(other)
            let workflow = try await server.caller.get("/orders/\(id)/workflow").decoded(WorkflowView.self)
            #expect(workflow.status == "SHIPPED")
            #expect(workflow.source == "query")
        }
    }

    private struct SubmissionView: Decodable {
        let orderId: String?
    }

    private struct WorkflowView: Decodable {
        let status: String
        let source: String
    }
}
