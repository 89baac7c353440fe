import Foundation
import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

@Suite
struct RebuildTests {
    @Test
    func `a history that does not begin with a start is refused`() throws {
        let run = try RunDriver()
        #expect(throws: RebuildError.noStart) { try RunState(history: [], record: run.state.record) }
        #expect(throws: RebuildError.noStart) {
            try RunState(history: Array(run.history.dropFirst()), record: run.state.record)
        }
    }

    @Test
    func `a history with a gap is refused`() throws {
        var run = try RunDriver()
        try run.run([.marker("m")])
        var history = run.history
        history.remove(at: 2)
        #expect(throws: RebuildError.missingEvent(expected: 3, found: 4)) {
            try RunState(history: history, record: run.state.record)
        }
    }

    @Test
    func `a record of another history is refused`() throws {
        var run = try RunDriver()
        try run.run([.schedule("a")])
        _ = try run.startActivity(5)
        let other = try RunDriver()
        #expect(throws: RebuildError.unknownActivity(scheduledEventID: 5)) {
            try RunState(history: other.history, record: run.state.record)
        }
    }

    @Test
    func `batches one behind the other are the history`() throws {
        var state = RunState(
            starting: try RunStart(RunDriver.request, key: RunDriver.key, now: RunDriver.began),
            now: RunDriver.began
        )
        var stored = try state.takeTransition().batch
        try state.signal(
            SignalRequest(name: "a", input: nil, identity: "", header: nil, requestID: ""),
            now: RunDriver.began
        )
        stored += try state.takeTransition().batch
        let history = try APIHistory(serializedBytes: stored)
        #expect(history.events.map(\.eventID) == [1, 2, 3])
        #expect(state.historyBytes == Int64(stored.count))
        let empty = try state.takeTransition()
        #expect(empty.events.isEmpty && empty.batch.isEmpty && empty.effects.isEmpty)
        #expect(empty.firstEventID == nil)
    }

    @Test
    func `a record is small when nothing is out of the ordinary`() throws {
        var run = try RunDriver()
        try run.run((0..<50).map { .schedule("a\($0)") })
        let bytes: Data = try run.state.record.serializedBytes()
        #expect(bytes.count < 100)
    }
}
