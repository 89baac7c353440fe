import ArgumentParser
import Foundation
import OMSKernel
import SwiftProtobuf
import TemporalAPI
import TemporalSDK

/// How often a second one thread replays a history.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Replay the history of a workflow of ten activities, as fast as one thread can."
    )

    @Option(help: "A file to make for the engine that writes the history.") var database: String
    @Option(help: "For how long, in each round.") var milliseconds: Int64 = 2_000

    /// A round for each line that comes in.
    func run() async throws {
        let recorded = try await recordedHistory()
        let bytes: Data = try recorded.serializedData()
        let history = try WorkflowHistory(workflowID: "recorded", events: recorded.events)
        let replayer = try WorkflowReplayer(workflows: [TenSteps.self])
        while readLine() != nil {
            let decoded = try measure { replayer.replay(history) }
            let encoded = try measure {
                replayer.replay(try WorkflowHistory(workflowID: "recorded", protobuf: bytes))
            }
            print(
                JSONWriter.object { writer in
                    writer.member("events", recorded.events.count)
                    writer.member("bytes", bytes.count)
                    writer.member("decoded", object: { decoded.write(to: &$0) })
                    writer.member("encoded", object: { encoded.write(to: &$0) })
                }
            )
            flushOutput()
        }
    }

    /// What the engine writes for one run, worker and engine in this process.
    private func recordedHistory() async throws -> APIHistory {
        var history = APIHistory()
        try await BenchEngine.running(database: database) { engine in
            let handle = try await engine.client.startWorkflow(
                type: TenSteps.self,
                options: BenchEngine.options("recorded")
            )
            _ = try await handle.result()
            history = try await handle.fetchHistory()
        }
        return history
    }

    private struct Count {
        var replays = 0
        var elapsed = Duration.zero
        var processor = Duration.zero

        func write(to writer: inout JSONWriter) {
            writer.member("replays", replays)
            writer.member("microseconds", elapsed.wholeNanoseconds / 1_000)
            writer.member("processorMicroseconds", processor.wholeNanoseconds / 1_000)
        }
    }

    /// Replays on the calling thread, which does nothing else.
    private func measure(_ replay: () throws -> WorkflowReplayResult) throws -> Count {
        var count = Count()
        let start = ContinuousClock.now
        let processor = processorTime()
        while count.elapsed < .milliseconds(milliseconds) {
            for _ in 0..<100 {
                if let failure = try replay().failure { throw failure }
            }
            count.replays += 100
            count.elapsed = .now - start
        }
        count.processor = processorTime() - processor
        return count
    }
}
