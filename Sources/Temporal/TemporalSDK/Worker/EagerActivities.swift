import TemporalAPI

/// Activities that begin with the completion of the workflow task that scheduled them, without a poll. For each one
/// a slot is kept before the service is asked.
struct EagerActivities: Sendable {
    /// As many as the official SDKs ask for in one completion.
    private static let maximum = 3

    let configuration: TemporalWorker.Configuration
    let registry: ActivityRegistry
    let slots: SlotPool
    let queue: WorkQueue
    let shutdown: ShutdownSignal

    /// Slots that are kept for one completion.
    struct Reserved {
        fileprivate var slots: [SlotPool.Slot] = []

        mutating func releaseAll() {
            for slot in slots { slot.release() }
            slots = []
        }
    }

    /// Keeps slots for the activities that the completion would like to begin eagerly, and takes the wish back where
    /// there is no slot, or where this worker is not the one to run them.
    func reserve(for request: inout APIRespondWorkflowTaskCompletedRequest) -> Reserved {
        var reserved = Reserved()
        for index in request.commands.indices {
            guard
                case .scheduleActivityTaskCommandAttributes(var attributes) = request.commands[index].attributes,
                attributes.requestEagerExecution
            else { continue }
            if attributes.taskQueue.name == configuration.taskQueue, allows(attributes.activityType.name),
                reserved.slots.count < Self.maximum, let slot = slots.tryAcquire()
            {
                reserved.slots.append(slot)
            } else {
                attributes.requestEagerExecution = false
                request.commands[index].attributes = .scheduleActivityTaskCommandAttributes(attributes)
            }
        }
        return reserved
    }

    /// Begins an activity that the service gave along.
    func start(_ task: APIPollActivityTaskQueueResponse, _ reserved: inout Reserved) {
        // More than was asked for: they time out and are tried again, as if this worker had died.
        guard let slot = reserved.slots.popLast() else { return }
        queue.submit(.activity(task, slot))
    }

    /// Whether this worker may begin activities of a type without a poll.
    func allows(_ activityType: String) -> Bool {
        configuration.allowsEagerActivities
            && configuration.maxTaskQueueActivitiesPerSecond == nil
            && configuration.maxActivitiesPerSecond == nil
            && registry[activityType] != nil
            && !shutdown.hasBegun
    }
}
