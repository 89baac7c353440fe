import Foundation
import Synchronization
import TemporalAPI
import TemporalSDK

/// Serves a history in pages and counts how often it was asked.
final class FakePages: HistoryPages {
    private let events: Mutex<[APIHistoryEvent]>
    private let pageSize: Int
    private let count = Atomic(0)
    private let isDown: Bool

    init(_ events: [APIHistoryEvent] = [], pageSize: Int = 3, isDown: Bool = false) {
        self.events = Mutex(events)
        self.pageSize = pageSize
        self.isDown = isDown
    }

    struct Down: Error {}

    var calls: Int { count.load(ordering: .relaxed) }

    func set(_ events: [APIHistoryEvent]) {
        self.events.withLock { $0 = events }
    }

    func page(of execution: APIWorkflowExecution, token: Data) async throws -> HistoryPage {
        if isDown { throw Down() }
        count.add(1, ordering: .relaxed)
        let start = Int(String(decoding: token, as: UTF8.self)) ?? 0
        return events.withLock { events in
            let end = min(start + pageSize, events.count)
            return HistoryPage(
                events: Array(events[start..<end]),
                nextPageToken: end < events.count ? Data("\(end)".utf8) : Data()
            )
        }
    }
}
