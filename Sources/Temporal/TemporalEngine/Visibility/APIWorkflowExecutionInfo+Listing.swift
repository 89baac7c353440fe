import SwiftProtobuf
import TemporalAPI

extension APIWorkflowExecutionInfo {
    /// A run as lists show it.
    /// - Parameter run: its row.
    init(_ run: ListedRun) {
        self.init()
        let listing = run.listing
        execution = .with {
            $0.workflowID = run.workflowID
            $0.runID = run.runID
        }
        type = .with { $0.name = listing.workflowType }
        taskQueue = listing.taskQueue
        status = APIWorkflowExecutionStatus(rawValue: listing.status) ?? .unspecified
        startTime = EngineTime(nanoseconds: listing.startTime).timestamp
        executionTime = EngineTime(nanoseconds: listing.executionTime).timestamp
        if let time = listing.closeTime {
            closeTime = EngineTime(nanoseconds: time).timestamp
            // The real service tells the size of a history in lists once it is closed.
            historyLength = listing.historyLength
            historySizeBytes = listing.historySize
            stateTransitionCount = listing.stateTransitions
        }
        if let duration = listing.executionDuration { executionDuration = Duration.nanoseconds(duration).protobuf }
        if let workflowID = listing.parentWorkflowID {
            parentExecution = .with {
                $0.workflowID = workflowID
                $0.runID = listing.parentRunID ?? ""
            }
        }
        rootExecution = .with {
            $0.workflowID = listing.rootWorkflowID
            $0.runID = listing.rootRunID
        }
        firstRunID = listing.firstRunID
        memo = listing.memo.flatMap { try? APIMemo(serializedBytes: $0) } ?? APIMemo()
        searchAttributes =
            listing.searchAttributes.flatMap { try? APISearchAttributes(serializedBytes: $0) } ?? APISearchAttributes()
    }
}
