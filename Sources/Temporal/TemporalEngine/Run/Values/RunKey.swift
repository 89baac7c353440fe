import SwiftProtobuf
package import TemporalAPI

/// Which run: unique in the whole engine.
package struct RunKey: Sendable, Hashable {
    /// The namespace's name.
    package var namespace: String
    package var namespaceID: String
    package var workflowID: String
    package var runID: String

    package init(namespace: String, namespaceID: String, workflowID: String, runID: String) {
        self.namespace = namespace
        self.namespaceID = namespaceID
        self.workflowID = workflowID
        self.runID = runID
    }

    /// The same workflow, another run of it.
    package func with(runID: String) -> RunKey {
        RunKey(namespace: namespace, namespaceID: namespaceID, workflowID: workflowID, runID: runID)
    }

    package var execution: APIWorkflowExecution {
        .with {
            $0.workflowID = workflowID
            $0.runID = runID
        }
    }
}
