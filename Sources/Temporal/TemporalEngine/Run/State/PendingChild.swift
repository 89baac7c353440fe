package import TemporalAPI

/// A child workflow that was asked for and has not ended yet.
package struct PendingChild: Sendable, Equatable {
    package let initiatedEventID: Int64
    package let attributes: APIStartChildWorkflowExecutionInitiatedEventAttributes
    /// The texts a person reads beside the child.
    package let userMetadata: APIUserMetadata?
    package var started: Started?

    package struct Started: Sendable, Equatable {
        /// 0 while the started event waits for the workflow task to end.
        package var eventID: Int64
        /// The child's first run.
        package let runID: String
    }
}
