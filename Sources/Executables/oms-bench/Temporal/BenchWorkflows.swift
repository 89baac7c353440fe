import Synchronization
import TemporalSDK

/// Ten activities, one after the other, that do nothing.
actor TenSteps: WorkflowDefinition {
    static let steps = 10
    let context: WorkflowContext

    init(context: WorkflowContext, input: Void) { self.context = context }

    func run(input: Void) async throws -> Int {
        let options = ActivityOptions(startToCloseTimeout: .seconds(60))
        var last = 0
        for step in 0..<Self.steps {
            last = try await context.executeActivity(Step.self, options: options, input: step)
        }
        return last
    }
}

/// Gives back what it is given.
struct Step: ActivityDefinition {
    func run(input: Int) async throws -> Int { input }
}

/// One activity that notes when it began.
actor FirstStep: WorkflowDefinition {
    let context: WorkflowContext

    init(context: WorkflowContext, input: Void) { self.context = context }

    func run(input: Void) async throws {
        try await context.executeActivity(
            Arrival.self,
            options: ActivityOptions(startToCloseTimeout: .seconds(60)),
            input: ()
        )
    }
}

/// Notes when it began. One runs at a time.
struct Arrival: ActivityDefinition {
    static let time = Mutex(ContinuousClock.now)

    func run(input: Void) async throws {
        let now = ContinuousClock.now
        Self.time.withLock { $0 = now }
    }
}

/// Waits for a signal and ends.
actor Waiting: WorkflowDefinition {
    let context: WorkflowContext
    private var isReleased = false

    static let release = WorkflowSignalDefinition<Waiting, Void>("release") { workflow, _ in
        workflow.isReleased = true
    }
    static var signals: [any WorkflowSignalHandler<Waiting>] { [release] }

    init(context: WorkflowContext, input: Int) { self.context = context }

    func run(input: Int) async throws -> Int {
        try await context.condition { self.isReleased }
        return input
    }
}
