import ArgumentParser
import Foundation
import OMSKernel
import Synchronization
import TemporalSDK

/// How long it takes from the call that starts a workflow to the first line of its first activity.
struct FirstActivityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "first-activity",
        abstract: "Start one workflow at a time on an idle engine, and sync a file beside it by turns."
    )

    @Option(help: "The folder for the database and for the file that is synced.") var folder: String
    @Option(help: "Workflows in each round.") var starts = 200
    @Option(help: "How long all is idle before each start and before each sync.") var idleMilliseconds: Int64 = 5

    /// A round for each line that comes in.
    func run() async throws {
        let file = try SyncedFile(path: folder + "/synced")
        try await BenchEngine.running(database: folder + "/engine.sqlite") { engine in
            var number = 0
            for await _ in inputLines() {
                number += 1
                try await round(number, on: engine, file)
            }
        }
    }

    private func round(_ number: Int, on engine: BenchEngine, _ file: SyncedFile) async throws {
        var syncs = Latencies()
        var starts = Latencies()
        for index in 0..<self.starts {
            try await Task.sleep(for: .milliseconds(idleMilliseconds))
            syncs.add(nanoseconds: try file.append().wholeNanoseconds)
            try await Task.sleep(for: .milliseconds(idleMilliseconds))
            let start = ContinuousClock.now
            try await engine.client.executeWorkflow(
                type: FirstStep.self,
                options: BenchEngine.options("first-\(number)-\(index)"),
                input: ()
            )
            starts.add(nanoseconds: (Arrival.time.withLock { $0 } - start).wholeNanoseconds)
        }
        let (sync, start) = (syncs.percentiles([0.5, 0.99]), starts.percentiles([0.5, 0.99]))
        print(
            JSONWriter.object { writer in
                writer.member("syncP50Microseconds", Int64(sync[0] * 1_000))
                writer.member("syncP99Microseconds", Int64(sync[1] * 1_000))
                writer.member("startP50Microseconds", Int64(start[0] * 1_000))
                writer.member("startP99Microseconds", Int64(start[1] * 1_000))
            }
        )
        flushOutput()
    }
}

/// A file that grows page by page, as a write-ahead log does.
private struct SyncedFile {
    private let handle: FileHandle
    private let page = Data(repeating: 0x5A, count: 4_096)

    init(path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw ValidationError("\(path) cannot be made") }
        self.handle = handle
    }

    /// How long one page takes to be on the disk.
    func append() throws -> Duration {
        let start = ContinuousClock.now
        try handle.write(contentsOf: page)
        guard fsync(handle.fileDescriptor) == 0 else { throw ValidationError("fsync failed") }
        return .now - start
    }
}
