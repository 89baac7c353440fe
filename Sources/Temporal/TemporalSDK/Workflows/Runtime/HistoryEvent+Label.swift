import TemporalAPI

extension APIHistoryEvent {
    /// The event for people: `event 7 (TimerFired)`.
    var label: String { "event \(eventID) (\(eventType.label))" }
}

extension APIEventType {
    /// Its name as the documentation writes it: `ActivityTaskScheduled`.
    package var label: String {
        let name = String(describing: self)
        return name.prefix(1).uppercased() + name.dropFirst()
    }
}
