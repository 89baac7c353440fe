import Foundation
import TemporalAPI

/// Puts together the events that a task needs: what it carries, and what must be read beside.
struct HistoryReading {
    let task: APIPollWorkflowTaskQueueResponse
    let pages: any HistoryPages
    /// How many events one history may have.
    let limit: Int

    init(_ task: APIPollWorkflowTaskQueueResponse, pages: any HistoryPages, limit: Int) {
        self.task = task
        self.pages = pages
        self.limit = limit
    }

    /// - Parameter fromStart: whether the run is not cached, so that everything is needed.
    /// - Returns: the events in order.
    /// - Throws: what the pages throw; `WorkflowTaskFailure` when there are too many.
    func events(fromStart: Bool) async throws -> [APIHistoryEvent] {
        var events = task.history.events
        var token = task.nextPageToken
        if fromStart, events.first?.eventID != 1 {
            // The first attempt's events are stored; those of later attempts of a task come with the task alone.
            events = []
            try await append(to: &events, firstToken: Data())
            append(task.history.events, to: &events)
            return events
        }
        if !token.isEmpty {
            try await append(to: &events, firstToken: token)
            token = Data()
        }
        return events
    }

    private func append(to events: inout [APIHistoryEvent], firstToken: Data) async throws {
        var token = firstToken
        repeat {
            let page = try await pages.page(of: task.workflowExecution, token: token)
            append(page.events, to: &events)
            guard events.count <= limit else {
                throw WorkflowTaskFailure.malformedHistory("it has more than \(limit) events")
            }
            token = page.nextPageToken
        } while !token.isEmpty
    }

    private func append(_ more: [APIHistoryEvent], to events: inout [APIHistoryEvent]) {
        let last = events.last?.eventID ?? 0
        events += more.drop { $0.eventID <= last }
    }
}
