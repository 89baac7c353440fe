import HTTPAPI
import HTTPTypes
import OMSKernel
import OMSWorkflows
import Orders
import TestSupport
import Testing

@Suite
struct SubmissionTests {
    private static let body = #"{"requestId":"k/1","items":[{"sku":"A-1","quantity":2}]}"#

    @Test func `a submission is held once, and a key of another one is refused`() async throws {
        let workflows = StubOrderWorkflows()
        try await APIFixture.with(adjust: { $0.orderWorkflows = workflows }) { api in
            let first = try await api.call(.post, "/submissions", Self.body)
            #expect(first.status == 202)
            #expect(first.text == #"{"requestId":"k/1","status":"RECEIVED"}"#)
            #expect(first.header("Location") == "/submissions/k%2F1")
            #expect(first.header("Idempotent-Replayed") == nil)
            let again = try await api.call(.post, "/submissions", Self.body)
            #expect(again.status == 202)
            #expect(again.text == first.text)
            #expect(again.header("Idempotent-Replayed") == "true")
            let other = #"{"requestId":"k/1","items":[{"sku":"A-1","quantity":3}]}"#
            #expect(try await api.call(.post, "/submissions", other).status == 422)
            #expect(workflows.submitted.count == 1)
            // The key stands for the same as that of POST /orders.
            let content = try NewOrder(OrderDraft(items: [OrderItemDraft(sku: "A-1", quantity: 2)])).contentFingerprint
            let fingerprint = Fingerprint(method: "POST", path: "/orders", content: content).hex
            #expect(workflows.submitted.first?.fingerprint == fingerprint)
            let keyless = try await api.call(.post, "/submissions", #"{"items":[{"sku":"A-1","quantity":2}]}"#)
            #expect(keyless.status == 202)
            #expect(try keyless.json["requestId"].text?.isEmpty == false)
        }
    }

    @Test func `what is wrong with a submission is said at the door`() async throws {
        let workflows = StubOrderWorkflows()
        try await APIFixture.with(adjust: { $0.orderWorkflows = workflows }) { api in
            let reply = try await api.call(.post, "/submissions", #"{"items":[{"sku":"A-1","quantity":0}]}"#)
            #expect(reply.status == 400)
            #expect(try reply.json["errors"]["items[0].quantity"].text != nil)
            #expect(workflows.submitted.isEmpty)
        }
    }

    @Test func `without a Temporal service a submission can come again`() async throws {
        for workflows in [nil, StubOrderWorkflows(isAway: true)] {
            try await APIFixture.with(adjust: { $0.orderWorkflows = workflows }) { api in
                for reply in [
                    try await api.call(.post, "/submissions", Self.body), try await api.call(.get, "/submissions/k"),
                ] {
                    #expect(reply.status == 503)
                    #expect(reply.header("Retry-After") == "2")
                }
            }
        }
    }

    @Test func `a caller who is known may submit while the store is away`() async throws {
        let workflows = StubOrderWorkflows()
        try await APIFixture.with(adjust: { dependencies in
            dependencies.orderWorkflows = workflows
            dependencies.orders = FailingOrderStore(StorageError.unavailable(retryAfter: .seconds(2)))
        }) { api in
            let direct = try await api.call(.post, "/orders", Self.body)
            #expect(direct.status == 503)
            let held = try await api.call(.post, "/submissions", Self.body)
            #expect(held.status == 202)
        }
    }

    @Test func `a submission is shown as its intake has it`() async throws {
        let states = [
            "k": IntakeState(status: .created, orderId: "01932f6e-3c00-7000-8000-000000000001"),
            "bad": IntakeState(status: .failed, reason: "no stock"),
        ]
        let workflows = StubOrderWorkflows(states: states)
        try await APIFixture.with(adjust: { $0.orderWorkflows = workflows }) { api in
            let created = try await api.call(.get, "/submissions/k")
            #expect(
                created.text
                    == #"{"requestId":"k","workflowId":"order-intake-k","status":"CREATED","#
                    + #""orderId":"01932f6e-3c00-7000-8000-000000000001","reason":null}"#
            )
            let failed = try await api.call(.get, "/submissions/bad").json
            #expect(failed["reason"].text == "no stock")
            let unknown = try await api.call(.get, "/submissions/other")
            #expect(unknown.status == 404)
        }
    }

    @Test(arguments: Backend.allCases)
    func `a submission whose intake is gone is shown by its order`(backend: Backend) async throws {
        for workflows in [StubOrderWorkflows(), StubOrderWorkflows(isAway: true)] {
            try await APIFixture.with(backend, adjust: { $0.orderWorkflows = workflows }) { api in
                let body = #"{"requestId":"k/1","externalOrderId":"X","items":[{"sku":"A-1","quantity":2}]}"#
                let id = try #require(try await api.call(.post, "/orders", body).json["orderId"].text)
                let other = body.replacing("k/1", with: "k-2")
                #expect(try await api.call(.post, "/orders", other).status == 200)
                for (path, key) in [("k%2F1", "k/1"), ("k-2", "k-2")] {
                    let shown = try await api.call(.get, "/submissions/\(path)")
                    #expect(
                        shown.text
                            == #"{"requestId":"\#(key)","workflowId":"order-intake-\#(key)","status":"CREATED","#
                            + #""orderId":"\#(id)","reason":null}"#
                    )
                }
                // What never became an order, or is one no more.
                _ = try await api.call(.post, "/orders/\(id)/cancel", "{}")
                #expect(try await api.call(.delete, "/orders/\(id)").status == 204)
                for path in ["k%2F1", "k-3"] {
                    let gone = try await api.call(.get, "/submissions/\(path)")
                    #expect(gone.status == (workflows.isAway ? 503 : 404))
                }
            }
        }
    }

