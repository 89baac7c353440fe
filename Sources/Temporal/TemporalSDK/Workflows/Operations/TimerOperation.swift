import TemporalAPI

/// One timer, from its start to its end.
///
/// `@unchecked Sendable`: only the thread inside the run touches it.
final class TimerOperation: WorkflowOperation, @unchecked Sendable {
    /// What the service takes for the shortest timer; a shorter wait is made this long.
    static let shortest = Duration.milliseconds(1)

    let id: String
    let duration: Duration
    let summary: String?
    /// Of the event that recorded the command; 0 before.
    private(set) var startedEventID: Int64 = 0
    /// Cancelled before the command was sent: it never is.
    private(set) var isWithdrawn = false
    private var isOver = false
    private var caller = Suspension<Void>()
    private let machine: WorkflowMachine
    /// What happens when it fires, if nobody waits for the timer itself.
    private let onFired: (() -> Void)?

    init(_ machine: WorkflowMachine, _ duration: Duration, summary: String?, onFired: (() -> Void)? = nil) {
        self.machine = machine
        self.duration = max(duration, Self.shortest)
        self.summary = summary
        self.onFired = onFired
        id = String(machine.sequence.nextTimer())
    }

    var label: String { "timer (id \(id))" }

    var isAwaited: Bool { !isOver && onFired == nil && caller.isOpen }

    func fired() async throws {
        try await machine.wait(cancelled: cancel) { caller.wait($0) }
    }

    /// Ends it early: the waiting caller gets a `CancellationError`.
    func cancel() {
        guard !isOver, !machine.isEvicting else { return evict() }
        isOver = true
        if startedEventID == 0 {
            isWithdrawn = true
        } else {
            machine.issue(.cancelTimer(self))
        }
        caller.end(throwing: CancellationError())
    }

    func evict() {
        caller.end(throwing: WorkflowEvicted())
    }

    // MARK: Events

    func record(_ event: APIHistoryEvent) throws(WorkflowTaskFailure) {
        guard case .timerStartedEventAttributes(let attributes) = event.attributes else {
            throw .malformedHistory("\(event.label) has no attributes")
        }
        guard attributes.timerID == id else {
            throw .nondeterminism("\(event.label) starts timer \(attributes.timerID), the workflow started \(label)")
        }
        startedEventID = event.eventID
    }

    func apply(_ event: APIHistoryEvent, _ attributes: EventAttributes) throws(WorkflowTaskFailure) -> Bool {
        guard case .timerFiredEventAttributes = attributes else { throw unexpected(event) }
        guard !isOver else { return true }
        isOver = true
        if let onFired {
            onFired()
        } else {
            caller.end(.success(()))
        }
        return true
    }
}
