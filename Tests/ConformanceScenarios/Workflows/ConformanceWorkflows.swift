package import TemporalSDK

/// The workflows that Tests/Conformance/shared has in Python, by the same names. Their commands, and so their
/// histories, are the same in both languages.
package enum ConformanceWorkflows {
    package static let all: [any WorkflowDefinition.Type] = [
        Greeting.self, Echo.self, ReversedBytes.self, FlakyWork.self, RefusedWork.self, OutOfStock.self,
        Collector.self, Sleeper.self, Compensating.self, Parent.self, Counter.self, Progress.self,
        AnsweredElsewhere.self, Script.self,
    ]
}

extension ActivityOptions {
    /// What the shared workflows give their activities.
    static let tenSeconds = ActivityOptions(startToCloseTimeout: .seconds(10))
}
