/// A timer that runs.
package struct PendingTimer: Sendable, Equatable {
    package let timerID: String
    package let startedEventID: Int64
    package let due: EngineTime
}
