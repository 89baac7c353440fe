import Foundation
import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

@Suite
struct NoteCommandTests {
    @Test
    func `a marker is written down as it is`() throws {
        var run = try RunDriver()
        var command = APICommand.marker("core_patch")
        command.recordMarkerCommandAttributes.failure = .application("x")
        try run.run([command])
        let marker = try run.event(.markerRecorded).markerRecordedEventAttributes
        #expect(marker.markerName == "core_patch")
        #expect(marker.details == ["data": .json("true")])
        #expect(marker.failure == .application("x"))
        #expect(marker.workflowTaskCompletedEventID == 4)
        #expect(run.effects == [])
    }

    @Test
    func `search attributes and memo are merged, and what stands for nothing goes`() throws {
        var run = try RunDriver {
            $0.memo.fields = ["kept": .json("1"), "gone": .json("2")]
            $0.searchAttributes.indexedFields = ["Kept": .json("1"), "Gone": .json("2")]
        }
        try run.run([
            .upsert(attributes: ["Gone": .json("null"), "New": .json("3")]),
            .upsert(memo: ["gone": APIPayload(), "new": .json("3")]),
        ])
        #expect(run.state.searchAttributes == ["Kept": .json("1"), "New": .json("3")])
        #expect(run.state.memo == ["kept": .json("1"), "new": .json("3")])
        #expect(run.effects == [.visibilityChanged, .visibilityChanged])
        #expect(
            run.types(from: 5) == [.upsertWorkflowSearchAttributes, .workflowPropertiesModified]
        )
        #expect(
            try run.event(.workflowPropertiesModified).workflowPropertiesModifiedEventAttributes.upsertedMemo.fields
                == ["gone": APIPayload(), "new": .json("3")]
        )
    }

    @Test
    func `the engine says which search attributes may be set`() throws {
        var rules = CommandRules()
        rules.searchAttributeProblem = { name, _ in
            name == "Known" ? nil : "search attribute \(name) is not defined"
        }
        var run = try RunDriver()
        let outcome = try run.run([.upsert(attributes: ["Known": .json("1"), "Other": .json("2")])], rules: rules)
        #expect(
            outcome.refusal == .invalidArgument("BadSearchAttributes: search attribute Other is not defined")
        )
        try run.run([.upsert(attributes: ["Known": .json("1")])], rules: rules)
        #expect(run.state.searchAttributes == ["Known": .json("1")])
    }

    @Test
    func `a search attribute over two KiB ends the run`() throws {
        var run = try RunDriver()
        let large = APIPayload.with { $0.data = Data(repeating: 0x61, count: 2_049) }
        try run.run([.upsert(attributes: ["A": large])])
        #expect(run.state.status == .terminated)
        #expect(
            try run.event(.workflowExecutionTerminated).workflowExecutionTerminatedEventAttributes.reason
                == "BadSearchAttributes: search attribute A value size 2049 exceeds size limit 2048"
        )
    }

    @Test
    func `all search attributes together hold forty KiB`() throws {
        var run = try RunDriver()
        let value = APIPayload.with { $0.data = Data(repeating: 0x61, count: 2_000) }
        let fields = Dictionary(uniqueKeysWithValues: (0..<20).map { ("A\($0)", value) })
        try run.run([.upsert(attributes: fields)])
        #expect(run.state.isRunning)
        try run.signal("wake")
        try run.run([.upsert(attributes: ["B": value])])
        #expect(run.state.status == .terminated)
    }
}
