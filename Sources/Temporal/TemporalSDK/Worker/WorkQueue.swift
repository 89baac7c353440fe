import Synchronization
import TemporalAPI

/// Tasks on their way from the pollers to those who carry them out. Bounded by the slots: every task has one.
final class WorkQueue: Sendable {
    enum Job: Sendable {
        case workflow(APIPollWorkflowTaskQueueResponse, SlotPool.Slot)
        case activity(APIPollActivityTaskQueueResponse, SlotPool.Slot)
    }

    private struct State {
        var open = 0
        var isClosed = false
    }

    /// Ends when the queue is closed and every job is done.
    let jobs: AsyncStream<Job>
    private let continuation: AsyncStream<Job>.Continuation
    private let state = Mutex(State())

    init() {
        (jobs, continuation) = AsyncStream.makeStream()
    }

    func submit(_ job: Job) {
        state.withLock { $0.open += 1 }
        continuation.yield(job)
    }

    /// Announces a job that may come. `finishOne` must follow, after the job was submitted or given up.
    /// - Returns: false when nothing new may come.
    func hold() -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.open += 1
            return true
        }
    }

    /// One job that was submitted is done. It may have submitted others before.
    func finishOne() {
        let isOver = state.withLock { state in
            state.open -= 1
            return state.isClosed && state.open == 0
        }
        if isOver { continuation.finish() }
    }

    /// Nothing new comes, except from jobs that still run.
    func close() {
        let isOver = state.withLock { state in
            state.isClosed = true
            return state.open == 0
        }
        if isOver { continuation.finish() }
    }
}
