import SwiftProtobuf
package import TemporalAPI

extension RunStart {
    /// A child as its parent asked for it.
    ///
    /// - Parameters:
    ///   - child: the parent's pending child.
    ///   - parent: the parent's state.
    ///   - runID: the new run.
    ///   - now: the time.
    package init(child: PendingChild, of parent: RunState, runID: String, now: EngineTime) {
        let asked = child.attributes
        let deadline = Duration(asked.workflowExecutionTimeout)
        self.init(
            key: RunKey(
                namespace: asked.namespace,
                namespaceID: asked.namespaceID,
                workflowID: asked.workflowID,
                runID: runID
            ),
            requestID: parent.requestID(initiatedEventID: child.initiatedEventID),
            attributes: .with {
                $0.workflowType = asked.workflowType
                $0.parentWorkflowNamespace = parent.key.namespace
                $0.parentWorkflowNamespaceID = parent.key.namespaceID
                $0.parentWorkflowExecution = parent.key.execution
                $0.parentInitiatedEventID = child.initiatedEventID
                $0.taskQueue = .normal(asked.taskQueue.name)
                if asked.hasInput { $0.input = asked.input }
                if asked.hasWorkflowExecutionTimeout { $0.workflowExecutionTimeout = asked.workflowExecutionTimeout }
                if asked.hasWorkflowRunTimeout { $0.workflowRunTimeout = asked.workflowRunTimeout }
                $0.workflowTaskTimeout = asked.workflowTaskTimeout
                $0.originalExecutionRunID = runID
                $0.firstExecutionRunID = runID
                if asked.hasRetryPolicy { $0.retryPolicy = asked.retryPolicy }
                $0.attempt = 1
                if deadline > .zero { $0.workflowExecutionExpirationTime = (now + deadline).timestamp }
                $0.firstWorkflowTaskBackoff = Duration.zero.protobuf
                $0.set(memo: asked.memo, searchAttributes: asked.searchAttributes)
                if asked.hasHeader { $0.header = asked.header }
                $0.workflowID = asked.workflowID
                $0.rootWorkflowExecution = parent.root
                if asked.hasPriority { $0.priority = asked.priority }
            }
        )
        userMetadata = child.userMetadata
    }
}

extension RunState {
    /// The run at the top of the tree of parents; itself when it has none.
    package var root: APIWorkflowExecution {
        start.hasRootWorkflowExecution ? start.rootWorkflowExecution : key.execution
    }

    /// The request id under which what an initiated event asks for is sent to another run: the same each time.
    package func requestID(initiatedEventID: Int64) -> String {
        "\(key.runID):\(initiatedEventID):0"
    }
}
