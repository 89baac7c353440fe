package import Foundation
import SwiftProtobuf
import TemporalAPI

/// What a workflow may use of the world. All of it gives the same at every replay.
///
/// It belongs to one run: only that run's code may use it, on the run's own executor. Use from anywhere else fails
/// the workflow task.
package struct WorkflowContext: Sendable {
    let machine: WorkflowMachine

    /// What is known of the run since its start.
    package var info: WorkflowInfo { machine.reading { WorkflowInfo($0) } }

    /// The time at which the task at hand began. It stands still while code runs.
    package var now: Date { machine.reading { Date($0.time) } }

    /// Whether the code runs again over what was recorded. For looking only: code that does something else in a
    /// replay breaks it.
    package var isReplaying: Bool { machine.reading { $0.isReplaying } }

    /// Numbers that look random; those of a run are always the same.
    package var randomNumberGenerator: WorkflowRandomNumberGenerator {
        WorkflowRandomNumberGenerator(machine: machine)
    }

    /// A random UUID (version 4), the same at every replay.
    package func uuid() -> UUID {
        var generator = randomNumberGenerator
        return UUID(random: &generator)
    }

    /// How many events the history has.
    package var currentHistoryLength: Int { machine.reading { Int($0.lastStartedEventID) } }

    /// How many bytes the history has, as the service counts; 0 when it does not tell.
    package var currentHistorySize: Int {
        machine.reading { Int($0.taskStart.workflowTaskStartedEventAttributes.historySizeBytes) }
    }

    /// Whether the history has grown so long that the run should continue as new.
    package var continueAsNewSuggested: Bool {
        machine.reading { $0.taskStart.workflowTaskStartedEventAttributes.suggestContinueAsNew }
    }

    /// Why somebody asked for the workflow's cancellation; nil when nobody did.
    package var cancellationReason: String? { machine.reading { $0.cancellation?.cause } }

    /// Whether all signal handlers ended. A workflow that ends before cuts them off.
    package var allHandlersFinished: Bool { machine.reading { $0.tasks.handlers == 0 } }

    /// A line or more about what the run does, shown to people who look at it.
    package var currentDetails: String {
        get { machine.reading { $0.currentDetails } }
        nonmutating set { machine.reading { $0.currentDetails = newValue } }
    }
}

extension WorkflowMachine {
    /// Gives access to the run's state. From outside the run it counts as a broken rule.
    func reading<Value>(_ body: (WorkflowMachine) -> Value) -> Value {
        if !queue.isCurrent { queue.noteForeignCall() }
        return body(self)
    }
}

extension Date {
    init(_ time: Google_Protobuf_Timestamp) {
        self.init(timeIntervalSince1970: Double(time.seconds) + Double(time.nanos) / 1_000_000_000)
    }
}
