import SwiftProtobuf
import TemporalAPI

extension RunListing {
    /// What lists show of a run.
    ///
    /// - Parameters:
    ///   - state: the run.
    ///   - namespace: it lives in.
    /// - Throws: `BinaryEncodingError`, which no value of these types can cause.
    init(_ state: RunState, namespace: Namespace?) throws {
        let root = state.root
        self.init(
            workflowType: state.workflowType,
            taskQueue: state.normalTaskQueue.name,
            status: state.status.rawValue,
            startTime: state.startTime.nanoseconds,
            executionTime: state.executionTime.nanoseconds,
            rootWorkflowID: root.workflowID,
            rootRunID: root.runID,
            firstRunID: state.start.firstExecutionRunID,
            startRequestID: state.startRequestID
        )
        closeTime = state.closeTime?.nanoseconds
        historyLength = state.nextEventID - 1
        historySize = state.historyBytes
        stateTransitions = state.stateTransitions
        if let parent = state.parent {
            parentWorkflowID = parent.execution.workflowID
            parentRunID = parent.execution.runID
        }
        if !state.memo.isEmpty { memo = try APIMemo.with { $0.fields = state.memo }.serializedBytes() }
        guard !state.searchAttributes.isEmpty || !state.isFresh, let namespace else { return }
        let rules = SearchAttributeRules(namespace: namespace)
        if !state.searchAttributes.isEmpty {
            searchAttributes = try rules.typed(state.searchAttributes).serializedBytes()
        }
        attributes = rules.rows(state.searchAttributes)
    }
}

extension RunState {
    /// Whether the run just began: nothing of it is stored that would have to be taken away.
    fileprivate var isFresh: Bool { stateTransitions <= 1 }
}
