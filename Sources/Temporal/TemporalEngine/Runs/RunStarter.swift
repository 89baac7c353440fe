import SwiftProtobuf
import GRPCCore
import SQLPort
import TemporalAPI

/// Starts runs, by the rules for workflow ids that are in use or were used.
struct RunStarter: Sendable {
    /// What a start came to.
    struct Outcome: Sendable {
        let runID: String
        let firstRunID: String
        /// Whether the run is new, or was made by this very request before.
        let isStarted: Bool
        let status: Int
        /// Whether this very call made it.
        var isNew = false
    }

    enum ChildOutcome: Sendable {
        case started(runID: String)
        case exists
    }

    let host: RunHost

    /// Policies for a workflow id that exists, none of them unspecified.
    struct Policies: Sendable {
        var reuse: APIWorkflowIdReusePolicy
        var conflict: APIWorkflowIdConflictPolicy
    }

    /// Starts a run.
    ///
    /// - Parameters:
    ///   - policies: what to do when the workflow id exists.
    ///   - offersTasks: whether a worker may take the new run's first task at once.
    ///   - onRunning: called instead of the conflict policy USE_EXISTING, with the run that runs; it throws
    ///     `RunRefusal.workflowCompleted` when the run ended meanwhile, and then the start is tried again.
    ///   - make: makes the run with a new run id.
    /// - Returns: the run.
    /// - Throws: `ServiceError`, `RunRefusal`.
    func start(
        _ policies: Policies,
        offersTasks: Bool = true,
        onRunning: (RunKey) async throws -> Void,
        make: (_ runID: String, EngineTime) throws -> RunStart
    ) async throws -> Outcome {
        var expected: CurrentRun?
        var terminates = false
        // Each turn means that another start of the same id came between.
        for _ in 0..<16 {
            let runID = host.ids.make()
            let now = host.clock.now()
            let start = try make(runID, now)
            let found = try await create(start, expected, terminates, offersTasks, now)
            guard let found else {
                return Outcome(runID: runID, firstRunID: runID, isStarted: true, status: 1, isNew: true)
            }
            (expected, terminates) = (nil, false)
            if let known = try await outcome(of: start.requestID, in: found, start.key) { return known }
            if found.isRunning {
                switch policies.conflict {
                case .useExisting:
                    do {
                        try await onRunning(start.key.with(runID: found.runID))
                    } catch RunRefusal.workflowCompleted {
                        continue
                    }
                    return Outcome(runID: found.runID, firstRunID: found.firstRunID, isStarted: false, status: 1)
                case .terminateExisting: terminates = true
                default: throw ServiceError.alreadyRunning(start.key.workflowID, found)
                }
            } else {
                try check(policies.reuse, found, start.key.workflowID)
            }
            expected = found
        }
        throw ServiceError(.unavailable, "too many starts of one workflow id at the same time")
    }

    /// Starts a child that a parent asks for. Its first task is to be offered once the parent knows of it, so that the
    /// parent has a start on its child's end, as in the real service.
    ///
    /// - Parameters:
    ///   - start: the child; its request id is the same each time the parent asks.
    ///   - reuse: what to do when the workflow id was used.
    /// - Returns: the child's run, or that the id is taken.
    /// - Throws: `ServiceError`.
    func startChild(_ start: RunStart, reuse: APIWorkflowIdReusePolicy) async throws -> ChildOutcome {
        let key = start.key
        // The row may be carried out again after the child ended and its id was used anew.
        let known = try await host.storing {
            try await host.store.run(
                startedBy: start.requestID,
                namespaceID: key.namespaceID,
                workflowID: key.workflowID
            )
        }
        if let known { return .started(runID: known.runID) }
        var policies = Policies(reuse: reuse, conflict: .fail)
        policies.fillIn(conflict: .fail)
        do {
            let outcome = try await self.start(policies, offersTasks: false, onRunning: { _ in }) { runID, _ in
                start.with(runID: runID)
            }
            return .started(runID: outcome.runID)
        } catch let error as ServiceError where error.code == .alreadyExists {
            return .exists
        }
    }

    // MARK: Steps

