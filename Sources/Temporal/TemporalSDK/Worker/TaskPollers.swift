import Logging
import SwiftProtobuf
import TemporalAPI

/// The loops that ask the service for tasks, each with a slot in hand, until the worker is to stop.
struct TaskPollers: Sendable {
    let configuration: TemporalWorker.Configuration
    let caller: ServiceCaller
    let workflowSlots: SlotPool
    let activitySlots: SlotPool
    let queue: WorkQueue
    let shutdown: ShutdownSignal
    let metrics: WorkerMetrics
    let logger: Logger
    let clock: any Clock<Duration>
    /// Ours alone; tells the service which polls belong together.
    let instanceKey: String
    let failure: FirstFailure
    let pulse: WorkerPulse

    /// Asks for workflow tasks; `sticky` for those of cached runs.
    func pollWorkflowTasks(sticky: String?) async {
        var request = APIPollWorkflowTaskQueueRequest()
        request.namespace = configuration.namespace
        request.identity = configuration.identity
        request.workerInstanceKey = instanceKey
        request.taskQueue.name = sticky ?? configuration.taskQueue
        request.taskQueue.kind = sticky == nil ? .normal : .sticky
        if sticky != nil { request.taskQueue.normalName = configuration.taskQueue }
        await loop("PollWorkflowTaskQueue", workflowSlots, .workflows) { operation, slot in
            let task = try await caller.call(operation, .taskPoll) {
                try await $0.pollWorkflowTaskQueue(request, $1)
            }
            metrics.workflowTaskPolled(isEmpty: task.taskToken.isEmpty, isSticky: sticky != nil)
            guard !task.taskToken.isEmpty else { return false }
            queue.submit(.workflow(task, slot))
            return true
        }
    }

    func pollActivityTasks(limiter: RateLimiter?) async {
        var request = APIPollActivityTaskQueueRequest()
        request.namespace = configuration.namespace
        request.identity = configuration.identity
        request.workerInstanceKey = instanceKey
        request.taskQueue.name = configuration.taskQueue
        request.taskQueue.kind = .normal
        if let rate = configuration.maxTaskQueueActivitiesPerSecond {
            request.taskQueueMetadata.maxTasksPerSecond = Google_Protobuf_DoubleValue(rate)
        }
        await loop("PollActivityTaskQueue", activitySlots, .activities) { operation, slot in
            try await limiter?.wait()
            let task = try await caller.call(operation, .taskPoll) {
                try await $0.pollActivityTaskQueue(request, $1)
            }
            metrics.activityPolled(isEmpty: task.taskToken.isEmpty)
            guard !task.taskToken.isEmpty else { return false }
            queue.submit(.activity(task, slot))
            return true
        }
    }

    /// Polls until the shutdown, or until the service refuses. The body says whether it handed the slot on with a task.
    private func loop(
        _ operation: String,
        _ slots: SlotPool,
        _ kind: WorkerMetrics.Slots,
        _ poll: (String, SlotPool.Slot) async throws -> Bool
    ) async {
        while !shutdown.hasBegun, let slot = try? await slots.acquire() {
            guard !shutdown.hasBegun else { return slot.release() }
            metrics.slots(slots, of: kind)
            let start = ContinuousClock.now
            do {
                let hasTask = try await poll(operation, slot)
                pulse.answered()
                if hasTask { continue }
                slot.release()
                // A service that answers at once without a task must not be asked in a tight loop.
                if .now - start < Self.shortestPoll, !shutdown.hasBegun {
                    try await clock.sleep(for: Self.shortestPoll)
                }
            } catch let error as ServiceError {
                slot.release()
                // A poll that the shutdown cut off says nothing of the service.
                guard !shutdown.hasBegun else { return }
                logger.error("The service refuses this worker", metadata: ["rpc": "\(operation)", "error": "\(error)"])
                failure.note(WorkerFailure(operation: operation, error: error))
                return shutdown.begin()
            } catch {
                return slot.release()
            }
        }
    }

    private static let shortestPoll = Duration.milliseconds(100)
}
