/// A workflow by its id, to speak with it by names.
package struct UntypedWorkflowHandle: Sendable {
    let client: TemporalClient
    package let id: String
    /// The run that signals, queries and descriptions are for; nil for the latest.
    package let runID: String?
    /// The run whose result is waited for, and the runs that follow it; nil for the latest.
    package let resultRunID: String?
    /// The first run of the chain that may be cancelled and terminated; nil for any.
    package let firstExecutionRunID: String?
    /// Whether the start that made this handle began the run; nil when that is not known.
    package var isNewRun: Bool?
}