    /// Creates the run, unless another run than the expected one is the newest.
    private func create(
        _ start: RunStart,
        _ expected: CurrentRun?,
        _ terminating: Bool,
        _ offersTasks: Bool,
        _ now: EngineTime
    ) async throws -> CurrentRun? {
        let beginning = try host.planner(at: now).begin(start)
        return try await host.holding(start.key) { run in
            guard terminating, let expected else {
                let outcome = try await host.write(run) {
                    try await host.store.create(beginning.write, after: expected?.runID)
                }
                return finish(outcome, beginning, in: run, offersTasks)
            }
            return try await host.holding(start.key.with(runID: expected.runID)) { old in
                let before = try await host.loaded(old)
                guard before.state.isRunning else { return closed(before.state) }
                var state = before.state
                try state.terminate(.replaced(by: start.key.runID), now: now)
                let plan = try host.planner(at: now).plan(state, finishing: nil)
                let outcome = try await host.write(old) {
                    try await host.store.create(beginning.write, after: expected.runID, with: [plan.write])
                }
                if outcome == .created { host.adopt(plan, in: old) }
                return finish(outcome, beginning, in: run, offersTasks)
            }
        }
    }

    private func finish(
        _ outcome: CreateOutcome,
        _ beginning: RunPlan.Beginning,
        in run: LoadedRun,
        _ offersTasks: Bool
    ) -> CurrentRun? {
        switch outcome {
        case .created:
            host.adopt(beginning, in: run, offersTasks: offersTasks)
            return nil
        case .exists(let current):
            host.cache.remove(run.key.runID)
            return current
        }
    }

    private func closed(_ state: RunState) -> CurrentRun {
        CurrentRun(
            runID: state.key.runID,
            status: state.status.rawValue,
            startRequestID: state.startRequestID,
            firstRunID: state.start.firstExecutionRunID
        )
    }

    /// Whether this very request started the run before, or was answered with it.
    private func outcome(of requestID: String, in found: CurrentRun, _ key: RunKey) async throws -> Outcome? {
        if found.startRequestID == requestID {
            return Outcome(
                runID: found.runID,
                firstRunID: found.firstRunID,
                isStarted: true,
                status: found.status
            )
        }
        guard let state = host.cache.peek(found.runID)?.snapshot?.state,
            state.attachedRequestIDs[requestID] != nil
        else { return nil }
        return Outcome(runID: found.runID, firstRunID: found.firstRunID, isStarted: false, status: found.status)
    }

    private func check(_ reuse: APIWorkflowIdReusePolicy, _ found: CurrentRun, _ workflowID: String) throws {
        switch reuse {
        case .rejectDuplicate: throw ServiceError.alreadyFinished(workflowID, found)
        case .allowDuplicateFailedOnly:
            let failed: [APIWorkflowExecutionStatus] = [.failed, .canceled, .terminated, .timedOut]
            guard failed.contains(where: { $0.rawValue == found.status }) else {
                throw ServiceError.alreadySucceeded(workflowID, found)
            }
        default: break
        }
    }
}

extension RunStarter.Policies {
    /// Fills in what is unspecified, and replaces the deprecated policy by the one that stands for it.
    mutating func fillIn(conflict standard: APIWorkflowIdConflictPolicy) {
        if reuse == .terminateIfRunning {
            (reuse, conflict) = (.allowDuplicate, .terminateExisting)
        }
        if reuse == .unspecified { reuse = .allowDuplicate }
        if conflict == .unspecified { conflict = standard }
    }
}

extension TerminationRequest {
    /// By the start of another run with the same workflow id; the words are the real service's.
    static func replaced(by runID: String) -> TerminationRequest {
        TerminationRequest(
            reason: "TerminateIfRunning WorkflowIdReusePolicy",
            details: .with { $0.payloads = [.json("terminated by new runID: \(runID)")] },
            identity: RunState.serviceIdentity
        )
    }
}

extension RunStart {
    /// The same start of another run: each try of a start has a run id of its own.
    func with(runID: String) -> RunStart {
        var start = self
        start.key.runID = runID
        start.attributes.originalExecutionRunID = runID
        start.attributes.firstExecutionRunID = runID
        return start
    }
}