    @Test func `an order's workflow answers for itself, and else its record does`() async throws {
        let state = FulfillmentState(status: "RUNNING", step: "WAIT_FOR_PACK", blockingReason: "not packed", since: 0)
        let live = LiveWorkflow(workflowID: "order-fulfillment-x", runID: "r", state: state)
        for (workflow, expected) in [
            (live, "order-fulfillment-x r RUNNING WAIT_FOR_PACK not packed 1970-01-01T00:00:00.000Z query"),
            (
                LiveWorkflow(workflowID: "order-intake-x", runID: "r", state: nil),
                "order-intake-x r RUNNING - - - record"
            ),
        ] {
            let workflows = StubOrderWorkflows(live: workflow)
            try await APIFixture.with(adjust: { $0.orderWorkflows = workflows }) { api in
                let id = try #require(try await api.place()["orderId"].text)
                let shown = try await api.call(.get, "/orders/\(id)/workflow").json
                let members = ["workflowId", "runId", "status", "step", "blockingReason", "since", "source"]
                #expect(members.map { shown[$0].text ?? "-" }.joined(separator: " ") == expected)
            }
        }
    }

    @Test func `the record tells why a workflow's step is tried again, unless it is of an earlier step`() async throws {
        let began = Timestamp(milliseconds: 1_795_168_800_000)
        let state = FulfillmentState(status: "RUNNING", step: "CREATE_SHIPMENT", since: began.milliseconds)
        let live = LiveWorkflow(workflowID: "order-fulfillment-x", runID: "r", state: state)
        for (offset, expected) in [(Duration.seconds(-1), nil), (.zero, "away"), (.seconds(1), "away")] {
            let workflows = StubOrderWorkflows(live: live)
            try await APIFixture.with(adjust: { $0.orderWorkflows = workflows }) { api in
                let id = try #require(try await api.place()["orderId"].text)
                let known = OrderProgress(step: "ANY", blockingReason: "away", since: began.advanced(by: offset))
                try await NoteProgress(store: api.stores.orders)(known, on: try #require(OrderID(id)))
                let shown = try await api.call(.get, "/orders/\(id)/workflow").json
                #expect(shown["blockingReason"].text == expected)
                #expect(shown["step"].text == "CREATE_SHIPMENT")
                #expect(shown["since"].text == began.description)
                #expect(shown["source"].text == "query")
            }
        }
    }

    @Test(arguments: Backend.allCases)
    func `the record tells of a workflow that is gone`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let id = try #require(try await api.place()["orderId"].text)
            try await api.drive(id, .validate, .reserve)
            let since = api.clock.now()
            let orderID = try #require(OrderID(id))
            let progress = OrderProgress(step: "WAIT_FOR_PICK", blockingReason: "not picked", since: since)
            try await NoteProgress(store: api.stores.orders)(progress, on: orderID)
            let shown = try await api.call(.get, "/orders/\(id)/workflow").text
            #expect(
                shown == #"{"workflowId":"order-fulfillment-\#(id)","runId":null,"status":"RUNNING","#
                    + #""step":"WAIT_FOR_PICK","blockingReason":"not picked","since":"\#(since)","source":"record"}"#
            )
            let order = try await api.call(.get, "/orders/\(id)").json
            #expect(order["step"].text == "WAIT_FOR_PICK")
            #expect(order["since"].text == since.description)
            #expect(order["version"] == .number(3))
        }
    }
}
