import GRPCCore
import TemporalAPI

extension OutboundDispatcher {
    /// Signals another run, and tells the one that asked. One that has ended since is heard all the same.
    func signalExternal(_ row: OutboundRow) async throws {
        guard let source = try await snapshotOfSource(row),
            let asked = source.state.externalSignals[row.initiatedEventID]
        else { return try await drop(row) }
        let id = row.initiatedEventID
        guard host.namespaces.named(asked.namespace) != nil else {
            return try await tell(row) { state, now in
                try state.externalSignalFailed(initiatedEventID: id, cause: .namespaceNotFound, now: now)
            }
        }
        let failure: APISignalExternalWorkflowExecutionFailedCause?
        do {
            let target = try await host.resolved(row.target)
            let request = SignalRequest(asked, from: source.state, initiatedEventID: id)
            _ = try await host.update(target) { state, now in try state.signal(request, now: now) }
            failure = nil
        } catch RunRefusal.signalLimitReached {
            failure = .signalCountLimitExceeded
        } catch RunRefusal.workflowClosing {
            throw RunRefusal.workflowClosing
        } catch is RunRefusal {
            failure = .externalWorkflowExecutionNotFound
        } catch let error as ServiceError where error.code == .notFound {
            failure = .externalWorkflowExecutionNotFound
        }
        try await tell(row) { state, now in
            if let failure {
                try state.externalSignalFailed(initiatedEventID: id, cause: failure, now: now)
            } else {
                try state.externalSignalDelivered(initiatedEventID: id, now: now)
            }
        }
    }

    /// Asks another run to cancel, and tells the one that asked.
    func cancelExternal(_ row: OutboundRow) async throws {
        guard let source = try await snapshotOfSource(row), source.state.isRunning,
            let asked = source.state.externalCancels[row.initiatedEventID]
        else { return try await drop(row) }
        let id = row.initiatedEventID
        guard host.namespaces.named(asked.namespace) != nil else {
            return try await tell(row) { state, now in
                try state.externalCancelFailed(initiatedEventID: id, cause: .namespaceNotFound, now: now)
            }
        }
        let failure: APICancelExternalWorkflowExecutionFailedCause?
        do {
            let target = try await host.resolved(row.target)
            let request = CancellationRequest(asked, from: source.state, initiatedEventID: id)
            _ = try await host.update(target) { state, now in try state.requestCancel(request, now: now) }
            failure = nil
        } catch is RunRefusal {
            failure = .externalWorkflowExecutionNotFound
        } catch let error as ServiceError where error.code == .notFound {
            failure = .externalWorkflowExecutionNotFound
        }
        try await tell(row) { state, now in
            if let failure {
                try state.externalCancelFailed(initiatedEventID: id, cause: failure, now: now)
            } else {
                try state.externalCancelDelivered(initiatedEventID: id, now: now)
            }
        }
    }
}
