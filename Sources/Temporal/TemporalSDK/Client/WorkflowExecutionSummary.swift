package import Foundation
import SwiftProtobuf
package import TemporalAPI

/// A workflow as lists show it.
package struct WorkflowExecutionSummary: Sendable {
    package let id: String
    package let runID: String
    package let type: String
    package let taskQueue: String
    package let status: APIWorkflowExecutionStatus
    package let startTime: Date
    package let closeTime: Date?
    package let historyLength: Int
    package let parentID: String?
    package let searchAttributes: SearchAttributeCollection
    private let memo: APIMemo
    private let converter: DataConverter

    init(_ info: APIWorkflowExecutionInfo, converter: DataConverter) {
        id = info.execution.workflowID
        runID = info.execution.runID
        type = info.type.name
        taskQueue = info.taskQueue
        status = info.status
        startTime = info.startTime.date
        closeTime = info.hasCloseTime ? info.closeTime.date : nil
        historyLength = Int(info.historyLength)
        parentID = info.hasParentExecution ? info.parentExecution.workflowID : nil
        searchAttributes = SearchAttributeCollection(info.searchAttributes)
        memo = info.memo
        self.converter = converter
    }

    /// A value of the memo; nil when there is none of this name.
    package func memo<Value>(_ name: String, as type: Value.Type = Value.self) throws -> Value? {
        try memo.fields[name].map { try converter.convertPayload($0, as: type) }
    }
}

/// How many workflows a query found.
package struct WorkflowExecutionCount: Sendable {
    package struct Group: Sendable {
        /// The values of the attributes that were grouped by.
        package let values: [APIPayload]
        package let count: Int
    }

    package let count: Int
    package let groups: [Group]

    init(_ answer: APICountWorkflowExecutionsResponse) {
        count = Int(answer.count)
        groups = answer.groups.map { Group(values: $0.groupValues, count: Int($0.count)) }
    }
}
