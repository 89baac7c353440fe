import Access
import HTTPTypes
import HummingbirdCore
import OMSKernel

/// `/workflows`: every workflow of the deployment, for operators.
struct WorkflowRoutes: Sendable {
    private static let maximumReasonLength = 200

    private let directory: (any WorkflowDirectory)?
    private let cursors: CursorCodec

    init(_ dependencies: APIDependencies, cursors: CursorCodec) {
        directory = dependencies.workflows
        self.cursors = cursors
    }

    var routes: [Route] {
        [
            Route(.get, "/workflows", .scope(.workflowsRead), handler: list),
            Route(.get, "/workflows/{workflowId}", .scope(.workflowsRead), handler: show),
            Route(.get, "/workflows/{workflowId}/history", .scope(.workflowsRead), handler: history),
            Route(.post, "/workflows/{workflowId}/cancel", .scope(.workflowsWrite), handler: cancel),
            Route(.post, "/workflows/{workflowId}/terminate", .scope(.workflowsWrite), handler: terminate),
        ]
    }

    private func list(_ call: Call) async throws -> Answer {
        var problems = ValidationError()
        let limit = call.query.limit(&problems)
        let query = call.query.text("query", &problems) ?? ""
        let list = "workflows-\(query)"
        let after = cursors.position(in: call.query, ServiceToken.self, list: list, problems: &problems)
        try problems.throwIfAny()
        let page = try await naming("query") {
            try await service().workflows(query: query, after: after?.cursorBytes, limit: limit)
        }
        return .list(page.elements, nextCursor: next(page.next, list)) { $0.workflow($1) }
    }

    private func show(_ call: Call) async throws -> Answer {
        let run = try run(call)
        return .workflow(try await naming("runId") { try await service().describe(run) })
    }

    private func history(_ call: Call) async throws -> Answer {
        let run = try run(call)
        var problems = ValidationError()
        let limit = call.query.limit(&problems)
        let list = "workflow-history-\(run.runID ?? "")-\(run.workflowID)"
        let after = cursors.position(in: call.query, ServiceToken.self, list: list, problems: &problems)
        try problems.throwIfAny()
        // What workflows carry may be personal: it has a scope of its own.
        let payloads = call.caller?.scopes.allows(.payloads) ?? false
        let page = try await naming("runId") {
            try await service().history(of: run, after: after?.cursorBytes, limit: limit, payloads: payloads)
        }
        return .list(page.elements, nextCursor: next(page.next, list)) { $0.workflowEvent($1) }
    }

    private func cancel(_ call: Call) async throws -> Answer {
        let run = try run(call)
        let fields = try await call.optionalJSON()
        var problems = ValidationError()
        let reason = reason(fields, &problems)
        try problems.throwIfAny()
        try await naming("runId") { try await service().cancel(run, reason: reason) }
        return accepted(.accepted, run)
    }

    private func terminate(_ call: Call) async throws -> Answer {
        let run = try run(call)
        let fields = try await call.json()
        var problems = ValidationError()
        let reason = reason(fields, &problems)
        if reason == nil { problems.add("reason", "is required") }
        try problems.throwIfAny()
        try await naming("runId") { try await service().terminate(run, reason: reason ?? "") }
        return accepted(.ok, run)
    }

    private func accepted(_ status: HTTPResponse.Status, _ run: WorkflowRun) -> Answer {
        .json(status) { writer in
            writer.member("workflowId", run.workflowID)
            writer.member("runId", run.runID)
        }
    }

    /// Without personal data: it goes into the history as it is.
    private func reason(_ fields: JSONFields?, _ problems: inout ValidationError) -> String? {
        guard let text = fields?.text("reason", &problems) else { return nil }
        return problems.check("reason") { () throws(TextError) in
            try Text.checked(text, maximumLength: Self.maximumReasonLength)
        }
    }

    private func run(_ call: Call) throws -> WorkflowRun {
        let id = call.parameters.value("workflowId")
        guard id.utf8.count <= WorkflowRun.maximumIDLength else { throw Problem.noSuchResource }
        var problems = ValidationError()
        let runID = call.query.text("runId", &problems)
        try problems.throwIfAny()
        return WorkflowRun(workflowID: id, runID: runID)
    }

    private func service() throws -> any WorkflowDirectory {
        guard let directory else { throw WorkflowDirectoryError.unavailable }
        return directory
    }

    /// What the service refuses is told under the parameter that can be wrong.
    private func naming<Result>(_ parameter: String, _ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch WorkflowDirectoryError.refused(let reason) {
            throw Problem(field: parameter, "was refused: \(reason)")
        }
    }

    private func next(_ token: [UInt8]?, _ list: String) -> String? {
        cursors.encode(token.map(ServiceToken.init), list: list)
    }
}

/// The Temporal service's own token, as a cursor carries it.
private struct ServiceToken: CursorPosition {
    let cursorBytes: [UInt8]

    init(_ bytes: [UInt8]) {
        cursorBytes = bytes
    }

    init?(cursorBytes: [UInt8]) {
        self.cursorBytes = cursorBytes
    }
}
