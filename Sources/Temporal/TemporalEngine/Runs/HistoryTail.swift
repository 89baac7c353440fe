import TemporalAPI

/// The last events of a run, as far as they are kept in memory, so that workers need not read them back.
struct HistoryTail: Sendable {
    private let maximumEvents: Int
    private let maximumBytes: Int
    private var events: [APIHistoryEvent] = []
    private var sizes: [Int] = []
    private var bytes = 0

    init(maximumEvents: Int, maximumBytes: Int) {
        self.maximumEvents = maximumEvents
        self.maximumBytes = maximumBytes
    }

    /// - Parameters:
    ///   - added: the next events of the run.
    ///   - addedBytes: their size together.
    mutating func append(_ added: [APIHistoryEvent], bytes addedBytes: Int) {
        guard !added.isEmpty else { return }
        events += added
        // The batch's size spread over its events: exact enough for a bound.
        sizes += Array(repeating: addedBytes / added.count + 1, count: added.count)
        bytes += addedBytes + added.count
        guard events.count > maximumEvents || bytes > maximumBytes else { return }
        var dropped = 0
        while dropped < events.count, events.count - dropped > maximumEvents / 2 || bytes > maximumBytes / 2 {
            bytes -= sizes[dropped]
            dropped += 1
        }
        events.removeFirst(dropped)
        sizes.removeFirst(dropped)
    }

    mutating func removeAll() {
        events = []
        sizes = []
        bytes = 0
    }

    /// - Parameters:
    ///   - first: the id of the first event that is wanted.
    ///   - end: events from this id on are not wanted.
    /// - Returns: the events; nil when not all of them are here.
    func events(from first: Int64, before end: Int64) -> ArraySlice<APIHistoryEvent>? {
        guard first < end else { return [] }
        guard let start = events.first?.eventID, let last = events.last?.eventID, start <= first, end <= last + 1
        else { return nil }
        return events[Int(first - start)..<Int(end - start)]
    }
}
