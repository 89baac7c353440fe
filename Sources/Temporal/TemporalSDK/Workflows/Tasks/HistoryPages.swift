package import Foundation
package import TemporalAPI

/// Where the rest of a history is read. The payloads of its events come with all codecs undone.
package protocol HistoryPages: Sendable {
    /// One page of the history of a run.
    /// - Parameters:
    ///   - execution: workflow id and run id.
    ///   - token: of the page; empty for the first.
    /// - Returns: its events, and the token of the next page; empty after the last.
    /// - Throws: when it cannot be had. The task is then left unanswered.
    func page(of execution: APIWorkflowExecution, token: Data) async throws -> HistoryPage
}

package struct HistoryPage: Sendable {
    package var events: [APIHistoryEvent]
    package var nextPageToken: Data

    package init(events: [APIHistoryEvent], nextPageToken: Data = Data()) {
        self.events = events
        self.nextPageToken = nextPageToken
    }
}
