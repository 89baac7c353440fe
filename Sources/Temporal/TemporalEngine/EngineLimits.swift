/// How much the engine holds and how long it waits. Figures marked so are the real service's defaults.
package struct EngineLimits: Sendable {
    /// Runs that stay in memory; others are read again when something happens to them.
    package var loadedRuns = 5_000
    /// The last events of a run in memory that are kept for its workers.
    package var recentEvents = 256
    package var recentEventBytes = 128 * 1_024
    /// Requests that may wait for one run.
    package var waitingRequestsPerRun = 4_096
    /// Callers that may wait for new events, all runs together.
    package var historyPolls = 20_000
    /// Times that are held in memory; further ones are read from the database when they are near.
    package var timersInMemory = 500_000
    /// Queries that wait for a run's workflow task; the real service's figure.
    package var bufferedQueriesPerRun = 1
    /// Queries that wait for a worker's answer, all runs together.
    package var directQueries = 10_000
    /// Things that runs ask of each other which are held in memory; further ones are read again.
    package var outboundInMemory = 100_000
    package var namespaces = 1_000
    /// Search attributes of one type in a namespace.
    package var searchAttributesPerType = 100
    /// Bytes of ids and names; the real service's figure.
    package var idBytes = 1_000
    /// Events of a page of history, at most and unless asked otherwise; the real service's figure.
    package var historyPageEvents = 256
    package var historyPageBytes = 2 * 1_024 * 1_024
    /// Runs of a page of a list; the real service's figure.
    package var listPageRuns = 1_000
    /// Bytes of an input, a result and the like; the real service's figure.
    package var blobBytes = 2 * 1_024 * 1_024
    /// Bytes of one request over the network.
    package var requestBytes = 4 * 1_024 * 1_024
    /// Calls that one connection may have open at once.
    package var streamsPerConnection = 10_000

    /// How long a poll for a task waits; the real service's figure.
    package var taskPoll = Duration.seconds(60)
    /// How long a poll for new events waits; the real service's figure.
    package var historyPoll = Duration.seconds(20)
    /// What is kept back of a caller's own deadline, so that an empty answer arrives in time.
    package var pollTail = Duration.seconds(1)
    /// How long a query waits when the caller set no deadline.
    package var query = Duration.seconds(30)
    /// Attempts of a workflow task from which on queries are refused; the real service's figure.
    package var queryFailsFromAttempt: Int32 = 3
    /// How long closed runs of a new namespace are kept unless it says otherwise.
    package var defaultRetention = Duration.seconds(3 * 86_400)
    /// The shortest retention that may be asked for; the real service's figure.
    package var shortestRetention = Duration.seconds(3_600)
    /// How often closed runs are looked for whose retention is over.
    package var retentionInterval = Duration.seconds(60)

    package init() {}
}
