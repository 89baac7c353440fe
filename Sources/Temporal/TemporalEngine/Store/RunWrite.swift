/// What one transition of one run changes in the database.
package struct RunWrite: Sendable {
    package let key: RunKey
    /// Nil when the transition wrote no event.
    package var batch: HistoryBatch?
    package var record: RecordRow
    /// Nil when nothing that lists show changed.
    package var listing: RunListing?
    /// The run's status, when it closed with this transition.
    package var closedAs: Int?
    /// What it asks of other runs.
    package var outbound: [OutboundRow] = []
    /// The row of `outbound` that is done with this transition.
    package var finishedOutbound: Int64?

    package init(key: RunKey, batch: HistoryBatch?, record: RecordRow) {
        self.key = key
        self.batch = batch
        self.record = record
    }
}

/// Events that were written together.
package struct HistoryBatch: Sendable {
    package let firstEventID: Int64
    package let lastEventID: Int64
    /// A `temporal.api.history.v1.History`.
    package let events: [UInt8]

    package init(firstEventID: Int64, lastEventID: Int64, events: [UInt8]) {
        self.firstEventID = firstEventID
        self.lastEventID = lastEventID
        self.events = events
    }
}

/// What a run knows beside its history.
package struct RecordRow: Sendable {
    package var record: [UInt8]
    package var nextEventID: Int64
    /// Nanoseconds since 1970.
    package var nextDue: Int64?
    package var hasTasks: Bool

    package init(record: [UInt8], nextEventID: Int64, nextDue: Int64?, hasTasks: Bool) {
        self.record = record
        self.nextEventID = nextEventID
        self.nextDue = nextDue
        self.hasTasks = hasTasks
    }
}

/// A run that is to be, with its first events.
package struct NewRunWrite: Sendable {
    package let run: RunWrite
    package let listing: RunListing

    package init(run: RunWrite, listing: RunListing) {
        self.run = run
        self.listing = listing
    }

    package var current: CurrentRun {
        CurrentRun(
            runID: run.key.runID,
            status: listing.status,
            startRequestID: listing.startRequestID,
            firstRunID: listing.firstRunID
        )
    }
}

/// The newest run of a workflow id.
package struct CurrentRun: Sendable, Equatable {
    package let runID: String
    /// A number of `temporal.api.enums.v1.WorkflowExecutionStatus`; 1 is running.
    package let status: Int
    package let startRequestID: String
    package let firstRunID: String

    package init(runID: String, status: Int, startRequestID: String, firstRunID: String) {
        self.runID = runID
        self.status = status
        self.startRequestID = startRequestID
        self.firstRunID = firstRunID
    }

    package var isRunning: Bool { status == 1 }
}
