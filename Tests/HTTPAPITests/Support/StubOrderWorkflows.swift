import OMSWorkflows
import Synchronization

/// Workflows that are what a test says they are.
final class StubOrderWorkflows: OrderWorkflows {
    private let submissions = Mutex<[String: Submission]>([:])
    private let states: [String: IntakeState]
    private let live: LiveWorkflow?
    let isAway: Bool

    init(states: [String: IntakeState] = [:], live: LiveWorkflow? = nil, isAway: Bool = false) {
        self.states = states
        self.live = live
        self.isAway = isAway
    }

    var submitted: [Submission] { submissions.withLock { Array($0.values) } }

    func submit(_ submission: Submission) async throws -> SubmissionOutcome {
        if isAway { throw WorkflowsUnavailable() }
        return submissions.withLock { known in
            if let first = known[submission.requestID] {
                return first.fingerprint == submission.fingerprint ? .repeated : .keyReused
            }
            known[submission.requestID] = submission
            return .accepted
        }
    }

    func intake(requestID: String) async throws -> IntakeState? {
        if isAway { throw WorkflowsUnavailable() }
        return states[requestID]
    }

    func workflow(orderID: String, requestID: String) async -> LiveWorkflow? { live }
}
