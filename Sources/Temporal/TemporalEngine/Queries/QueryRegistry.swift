import Synchronization
import TemporalAPI

/// What became of a query.
enum QueryOutcome: Sendable {
    case answered(APIWorkflowQueryResult)
    /// Nothing stands before it any more: it can go to a worker by itself.
    case unblocked
}

/// Queries that wait for an answer: those that go with a run's next workflow task, and those that went to a worker by
/// themselves.
final class QueryRegistry: Sendable {
    private struct State {
        /// By run id, then by query id.
        var buffered: [String: [String: Buffered]] = [:]
        /// By query id.
        var direct: [String: Promise<APIRespondQueryTaskCompletedRequest>] = [:]
    }

    struct Buffered: Sendable {
        let query: APIWorkflowQuery
        let outcome: Promise<QueryOutcome>
    }

    struct Limits: Sendable {
        /// Queries that may wait for one run's workflow task; the real service's figure.
        var bufferedPerRun = 1
        var direct = 10_000
    }

    private let limits: Limits
    private let state = Mutex(State())

    init(limits: Limits) {
        self.limits = limits
    }

    // MARK: With a workflow task

    /// - Parameters:
    ///   - query: what is asked.
    ///   - id: names it.
    ///   - runID: of which run.
    /// - Returns: where the outcome will be; nil when too many wait already.
    func buffer(_ query: APIWorkflowQuery, id: String, of runID: String) -> Promise<QueryOutcome>? {
        state.withLock { state in
            guard (state.buffered[runID]?.count ?? 0) < limits.bufferedPerRun else { return nil }
            let outcome = Promise<QueryOutcome>()
            state.buffered[runID, default: [:]][id] = Buffered(query: query, outcome: outcome)
            return outcome
        }
    }

    /// The queries that go with a workflow task which is handed out now.
    func queries(of runID: String) -> [String: APIWorkflowQuery] {
        state.withLock { $0.buffered[runID]?.mapValues(\.query) ?? [:] }
    }

    /// A workflow task brought answers.
    func complete(_ results: [String: APIWorkflowQueryResult], of runID: String) {
        for (id, result) in results { remove(id, of: runID)?.keep(.answered(result)) }
    }

    /// No workflow task stands before the queries of a run any more.
    func unblock(_ runID: String) {
        let freed = state.withLock { $0.buffered.removeValue(forKey: runID) }
        for buffered in freed?.values ?? [:].values { buffered.outcome.keep(.unblocked) }
    }

    /// Takes a query that nobody waits for any more.
    @discardableResult
    func remove(_ id: String, of runID: String) -> Promise<QueryOutcome>? {
        state.withLock { state in
            let removed = state.buffered[runID]?.removeValue(forKey: id)
            if state.buffered[runID]?.isEmpty == true { state.buffered[runID] = nil }
            return removed?.outcome
        }
    }

    func hasQueries(_ runID: String) -> Bool {
        state.withLock { $0.buffered[runID] != nil }
    }

    // MARK: By itself

    /// - Parameter id: names the query.
    /// - Returns: where the answer will be; nil when too many wait already.
    func expectAnswer(to id: String) -> Promise<APIRespondQueryTaskCompletedRequest>? {
        state.withLock { state in
            guard state.direct.count < limits.direct else { return nil }
            let answer = Promise<APIRespondQueryTaskCompletedRequest>()
            state.direct[id] = answer
            return answer
        }
    }

    func forget(_ id: String) {
        state.withLock { $0.direct[id] = nil }
    }

    /// - Parameters:
    ///   - request: a worker's answer.
    ///   - id: to which query.
    /// - Returns: whether somebody waits for it.
    func answer(_ request: APIRespondQueryTaskCompletedRequest, to id: String) -> Bool {
        guard let promise = state.withLock({ $0.direct.removeValue(forKey: id) }) else { return false }
        promise.keep(request)
        return true
    }
}
