import Foundation
import Logging
import SwiftProtobuf
import TemporalAPI
import TemporalSDK

extension APIPollActivityTaskQueueResponse {
    /// A task of the activity `name` with these arguments.
    static func activity<each Input: Sendable>(
        _ name: String,
        _ input: repeat each Input,
        heartbeatTimeout: Duration? = nil,
        converter: DataConverter = .default
    ) throws -> Self {
        var task = Self()
        task.taskToken = Data(UUID().uuidString.utf8)
        task.activityID = "1"
        task.activityType.name = name
        task.workflowExecution.workflowID = "w"
        task.workflowExecution.runID = "r"
        task.workflowType.name = "W"
        task.attempt = 1
        task.startToCloseTimeout = .init(seconds: 60)
        if let heartbeatTimeout { task.heartbeatTimeout = .init(heartbeatTimeout) }
        task.input.payloads = try converter.convertValues(repeat each input)
        return task
    }
}

extension APIPollWorkflowTaskQueueResponse {
    /// A workflow task of the run `runID`.
    static func workflow(runID: String = "r") -> Self {
        var task = Self()
        task.taskToken = Data(UUID().uuidString.utf8)
        task.workflowExecution.workflowID = "w"
        task.workflowExecution.runID = runID
        task.workflowType.name = "W"
        task.attempt = 1
        return task
    }
}

extension Logger {
    /// Says nothing.
    static let silent = Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() }
}
