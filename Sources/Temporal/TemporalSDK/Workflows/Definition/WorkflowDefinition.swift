/// A workflow: an actor whose state survives the death of every process, because its code is run again over the
/// recorded history.
///
/// ```swift
/// actor Greeting: WorkflowDefinition {
///     let context: WorkflowContext
///     private var name: String
///
///     static let rename = WorkflowSignalDefinition<Greeting, String>("rename") { $0.name = $1 }
///     static let current = WorkflowQueryDefinition<Greeting, Void, String>("name") { workflow, _ in workflow.name }
///     static var signals: [any WorkflowSignalHandler<Greeting>] { [rename] }
///     static var queries: [any WorkflowQueryHandler<Greeting>] { [current] }
///
///     init(context: WorkflowContext, input: String) {
///         self.context = context
///         name = input
///     }
///
///     func run(input: String) async throws -> String {
///         try await context.sleep(for: .seconds(60))
///         return try await context.executeActivity("Greet", options: .init(startToCloseTimeout: .seconds(5)), input: name)
///     }
/// }
/// ```
///
/// The code must do the same each time it is run over the same history: it waits only for what its context offers,
/// and takes the time and random numbers from there. See docs/decisions/0017.
package protocol WorkflowDefinition: Actor {
    /// Read with the payload converter; `Void` when there is none.
    associatedtype Input: Sendable
    /// Written with the payload converter; `Void` when there is none.
    associatedtype Output: Sendable

    /// What clients and the history call it.
    static var name: String { get }
    /// The signals that it knows.
    static var signals: [any WorkflowSignalHandler<Self>] { get }
    /// What gets the signals that it does not know; without it they are dropped.
    static var otherSignals: WorkflowOtherSignals<Self>? { get }
    /// The queries that it answers.
    static var queries: [any WorkflowQueryHandler<Self>] { get }

    /// What the code may use of the world.
    nonisolated var context: WorkflowContext { get }

    /// Makes the state in which signals may find it, before `run` begins.
    init(context: WorkflowContext, input: Input) throws

    /// The work. Its return completes the workflow, a failure error fails it, any other error fails the workflow task.
    func run(input: Input) async throws -> Output
}

extension WorkflowDefinition {
    package static var name: String { String(describing: self) }
    package static var signals: [any WorkflowSignalHandler<Self>] { [] }
    package static var otherSignals: WorkflowOtherSignals<Self>? { nil }
    package static var queries: [any WorkflowQueryHandler<Self>] { [] }

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        context.machine.queue.asUnownedSerialExecutor()
    }
}
