import ArgumentParser
import OMSKernel

struct WorkflowsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workflows",
        abstract: "List, show and end workflows, whatever type they are.",
        subcommands: [
            WorkflowsListCommand.self, WorkflowsShowCommand.self, WorkflowsHistoryCommand.self,
            WorkflowsCancelCommand.self, WorkflowsTerminateCommand.self,
        ]
    )
}

/// A workflow by its id, or one run of it.
struct WorkflowOptions: ParsableArguments {
    @Argument(help: "The workflow's id, such as order-fulfillment-ORDER.") var workflow: String
    @Option(help: "One run of it; the latest if not given.") var run: String?

    func path(_ rest: String = "") -> String { "/workflows/\(URLText.escaped(workflow))\(rest)" }
    var query: [(name: String, value: String?)] { [("runId", run)] }
}

struct WorkflowsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List workflows, the latest first.",
        discussion: """
            --query takes Temporal's list filters: WorkflowType = 'OrderFulfillmentWorkflow' AND
            ExecutionStatus = 'Running'.
            """
    )

    @Option(help: "Temporal's list filter.") var query: String?
    @OptionGroup var page: PageOptions
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let headings = ["WORKFLOW", "TYPE", "STATUS", "STARTED", "CLOSED", "EVENTS"]
        let members = ["workflowId", "type", "status", "startedAt", "closedAt", "historyLength"]
        try await client.list("/workflows", query: [("query", query)], page: page, table: headings) { workflow in
            members.map { workflow[$0].shown }
        }
    }
}

struct WorkflowsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a workflow: where it stands, what it waits for, and what failed last."
    )

    @OptionGroup var workflow: WorkflowOptions
    @OptionGroup var client: ClientOptions

    func run() async throws {
        try await client.show(APIRequest(.get, workflow.path(), query: workflow.query)) { shown in
            var listing = Listing()
            for (name, member) in [
                ("workflow", "workflowId"), ("run", "runId"), ("type", "type"), ("task queue", "taskQueue"),
                ("status", "status"), ("step", "step"), ("waits for", "blockingReason"), ("since", "since"),
                ("started", "startedAt"), ("closed", "closedAt"), ("events", "historyLength"),
                ("parent", "parentWorkflowId"), ("cancel requested", "isCancelRequested"),
            ] { listing.add(name, shown[member].shown) }
            listing.show()
            let activities = shown["pendingActivities"].entries
            guard !activities.isEmpty else { return }
            Terminal.line("")
            var table = Table(["ACTIVITY", "STATE", "ATTEMPT", "NEXT ATTEMPT", "LAST FAILURE"])
            for activity in activities {
                table.add(
                    ["type", "state", "attempt", "nextAttemptAt", "lastFailure"].map { activity[$0].shown }
                )
            }
            table.show()
        }
    }
}

struct WorkflowsHistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List the events of a workflow, oldest first; with --json, all that they hold.",
        discussion: "What a workflow carries is shown to keys with the scope payloads."
    )

    @OptionGroup var workflow: WorkflowOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let path = workflow.path("/history")
        let headings = ["EVENT", "TIME", "TYPE", "WHAT"]
        try await client.list(path, query: workflow.query, page: page, table: headings) { event in
            [event["eventId"].shown, event["time"].shown, event["type"].shown, WorkflowEventText.summary(event)]
        }
    }
}

struct WorkflowsCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Ask a workflow to end: it decides how. An order is cancelled by `oms orders cancel`."
    )

    @OptionGroup var workflow: WorkflowOptions
    @Option(help: "Why; it goes into the history.") var reason: String?
    @OptionGroup var client: ClientOptions

    func run() async throws {
        try await WorkflowEnding.send("cancel", workflow, reason: reason, client) { "Asked \($0) to end." }
    }
}

struct WorkflowsTerminateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "terminate",
        abstract: "End a workflow at once, without asking it: nothing of what it did is undone."
    )

    @OptionGroup var workflow: WorkflowOptions
    @Option(help: "Why; it goes into the history.") var reason: String
    @OptionGroup var client: ClientOptions

    func run() async throws {
        try await WorkflowEnding.send("terminate", workflow, reason: reason, client) { "Ended \($0)." }
    }
}

private enum WorkflowEnding {
    static func send(
        _ verb: String,
        _ workflow: WorkflowOptions,
        reason: String?,
        _ client: ClientOptions,
        _ sentence: (String) -> String
    ) async throws {
        let body = JSONWriter.object { $0.member("reason", reason) }
        let request = APIRequest(
            .post,
            workflow.path("/\(verb)"),
            query: workflow.query,
            body: Array(body.utf8)
        )
        try await client.show(request) { Terminal.line(PlainText.shown(sentence($0["workflowId"].shown ?? ""))) }
    }
}
