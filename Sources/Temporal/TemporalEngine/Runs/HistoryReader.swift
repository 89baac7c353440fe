import TemporalAPI

/// Reads parts of histories: from memory where the events are, from the database otherwise.
struct HistoryReader: Sendable {
    /// A part of a history.
    struct Page: Sendable {
        var events: [APIHistoryEvent]
        /// Where the next part begins; nil behind the last event that was asked for.
        var next: Int64?
    }

    let host: RunHost

    /// - Parameters:
    ///   - snapshot: the run.
    ///   - first: the id of the first event.
    ///   - end: events from this id on are not wanted.
    ///   - limit: at most so many events.
    /// - Returns: the events that are in the database at the time of the snapshot, and those of an open task behind
    ///   them when the end lies there.
    /// - Throws: `ServiceError`.
    func page(of snapshot: RunSnapshot, from first: Int64, before end: Int64, limit: Int) async throws -> Page {
        let stored = min(end, snapshot.committedNextEventID)
        var page = Page(events: [], next: nil)
        if first < stored {
            page = try await storedPage(of: snapshot, from: first, before: stored, limit: limit)
            if page.next != nil { return page }
        }
        page.events += snapshot.uncommittedEvents.filter {
            $0.eventID >= max(first, snapshot.committedNextEventID) && $0.eventID < end
        }
        return page
    }

    /// The events before an id, the last first.
    func reversePage(of key: RunKey, before end: Int64, limit: Int) async throws -> Page {
        let stored = try await host.storing {
            try await host.store.reverseHistory(
                of: key.runID,
                before: end,
                maximumEvents: limit,
                maximumBytes: host.limits.historyPageBytes
            )
        }
        var events: [APIHistoryEvent] = []
        for batch in stored.batches {
            events += try host.decoded(batch).filter { $0.eventID < end }.reversed()
        }
        return Self.cut(Page(events: events, next: nil), to: limit, hasMore: stored.hasMore, isReverse: true)
    }

    private func storedPage(
        of snapshot: RunSnapshot,
        from first: Int64,
        before end: Int64,
        limit: Int
    ) async throws -> Page {
        let run = host.cache.peek(snapshot.key.runID)
        if let recent = run?.recentEvents(from: first, before: end, limit: limit) {
            return Page(events: recent.events, next: recent.isCut ? recent.events.last.map { $0.eventID + 1 } : nil)
        }
        let stored = try await host.storing {
            try await host.store.history(
                of: snapshot.key.runID,
                from: first,
                before: end,
                maximumEvents: limit,
                maximumBytes: host.limits.historyPageBytes
            )
        }
        var events: [APIHistoryEvent] = []
        for batch in stored.batches {
            events += try host.decoded(batch).filter { $0.eventID >= first && $0.eventID < end }
        }
        return Self.cut(Page(events: events, next: nil), to: limit, hasMore: stored.hasMore)
    }

    /// Batches are read whole; what is too much is left to the next page.
    private static func cut(_ page: Page, to limit: Int, hasMore: Bool, isReverse: Bool = false) -> Page {
        var page = page
        let isCut = page.events.count > limit
        if isCut { page.events.removeLast(page.events.count - limit) }
        guard isCut || hasMore, let last = page.events.last else { return page }
        // Backward, the next page lies before the last event.
        page.next = isReverse ? last.eventID : last.eventID + 1
        return page
    }
}
