import SwiftProtobuf
import TemporalAPI

extension RunState {
    /// Ends the run with its closing event, and notes whom it concerns: the next run, the parent, the children.
    ///
    /// - Parameters:
    ///   - attributes: a closing event's.
    ///   - now: the time.
    ///   - next: the run that goes on for this one.
    ///   - extras: what the event carries beside its attributes.
    mutating func close(
        _ attributes: APIHistoryEvent.OneOf_Attributes,
        now: EngineTime,
        next: RunStart? = nil,
        extras: EventExtras = EventExtras()
    ) {
        guard isRunning else { return }
        let orphans = childrenToClose
        add(attributes, at: now, with: extras)
        effects.removeAll { $0.needsOpenRun }
        if let next { effects.append(.continuedAs(next)) }
        if next == nil, parent != nil { effects.append(.notifyParent) }
        if !orphans.isEmpty { effects.append(.applyParentClosePolicy(orphans)) }
        effects.append(.closed(status))
    }

    /// The service itself ends the run.
    mutating func close(terminating reason: String, now: EngineTime) {
        forceFailWorkflowTask(now: now)
        close(
            .workflowExecutionTerminatedEventAttributes(
                .with {
                    $0.reason = reason
                    $0.identity = Self.serviceIdentity
                }
            ),
            now: now
        )
    }

    private var childrenToClose: [ChildToClose] {
        children.values
            .filter { $0.attributes.parentClosePolicy != .abandon }
            .sorted { $0.initiatedEventID < $1.initiatedEventID }
            .map {
                ChildToClose(
                    initiatedEventID: $0.initiatedEventID,
                    namespace: $0.attributes.namespace,
                    workflowID: $0.attributes.workflowID,
                    firstRunID: $0.started?.runID ?? "",
                    policy: $0.attributes.parentClosePolicy
                )
            }
    }
}

extension RunEffect {
    /// Whether it is nothing once the run is closed. A signal is sent all the same, though nobody hears what became
    /// of it; a child is not started, nor anybody asked to cancel.
    fileprivate var needsOpenRun: Bool {
        switch self {
        case .workflowTaskReady, .activityReady, .startChild, .cancelExternal: true
        case .signalExternal, .visibilityChanged, .notifyParent, .applyParentClosePolicy, .continuedAs, .closed: false
        }
    }
}
