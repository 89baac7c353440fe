import Synchronization

/// What an engine holds at one moment.
package struct EngineLoad: Sendable {
    /// Polls and tasks that wait, on queues of one kind.
    package struct Queues: Sendable {
        package var pollers = 0
        package var backlog = 0
    }

    package var workflowQueues = Queues()
    package var activityQueues = Queues()
    /// Workflows that have not ended, in memory or not.
    package var openRuns = 0
    /// Runs in memory.
    package var loadedRuns = 0
    /// Times in memory at which something must happen.
    package var timers = 0
    /// Things that runs ask of each other and that are not done yet.
    package var outbound = 0
    /// Callers that wait for new events of a run.
    package var historyPolls = 0
}

extension Matching {
    /// Polls and tasks that wait now, by kind of queue.
    package var queues: (workflow: EngineLoad.Queues, activity: EngineLoad.Queues) {
        state.withLock { state in
            var workflow = EngineLoad.Queues()
            var activity = EngineLoad.Queues()
            for (name, queue) in state.queues {
                switch name.kind {
                case .workflow:
                    workflow.backlog += queue.backlog
                    workflow.pollers += queue.pollerCount
                case .activity:
                    activity.backlog += queue.backlog
                    activity.pollers += queue.pollerCount
                }
            }
            return (workflow, activity)
        }
    }
}

extension RunHost {
    /// Notes what is held in memory at this moment.
    func note(_ load: inout EngineLoad) {
        (load.workflowQueues, load.activityQueues) = matching.queues
        load.loadedRuns = cache.count
        load.timers = timers.count
        load.outbound = outbound.count
        load.historyPolls = watchers.count
    }
}
