import Foundation
import Synchronization

/// Threads that run workflow code. They are not those of Swift's pool: code that never gives its thread back must
/// not stop the rest of the process. It is noticed, its task fails, and another thread takes its place.
///
/// `@unchecked Sendable`: every access to the state happens under the condition's lock.
final class WorkflowThreads: @unchecked Sendable {
    /// One thread, and what it does at the moment.
    private final class Slot {
        var job: Job?
        var since = ContinuousClock.now
        /// Its code did not come back in time: once it does, the thread ends.
        var isLost = false
    }

    private struct Job {
        let perform: () -> Void
        /// Answers in the job's place; false when the job itself was faster.
        let giveUp: () -> Bool
    }

    /// How many threads may be lost before new work has to wait for one of them.
    static let maximumLost = 64

    private let condition = NSCondition()
    private let limit: Duration
    private var jobs: [Job] = []
    private var slots: [Slot] = []
    private var lost = 0
    private var isClosed = false

    /// - Parameters:
    ///   - count: how many pieces of workflow code run at once.
    ///   - limit: how long one may keep its thread.
    init(count: Int, limit: Duration) {
        self.limit = limit
        condition.withLock {
            for _ in 0..<max(1, count) { startThread() }
        }
        let watchdog = Thread { [weak self, interval = limit / 4] in
            while let threads = self, threads.check() {
                Thread.sleep(forTimeInterval: interval / .seconds(1))
            }
        }
        watchdog.name = "workflow-watchdog"
        watchdog.start()
    }

    /// Runs `body` on one of the threads.
    /// - Parameters:
    ///   - late: what to do with its result when it comes too late; runs on the same thread.
    ///   - body: workflow code.
    /// - Returns: its result.
    /// - Throws: when it did not come back in time.
    func run<Result: Sendable>(
        late: @escaping @Sendable (Result) -> Void,
        _ body: @escaping @Sendable () -> Result
    ) async throws(WorkflowTaskFailure) -> Result {
        let result: Swift.Result<Result, WorkflowTaskFailure> = await withUnsafeContinuation { continuation in
            let answer = Answer()
            submit(
                Job(
                    perform: {
                        let result = body()
                        if answer.isFirst() { continuation.resume(returning: .success(result)) } else { late(result) }
                    },
                    giveUp: { [limit] in
                        guard answer.isFirst() else { return false }
                        continuation.resume(returning: .failure(.deadlock(after: limit)))
                        return true
                    }
                )
            )
        }
        return try result.get()
    }

    /// Lets the threads end once nothing waits for them.
    func close() {
        condition.withLock {
            isClosed = true
            condition.broadcast()
        }
    }

    /// One answer for each job, whoever gives it.
    private final class Answer: Sendable {
        private let isTaken = Atomic(false)

        func isFirst() -> Bool { !isTaken.exchange(true, ordering: .acquiringAndReleasing) }
    }

    private func submit(_ job: Job) {
        condition.withLock {
            jobs.append(job)
            condition.signal()
        }
    }

    private func startThread() {
        let slot = Slot()
        slots.append(slot)
        // Only this thread, and others under the lock, touch the slot.
        nonisolated(unsafe) let own = slot
        let thread = Thread { [self] in
            while let job = take(own) { job.perform() }
        }
        thread.name = "workflow"
        thread.start()
    }

    /// Ends the thread's job and waits for the next; nil when the thread is to end.
    private func take(_ slot: Slot) -> Job? {
        condition.withLock {
            slot.job = nil
            while !slot.isLost, jobs.isEmpty, !isClosed { condition.wait() }
            guard !slot.isLost, !jobs.isEmpty else {
                slots.removeAll { $0 === slot }
                if slot.isLost { lost -= 1 }
                return nil
            }
            let job = jobs.removeFirst()
            slot.job = job
            slot.since = .now
            return job
        }
    }

    /// Gives up jobs that take too long.
    /// - Returns: false when the threads are closed and done.
    private func check() -> Bool {
        condition.withLock {
            let now = ContinuousClock.now
            for slot in slots where !slot.isLost {
                guard let job = slot.job, now - slot.since > limit, lost < Self.maximumLost, job.giveUp() else {
                    continue
                }
                slot.isLost = true
                lost += 1
                startThread()
            }
            return !(isClosed && jobs.isEmpty && slots.allSatisfy { $0.job == nil || $0.isLost })
        }
    }
}
