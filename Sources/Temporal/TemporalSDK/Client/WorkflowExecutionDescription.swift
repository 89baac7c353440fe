import Foundation
import SwiftProtobuf
package import TemporalAPI

/// What the service knows of one workflow.
package struct WorkflowExecutionDescription: Sendable {
    package let summary: WorkflowExecutionSummary
    /// The activities that wait or run, with attempts and last failures; payloads are decoded.
    package let pendingActivities: [APIPendingActivityInfo]
    package let pendingChildren: [APIPendingChildExecutionInfo]
    package let pendingWorkflowTask: APIPendingWorkflowTaskInfo?
    package let isCancelRequested: Bool
    package let executionTimeout: Duration?
    package let runTimeout: Duration?
    package let taskTimeout: Duration?
    package let staticSummary: String?
    package let staticDetails: String?

    init(_ answer: APIDescribeWorkflowExecutionResponse, converter: DataConverter) {
        let config = answer.executionConfig
        summary = WorkflowExecutionSummary(answer.workflowExecutionInfo, converter: converter)
        pendingActivities = answer.pendingActivities
        pendingChildren = answer.pendingChildren
        pendingWorkflowTask = answer.hasPendingWorkflowTask ? answer.pendingWorkflowTask : nil
        isCancelRequested = answer.workflowExtendedInfo.cancelRequested
        executionTimeout = Self.timeout(config.workflowExecutionTimeout)
        runTimeout = Self.timeout(config.workflowRunTimeout)
        taskTimeout = Self.timeout(config.defaultWorkflowTaskTimeout)
        staticSummary = Self.text(config.userMetadata.hasSummary, config.userMetadata.summary, converter)
        staticDetails = Self.text(config.userMetadata.hasDetails, config.userMetadata.details, converter)
    }

    package var id: String { summary.id }
    package var runID: String { summary.runID }
    package var status: APIWorkflowExecutionStatus { summary.status }

    private static func timeout(_ duration: Google_Protobuf_Duration) -> Duration? {
        let timeout = Duration(duration)
        return timeout > .zero ? timeout : nil
    }

    private static func text(_ isSet: Bool, _ payload: APIPayload, _ converter: DataConverter) -> String? {
        isSet ? try? converter.convertPayload(payload, as: String.self) : nil
    }
}
