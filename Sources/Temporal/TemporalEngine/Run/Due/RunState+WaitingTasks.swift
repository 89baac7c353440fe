extension RunState {
    /// The tasks that wait for a poller, to be offered again when the engine starts: a lost offer is no loss.
    ///
    /// - Parameter now: the time; an activity whose retry is not due yet is left out.
    /// - Returns: only `workflowTaskReady` and `activityReady`, in the order of their events.
    package func waitingTasks(now: EngineTime) -> [RunEffect] {
        var tasks: [RunEffect] = []
        if let workflowTask, workflowTask.started == nil { tasks.append(.workflowTaskReady) }
        let waiting = activities.values.filter { $0.started == nil && $0.scheduledTime <= now }
        for activity in waiting.sorted(by: { $0.scheduledEventID < $1.scheduledEventID }) {
            tasks.append(.activityReady(scheduledEventID: activity.scheduledEventID))
        }
        return tasks
    }
}
