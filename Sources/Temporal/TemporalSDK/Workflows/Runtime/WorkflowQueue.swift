import Foundation
import Synchronization

/// The executor of one run: every job of its workflow code waits here until a thread drains it by hand.
///
/// It is both the serial executor of the workflow's actor and the preferred task executor of its tasks, so plain
/// calls, `async let` and task groups all stay here. An empty queue means that the code waits for the service alone.
/// Which job comes next decides the order of commands, so it must be the same at every replay:
/// see docs/decisions/0017.
///
/// `@unchecked Sendable`: `jobs`, `head` and `last` belong to the thread that holds the queue (`owner`), everybody
/// else gets no further than `foreign`, which has its own lock.
final class WorkflowQueue: SerialExecutor, TaskExecutor, @unchecked Sendable {
    private struct Entry {
        let task: UInt64
        let job: UnownedJob
    }

    // No access to these spans a job: the checks would only cost time.
    @exclusivity(unchecked) private var jobs: [Entry] = []
    @exclusivity(unchecked) private var head = 0
    private let owner = Atomic<UInt>(0)
    private let foreign = Mutex<[UnownedJob]>([])
    private let foreignCount = Atomic<Int>(0)

    /// Whether the calling thread is the one inside this run.
    var isCurrent: Bool { owner.load(ordering: .relaxed) == currentThreadID() }

    var isEmpty: Bool { head == jobs.count }

    /// How often something outside the run resumed or started its code: a task of the global pool, real I/O,
    /// another actor. Any of them makes the run's order a matter of luck.
    var foreignJobs: Int { foreignCount.load(ordering: .acquiring) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        guard isCurrent else {
            foreign.withLock { $0.append(job) }
            foreignCount.add(1, ordering: .acquiringAndReleasing)
            return
        }
        jobs.append(Entry(task: taskID(of: job), job: job))
    }

    /// Counts a call from outside that changed nothing.
    func noteForeignCall() {
        foreignCount.add(1, ordering: .acquiringAndReleasing)
    }

    /// Makes the calling thread the one inside this run while `body` runs: what it starts and resumes belongs here.
    func asCurrent<Result>(_ body: () throws -> Result) rethrows -> Result {
        let before = owner.load(ordering: .relaxed)
        owner.store(currentThreadID(), ordering: .relaxed)
        defer { owner.store(before, ordering: .relaxed) }
        return try body()
    }

    /// Runs jobs until none is left. The calling thread must be the current one.
    /// - Parameter limit: how many jobs may run.
    /// - Returns: how many ran; the limit when some are left.
    func drain(limit: Int) -> Int {
        let serial = asUnownedSerialExecutor()
        let task = asUnownedTaskExecutor()
        var count = 0
        var last: UInt64?
        while count < limit, let entry = next(after: last) {
            last = entry.task
            entry.job.runSynchronously(isolatedTo: serial, taskExecutor: task)
            count += 1
        }
        return count
    }

    /// Takes over what came from outside, so that a run that is given up can still end its tasks.
    func adoptForeignJobs() {
        let adopted = foreign.withLock { jobs in
            defer { jobs.removeAll() }
            return jobs
        }
        jobs += adopted.map { Entry(task: taskID(of: $0), job: $0) }
    }

    /// The next job of the same task goes first: how often a task hops between executors differs between builds,
    /// and must not change who is next.
    private func next(after last: UInt64?) -> Entry? {
        guard head < jobs.count else {
            jobs.removeAll(keepingCapacity: true)
            head = 0
            return nil
        }
        if let last, jobs.count - head > 1, let index = jobs[head...].firstIndex(where: { $0.task == last }),
            index != head
        {
            return jobs.remove(at: index)
        }
        defer { head += 1 }
        return jobs[head]
    }

    func isIsolatingCurrentContext() -> Bool? { isCurrent }

    func checkIsolated() {
        precondition(isCurrent, "workflow state was touched from outside its run")
    }
}

/// The runtime's number of the task that a job belongs to; the same symbol stands behind `ExecutorJob.description`.
@_silgen_name("swift_task_getJobTaskId")
private func taskID(of job: UnownedJob) -> UInt64

private func currentThreadID() -> UInt {
    #if canImport(Darwin)
        UInt(bitPattern: pthread_self())
    #else
        UInt(pthread_self())
    #endif
}
