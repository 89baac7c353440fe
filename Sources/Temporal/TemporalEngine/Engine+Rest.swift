import GRPCCore
import TemporalAPI

/// Whether anything of an engine's runs moves without time passing.
package enum EngineRest: Sendable, Equatable {
    /// A worker has a task or will get one, or one run is asking another for something.
    case busy
    /// Nothing happens before that time; nil when time alone changes nothing.
    case idle(until: EngineTime?)
}

extension Engine {
    private static let restPage = 500

    /// Looks at every run that waits for a worker or for a time: for tests, which let time pass when nothing moves.
    ///
    /// Reads no clock. What a caller's request is about to change is not known yet.
    ///
    /// - Parameters:
    ///   - now: what time it is.
    ///   - isServed: whether somebody works on a task queue, by its name: what waits on another one is left to time.
    /// - Returns: whether anything moves.
    /// - Throws: `ServiceError`, `SQLError`.
    package func rest(at now: EngineTime, isServed: (String) -> Bool) async throws -> EngineRest {
        var next: EngineTime?
        for run in try await waitingRuns() {
            let state: RunState
            do {
                state = try await host.snapshot(host.key(of: run)).state
            } catch let error as ServiceError where error.code == .notFound {
                continue  // Deleted meanwhile.
            }
            if state.isBusy(isServed: isServed) { return .busy }
            guard let due = state.nextDue else { continue }
            if due <= now { return .busy }
            next = next.map { min($0, due) } ?? due
        }
        let asks = try await host.store.outbound(after: 0, limit: 1)
        return asks.isEmpty ? .idle(until: next) : .busy
    }

    private func waitingRuns() async throws -> [ResumableRun] {
        var found: [ResumableRun] = []
        var page: [ResumableRun]
        repeat {
            page = try await host.store.runsWithTasks(after: found.last?.runID ?? "", limit: Self.restPage)
            found += page
        } while page.count == Self.restPage
        var due = (time: Int64.min, runID: "")
        repeat {
            page = try await host.store.timers(from: due.time, after: due.runID, limit: Self.restPage)
            found += page
            if let last = page.last { due = (last.nextDue ?? .max, last.runID) }
        } while page.count == Self.restPage
        return found
    }
}

extension RunState {
    /// Whether a worker has a task of this run, or will get one.
    fileprivate func isBusy(isServed: (String) -> Bool) -> Bool {
        guard isRunning else { return false }
        if let task = workflowTask {
            if task.started != nil || task.taskQueue.kind == .sticky || isServed(task.taskQueue.name) { return true }
        }
        return activities.values.contains { activity in
            activity.started != nil || (activity.isDispatched && isServed(activity.attributes.taskQueue.name))
        }
    }
}
