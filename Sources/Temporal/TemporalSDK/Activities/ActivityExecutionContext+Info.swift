package import Foundation
import SwiftProtobuf
package import TemporalAPI

extension ActivityExecutionContext {
    /// What the service told of an attempt.
    package struct Info: Sendable {
        package let activityID: String
        package let activityType: String
        /// The first attempt is 1.
        package let attempt: Int
        package let taskToken: ActivityTaskToken
        package let taskQueue: String
        package let workflowNamespace: String
        package let workflowID: String
        package let workflowRunID: String
        package let workflowType: String
        /// When the first attempt was scheduled.
        package let scheduledTime: Date
        package let currentAttemptScheduledTime: Date
        package let startedTime: Date
        package let scheduleToCloseTimeout: Duration?
        package let startToCloseTimeout: Duration?
        package let heartbeatTimeout: Duration?
        package let retryPolicy: RetryPolicy?
        /// The headers of the workflow's call, as they are.
        package let headers: [String: APIPayload]
        /// What the last attempt that sent a heartbeat told in it.
        package let heartbeatDetails: FailureDetails
    }
}

extension ActivityExecutionContext.Info {
    init(_ task: APIPollActivityTaskQueueResponse, taskQueue: String, converter: any PayloadConverter) {
        activityID = task.activityID
        activityType = task.activityType.name
        attempt = max(1, Int(task.attempt))
        taskToken = ActivityTaskToken(bytes: task.taskToken)
        self.taskQueue = taskQueue
        workflowNamespace = task.workflowNamespace
        workflowID = task.workflowExecution.workflowID
        workflowRunID = task.workflowExecution.runID
        workflowType = task.workflowType.name
        scheduledTime = task.scheduledTime.date
        currentAttemptScheduledTime = task.currentAttemptScheduledTime.date
        startedTime = task.startedTime.date
        scheduleToCloseTimeout = Self.timeout(task.scheduleToCloseTimeout)
        startToCloseTimeout = Self.timeout(task.startToCloseTimeout)
        heartbeatTimeout = Self.timeout(task.heartbeatTimeout)
        retryPolicy = task.hasRetryPolicy ? RetryPolicy(task.retryPolicy) : nil
        headers = task.header.fields
        heartbeatDetails = FailureDetails(payloads: task.heartbeatDetails.payloads, converter: converter)
    }

    /// A timeout of zero is none.
    private static func timeout(_ duration: Google_Protobuf_Duration) -> Duration? {
        let timeout = Duration(duration)
        return timeout > .zero ? timeout : nil
    }
}
