/// Why a stored run cannot be loaded.
package enum RebuildError: Error, Sendable, Hashable {
    /// The history is empty or does not begin with a started event.
    case noStart
    /// Event ids are not dense.
    case missingEvent(expected: Int64, found: Int64)
    /// The record speaks of an activity that the history does not have.
    case unknownActivity(scheduledEventID: Int64)
}
