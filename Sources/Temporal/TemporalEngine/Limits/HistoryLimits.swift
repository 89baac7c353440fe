/// How long one run's history may grow. The figures are the defaults of the Temporal service.
package struct HistoryLimits: Sendable, Equatable {
    /// From this many events on, that of the started workflow task counted, continuing as new is suggested.
    package var suggestedEvents: Int
    /// From this many bytes on continuing as new is suggested.
    package var suggestedBytes: Int
    /// With more events than this the run is terminated.
    package var maximumEvents: Int
    /// With more bytes than this the run is terminated.
    package var maximumBytes: Int

    /// What the Temporal service uses unless it is configured otherwise.
    package static let standard = HistoryLimits(
        suggestedEvents: 4 * 1024,
        suggestedBytes: 4 * 1024 * 1024,
        maximumEvents: 50 * 1024,
        maximumBytes: 50 * 1024 * 1024
    )

    /// Whether a workflow task that starts now should say that it is time to continue as new.
    package func suggestContinueAsNew(events: Int, bytes: Int) -> Bool {
        events >= suggestedEvents || bytes >= suggestedBytes
    }
}
