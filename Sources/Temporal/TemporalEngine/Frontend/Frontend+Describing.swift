import SwiftProtobuf
package import TemporalAPI

extension Frontend {
    package func describeWorkflowExecution(
        _ request: APIDescribeWorkflowExecutionRequest,
        _ options: CallOptions
    ) async throws -> APIDescribeWorkflowExecutionResponse {
        try await answering {
            let namespace = try namespace(request.namespace)
            let key = try key(request.execution, isSet: request.hasExecution, in: request.namespace)
            return APIDescribeWorkflowExecutionResponse(try await snapshot(key).state, namespace: namespace)
        }
    }

    package func describeTaskQueue(
        _ request: APIDescribeTaskQueueRequest,
        _ options: CallOptions
    ) async throws -> APIDescribeTaskQueueResponse {
        try await answering {
            let namespace = try namespace(request.namespace)
            try check(request.taskQueue, isSet: request.hasTaskQueue)
            let kind: QueueName.Kind = request.taskQueueType == .activity ? .activity : .workflow
            let name = QueueName(namespaceID: namespace.id, name: request.taskQueue.name, kind: kind)
            let queue = matching.describe(name)
            return .with {
                $0.pollers = queue.pollers.map { poller in
                    .with {
                        $0.identity = poller.identity
                        $0.lastAccessTime = poller.lastAccess.timestamp
                        $0.ratePerSecond = queue.ratePerSecond ?? Self.unlimitedRate
                    }
                }
                if request.includeTaskQueueStatus {
                    $0.taskQueueStatus = .with {
                        $0.backlogCountHint = Int64(queue.backlog)
                        $0.ratePerSecond = queue.ratePerSecond ?? Self.unlimitedRate
                    }
                }
                if request.reportStats {
                    $0.stats = .with {
                        $0.approximateBacklogCount = Int64(queue.backlog)
                        $0.approximateBacklogAge = queue.backlogAge.protobuf
                    }
                }
                if request.reportConfig, let rate = queue.ratePerSecond {
                    $0.effectiveRateLimit = .with {
                        $0.requestsPerSecond = Float(rate)
                        $0.rateLimitSource = .worker
                    }
                }
            }
        }
    }

    /// What the real service names where no rate was set.
    private static let unlimitedRate = 100_000.0
}
