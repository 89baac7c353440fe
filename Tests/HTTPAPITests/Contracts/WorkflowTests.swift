import Access
import HTTPAPI
import HTTPTypes
import OMSKernel
import Testing

@Suite
struct WorkflowTests {
    private static func with(_ body: (APIFixture, StubWorkflows) async throws -> Void) async throws {
        let workflows = StubWorkflows()
        try await APIFixture.with(adjust: { $0.workflows = workflows }) { api in try await body(api, workflows) }
    }

    @Test
    func `workflows are listed page by page, under one query`() async throws {
        try await Self.with { api, _ in
            let first = try await api.call(.get, "/workflows?limit=1&query=a%20%3D%20'b'").json
            #expect(first["data"].elements.map { $0["workflowId"].text } == ["w/1"])
            let cursor = try #require(first["nextCursor"].text)
            let second = try await api.call(.get, "/workflows?limit=1&query=a%20%3D%20'b'&cursor=\(cursor)").json
            #expect(second["data"].elements.map { $0["status"].text } == ["Completed"])
            #expect(second["nextCursor"] == .null)
            #expect(try await api.call(.get, "/workflows?cursor=\(cursor)").status == 400)
            let wrong = try await api.call(.get, "/workflows?query=nonsense")
            #expect(wrong.status == 400)
            #expect(try wrong.error("query") == "query was refused: no such column")
        }
    }

    @Test
    func `a workflow is shown with what it waits for and what failed last`() async throws {
        try await Self.with { api, _ in
            let shown = try await api.call(.get, "/workflows/w%2F1").json
            #expect(shown["workflowId"].text == "w/1")
            #expect(shown["step"].text == "CREATE_SHIPMENT")
            #expect(shown["blockingReason"] == .null)
            #expect(shown["since"].text == StubWorkflows.now.description)
            let activity = shown["pendingActivities"].elements.first
            #expect(activity?["attempt"].whole == 3)
            #expect(activity?["lastFailure"].text == "away")
            #expect(shown["pendingChildren"].elements.first?["workflowId"].text == "child")
            #expect(try await api.call(.get, "/workflows/none").status == 404)
            #expect(try await api.call(.get, "/workflows/\(String(repeating: "x", count: 1_001))").status == 404)
            let wrong = try await api.call(.get, "/workflows/w%2F1?runId=none")
            #expect(try wrong.error("runId") == "runId was refused: Invalid RunId.")
        }
    }

    @Test
    func `what a workflow carries is for keys that may read payloads`() async throws {
        try await Self.with { api, _ in
            let path = "/workflows/w-2/history"
            let reader = [("X-API-Key", try #require(api.secrets[.workflowsRead]))]
            let hidden = try await api.call(.get, path, headers: reader)
            #expect(hidden.text.contains("hidden") && !hidden.text.contains("secret"))
            let payloads = [("X-API-Key", try #require(api.secrets[.payloads]))]
            #expect(try await api.call(.get, path, headers: payloads).status == 403)
            let admin = try await api.call(.get, path)
            #expect(admin.text.contains("secret"))
            let cursor = try #require(try admin.json["nextCursor"].text)
            #expect(try await api.call(.get, "\(path)?cursor=\(cursor)").json["nextCursor"] == .null)
            #expect(try await api.call(.get, "/workflows/w%2F1/history?cursor=\(cursor)").status == 400)
        }
    }

    @Test
    func `a running workflow is asked to end, or ended with a reason`() async throws {
        try await Self.with { api, workflows in
            let run = WorkflowRun(workflowID: "w/1", runID: nil)
            let asked = try await api.call(.post, "/workflows/w%2F1/cancel")
            #expect(asked.status == 202)
            #expect(asked.text == #"{"workflowId":"w/1","runId":null}"#)
            #expect(
                try await api.call(.post, "/workflows/w%2F1/terminate?runId=r", #"{"reason":"stuck"}"#).status == 200
            )
            #expect(
                workflows.asked == [
                    .init(verb: "cancel", run: run, detail: nil),
                    .init(verb: "terminate", run: WorkflowRun(workflowID: "w/1", runID: "r"), detail: "stuck"),
                ]
            )
            let silent = try await api.call(.post, "/workflows/w%2F1/terminate", "{}")
            #expect(try silent.error("reason") == "reason is required")
            #expect(try await api.call(.post, "/workflows/w-2/cancel", #"{"reason":"late"}"#).status == 409)
            #expect(try await api.call(.post, "/workflows/none/terminate", #"{"reason":"x"}"#).status == 404)
            #expect(workflows.asked.count == 2)
        }
    }

    @Test
    func `without a Temporal service the answer is to come back later`() async throws {
        try await APIFixture.with { api in
            for path in ["/workflows", "/workflows/w", "/workflows/w/history"] {
                let reply = try await api.call(.get, path)
                #expect(reply.status == 503, "\(path)")
                #expect(reply.header("Retry-After") == "5", "\(path)")
            }
        }
    }
}
