import TemporalAPI

/// Tries activities within the workflow task that asks for them. An attempt has a slot like any other.
struct LocalActivityAttempts: LocalActivityRunner {
    let eager: EagerActivities
    let processor: ActivityTaskProcessor

    func attempt(_ task: APIPollActivityTaskQueueResponse) async -> APIPayload? {
        guard eager.allows(task.activityType.name), let slot = eager.slots.tryAcquire() else { return nil }
        defer { slot.release() }
        return await processor.tryLocally(task)
    }
}
