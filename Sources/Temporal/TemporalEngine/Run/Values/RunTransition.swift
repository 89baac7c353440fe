package import TemporalAPI

/// What one or several requests did to a run since the last `RunState.takeTransition()`.
package struct RunTransition: Sendable, Equatable {
    /// New events in the order of their ids; may be empty.
    package let events: [APIHistoryEvent]
    /// The same events as a serialised `History`; batches can be put one behind the other to make a longer history.
    package let batch: [UInt8]
    package let effects: [RunEffect]

    /// The id of the first event of the batch, which names it.
    package var firstEventID: Int64? { events.first?.eventID }
}
