import Logging
import SQLiteDriver
import ServiceLifecycle
import TemporalEngine
import TemporalSDK

actor Greeting: WorkflowDefinition {
    let context: WorkflowContext
    private var name: String
    static let rename = WorkflowSignalDefinition<Greeting, String>("rename") { $0.name = $1 }
    static var signals: [any WorkflowSignalHandler<Greeting>] { [rename] }

    init(context: WorkflowContext, input: String) { (self.context, name) = (context, input) }

    func run(input: String) async throws -> String {
        try await context.condition { self.name != input }
        return try await context.executeActivity("Greet", options: .init(startToCloseTimeout: .seconds(5)), input: name)
    }
}

struct Greet: ActivityDefinition {
    func run(input: String) async throws -> String { "Hello, \(input)" }
}

let log = Logger(label: "hello") { _ in SwiftLogNoOpLogHandler() }
let engine = Engine(database: try SQLiteDatabase(SQLiteConfiguration(path: "hello.sqlite")), logger: log)
try await engine.start()
let service = engine.service  // A `TemporalConnection` to any Temporal service can stand in for it.
let queue = TemporalWorker.Configuration(taskQueue: "greetings")
let (work, flows) = ([Greet()], [Greeting.self])
let worker = try TemporalWorker(configuration: queue, service: service, activities: work, workflows: flows, logger: log)
let services = ServiceGroup(services: [engine, worker], logger: log)
let running = Task { try await services.run() }
let client = TemporalClient(service: service, logger: log)
let options = WorkflowOptions(id: "hello", taskQueue: "greetings")
let handle = try await client.startWorkflow(type: Greeting.self, options: options, input: "nobody")
try await handle.signal(Greeting.rename, input: "Ada")
print(try await handle.result())
await services.triggerGracefulShutdown()
try await running.value
