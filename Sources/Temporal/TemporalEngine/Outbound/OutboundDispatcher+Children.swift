import SwiftProtobuf
import Logging
import GRPCCore
import TemporalAPI

extension OutboundDispatcher {
    /// Starts a child and tells its parent; when that was done before, the same child is found again.
    func startChild(_ row: OutboundRow) async throws {
        guard let parent = try await snapshotOfSource(row),
            let child = parent.state.children[row.initiatedEventID], child.started == nil
        else { return try await drop(row) }
        // A parent that ended before its child began takes it along, unless it was to be abandoned.
        guard parent.state.isRunning || child.attributes.parentClosePolicy == .abandon else {
            return try await drop(row)
        }
        guard let namespace = host.namespaces.named(child.attributes.namespace) else {
            return try await tell(row) { state, now in
                try state.childStartFailed(initiatedEventID: row.initiatedEventID, cause: .namespaceNotFound, now: now)
            }
        }
        var start = RunStart(child: child, of: parent.state, runID: host.ids.make(), now: host.clock.now())
        start.key.namespaceID = namespace.id
        switch try await starter.startChild(start, reuse: child.attributes.workflowIDReusePolicy) {
        case .started(let runID):
            try await tell(row) { state, now in
                try state.childStarted(initiatedEventID: row.initiatedEventID, runID: runID, now: now)
            }
            try await offerTasks(of: start.key.with(runID: runID))
        case .exists:
            try await tell(row) { state, now in
                try state.childStartFailed(
                    initiatedEventID: row.initiatedEventID,
                    cause: .workflowAlreadyExists,
                    now: now
                )
            }
        }
    }

    /// Tells the parent how its child ended.
    func childClosed(_ row: OutboundRow) async throws {
        let event: APIHistoryEvent
        do {
            event = try APIHistoryEvent(serializedBytes: row.payload)
        } catch {
            host.logger.error("The end of a child cannot be read", metadata: ["run_id": "\(row.source.runID)"])
            return try await drop(row)
        }
        let child = row.source
        do {
            let first = try await host.firstRunID(of: child)
            try await host.update(row.target, finishing: row.id) { state, now in
                try state.childClosed(
                    initiatedEventID: row.initiatedEventID,
                    execution: child.execution,
                    firstRunID: first,
                    closeEvent: event,
                    now: now
                )
            }
        } catch is RunRefusal {
            try await drop(row)
        } catch let error as ServiceError where error.code == .notFound {
            try await drop(row)
        }
    }

    /// The parent is closed: its child is terminated or asked to cancel.
    func closeChild(_ row: OutboundRow) async throws {
        do {
            let target = try await host.currentRun(of: row.target, first: row.target.runID)
            try await host.update(target) { state, now in
                guard state.isRunning else { return }
                if row.kind == .terminateChild {
                    var request = TerminationRequest(
                        reason: "by parent close policy",
                        details: nil,
                        identity: RunState.serviceIdentity
                    )
                    request.firstRunID = row.target.runID
                    request.parent = row.source.execution
                    try state.terminate(request, now: now)
                } else {
                    var request = CancellationRequest(
                        reason: "",
                        identity: RunState.serviceIdentity,
                        requestID: "\(row.source.runID):\(row.initiatedEventID):close"
                    )
                    request.firstRunID = row.target.runID
                    request.sender = row.source.execution
                    request.isForChildOnly = true
                    try state.requestCancel(request, now: now)
                }
            }
        } catch is RunRefusal {
            // It ended by itself, or another workflow has the id now.
        } catch let error as ServiceError where error.code == .notFound {
            // It was deleted.
        }
        try await drop(row)
    }

    private func offerTasks(of child: RunKey) async throws {
        do {
            try await host.offerTasks(of: child)
        } catch let error as ServiceError where error.code == .notFound {
            // It was deleted.
        }
    }

    // MARK: The run that asks

    func snapshotOfSource(_ row: OutboundRow) async throws -> RunSnapshot? {
        do {
            return try await host.snapshot(row.source)
        } catch let error as ServiceError where error.code == .notFound {
            return nil
        }
    }

    /// Changes the run that asks and takes the row away, in one commit. A refusal means that it needs no answer any
    /// more.
    func tell(_ row: OutboundRow, _ change: (inout RunState, EngineTime) throws -> Void) async throws {
        do {
            try await host.update(row.source, finishing: row.id, change)
        } catch is RunRefusal {
            try await drop(row)
        } catch let error as ServiceError where error.code == .notFound {
            try await drop(row)
        }
    }

    func drop(_ row: OutboundRow) async throws {
        try await host.storing { try await host.store.removeOutbound(row.id) }
    }
}
