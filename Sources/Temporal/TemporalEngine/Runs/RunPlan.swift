import SwiftProtobuf
import TemporalAPI

/// What one transition of a run comes to: what is written, and what happens after it. A class, since it is handed
/// around and is large.
final class RunPlan: Sendable {
    /// A run that began in this commit, with its first events.
    final class Beginning: Sendable {
        let state: RunState
        let transition: RunTransition
        let write: NewRunWrite

        init(state: RunState, transition: RunTransition, write: NewRunWrite) {
            self.state = state
            self.transition = transition
            self.write = write
        }
    }

    let state: RunState
    let transition: RunTransition
    let write: RunWrite
    let successor: Beginning?

    init(state: RunState, transition: RunTransition, write: RunWrite, successor: Beginning?) {
        self.state = state
        self.transition = transition
        self.write = write
        self.successor = successor
    }
}

/// Builds plans.
struct RunPlanner {
    let namespaces: NamespaceRegistry
    let runLimits: RunLimits
    let now: EngineTime
    let nextOutboundID: () -> Int64

    /// - Parameters:
    ///   - changed: the run after the change; its transition is taken.
    ///   - finished: the row of `outbound` that is done with it.
    /// - Returns: the plan.
    /// - Throws: `BinaryEncodingError`, which no value of these types can cause.
    func plan(_ changed: consuming RunState, finishing finished: Int64?) throws -> RunPlan {
        var state = changed
        let transition = try state.takeTransition()
        var write = try self.write(state, transition)
        write.finishedOutbound = finished
        var successor: RunPlan.Beginning?
        for effect in transition.effects {
            switch effect {
            case .continuedAs(let start): successor = try begin(start)
            case .closed(let status): write.closedAs = status.rawValue
            default: break
            }
        }
        if write.closedAs != nil || transition.effects.contains(.visibilityChanged) {
            write.listing = try RunListing(state, namespace: namespaces.withID(state.key.namespaceID))
        }
        return RunPlan(state: state, transition: transition, write: write, successor: successor)
    }

    /// - Parameter start: a new run.
    /// - Returns: the run with its first events.
    /// - Throws: `BinaryEncodingError`, which no value of these types can cause.
    func begin(_ start: RunStart) throws -> RunPlan.Beginning {
        var state = RunState(starting: start, now: now, limits: runLimits)
        let transition = try state.takeTransition()
        let write = NewRunWrite(
            run: try self.write(state, transition),
            listing: try RunListing(state, namespace: namespaces.withID(state.key.namespaceID))
        )
        return RunPlan.Beginning(state: state, transition: transition, write: write)
    }

    private func write(_ state: RunState, _ transition: RunTransition) throws -> RunWrite {
        var batch: HistoryBatch?
        if let first = transition.events.first, let last = transition.events.last {
            batch = HistoryBatch(
                firstEventID: first.eventID,
                lastEventID: last.eventID,
                events: transition.batch
            )
        }
        let record = RecordRow(
            record: try state.record.serializedBytes(),
            nextEventID: state.nextEventID,
            nextDue: state.nextDue?.nanoseconds,
            hasTasks: state.hasTasks
        )
        var write = RunWrite(key: state.key, batch: batch, record: record)
        for effect in transition.effects { write.outbound += try rows(for: effect, of: state) }
        return write
    }

    private func rows(for effect: RunEffect, of state: RunState) throws -> [OutboundRow] {
        switch effect {
        case .startChild(let id):
            guard let asked = state.children[id]?.attributes else { return [] }
            return [row(.startChild, id, of: state, to: target(asked.namespace, asked.workflowID, ""))]
        case .signalExternal(let id):
            guard let asked = state.externalSignals[id] else { return [] }
            let execution = asked.workflowExecution
            let target = target(asked.namespace, execution.workflowID, execution.runID)
            return [row(.signalExternal, id, of: state, to: target)]
        case .cancelExternal(let id):
            guard let asked = state.externalCancels[id] else { return [] }
            let execution = asked.workflowExecution
            let target = target(asked.namespace, execution.workflowID, execution.runID)
            return [row(.cancelExternal, id, of: state, to: target)]
        case .notifyParent:
            guard let parent = state.parent, let event = state.closeEvent else { return [] }
            let target = target(parent.namespace, parent.execution.workflowID, parent.execution.runID)
            let payload: [UInt8] = try event.serializedBytes()
            return [row(.childClosed, parent.initiatedEventID, of: state, to: target, payload: payload)]
        case .applyParentClosePolicy(let children):
            return children.map { child in
                let kind: OutboundRow.Kind = child.policy == .requestCancel ? .cancelChild : .terminateChild
                let target = target(child.namespace, child.workflowID, child.firstRunID)
                return row(kind, child.initiatedEventID, of: state, to: target)
            }
        case .workflowTaskReady, .activityReady, .visibilityChanged, .continuedAs, .closed: return []
        }
    }

    private func target(_ namespace: String, _ workflowID: String, _ runID: String) -> RunKey {
        RunKey(
            namespace: namespace,
            namespaceID: namespaces.named(namespace)?.id ?? "",
            workflowID: workflowID,
            runID: runID
        )
    }

    private func row(
        _ kind: OutboundRow.Kind,
        _ initiatedEventID: Int64,
        of state: RunState,
        to target: RunKey,
        payload: [UInt8] = []
    ) -> OutboundRow {
        OutboundRow(
            id: nextOutboundID(),
            source: state.key,
            kind: kind,
            initiatedEventID: initiatedEventID,
            target: target,
            payload: payload,
            createdAt: now
        )
    }
}
