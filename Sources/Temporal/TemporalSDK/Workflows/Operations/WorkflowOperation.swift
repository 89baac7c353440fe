import TemporalAPI

/// What an event tells beside its kind and time.
typealias EventAttributes = APIHistoryEvent.OneOf_Attributes

/// Something that workflow code asked of the service and that the service answers with events.
///
/// It begins with a command, is named by the id of that command's event, and lives until the event that ends it.
protocol WorkflowOperation: AnyObject {
    /// What it is, for people: `activity Charge (id 3)`.
    var label: String { get }

    /// Whether it has somebody in workflow code who waits for it.
    var isAwaited: Bool { get }

    /// Applies an event that names this operation. May resume workflow code, which runs later.
    /// - Parameters:
    ///   - event: of a kind that this operation can get.
    ///   - attributes: those of the event. Reading them out of it copies a lot, so it is done once.
    /// - Returns: whether this was its last one.
    /// - Throws: when it cannot get such an event.
    func apply(_ event: APIHistoryEvent, _ attributes: EventAttributes) throws(WorkflowTaskFailure) -> Bool

    /// Ends the waiting of workflow code, since the run leaves the cache.
    func evict()
}

extension WorkflowOperation {
    /// The failure for an event that cannot follow this operation's command.
    func unexpected(_ event: APIHistoryEvent) -> WorkflowTaskFailure {
        .nondeterminism("\(event.label) does not belong to \(label)")
    }
}
