package import Foundation
import SwiftProtobuf
package import TemporalAPI

/// A recorded history, to be replayed.
package struct WorkflowHistory: Sendable {
    /// Names the run in results. Histories do not hold it, except newer ones in their first event.
    package let workflowID: String
    package let runID: String
    package let events: [APIHistoryEvent]

    /// - Parameters:
    ///   - workflowID: taken from the first event, or made up, when nil.
    ///   - runID: taken from the first event when nil.
    ///   - events: from the first on.
    /// - Throws: ``WorkflowHistoryError`` when they do not begin as a history does.
    package init(workflowID: String? = nil, runID: String? = nil, events: [APIHistoryEvent]) throws {
        guard let first = events.first,
            case .workflowExecutionStartedEventAttributes(let attributes) = first.attributes
        else { throw WorkflowHistoryError.noStart }
        let recordedID = attributes.workflowID.isEmpty ? "replayed" : attributes.workflowID
        self.workflowID = workflowID ?? recordedID
        self.runID = runID ?? attributes.originalExecutionRunID
        self.events = events
    }

    /// - Parameters:
    ///   - workflowID: taken from the first event, or made up, when nil.
    ///   - protobuf: a `temporal.api.history.v1.History` in its binary form.
    /// - Throws: ``WorkflowHistoryError`` when it is none.
    package init(workflowID: String? = nil, protobuf: Data) throws {
        guard let history = try? APIHistory(serializedBytes: protobuf) else {
            throw WorkflowHistoryError.unreadable("it is no protobuf message")
        }
        try self.init(workflowID: workflowID, events: history.events)
    }

    /// The type of workflow that wrote it.
    package var workflowType: String {
        guard case .workflowExecutionStartedEventAttributes(let attributes) = events.first?.attributes else {
            return ""
        }
        return attributes.workflowType.name
    }
}

/// Why something cannot be replayed at all.
package enum WorkflowHistoryError: Error, CustomStringConvertible {
    case noStart
    case unreadable(String)
    case unknownType(String)

    package var description: String {
        switch self {
        case .noStart: "a history begins with a WorkflowExecutionStarted event that has attributes"
        case .unreadable(let reason): "the history cannot be read: \(reason)"
        case .unknownType(let name): "the history is of a workflow of type '\(name)', which the replayer does not know"
        }
    }
}
