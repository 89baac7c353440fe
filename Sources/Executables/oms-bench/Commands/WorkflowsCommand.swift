import ArgumentParser
import OMSKernel
import TemporalSDK

/// How many workflows a second go from start to result.
struct WorkflowsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workflows",
        abstract: "Start workflows of ten activities and wait for their results; engine, worker and client in here."
    )

    @Option(help: "The file to make.") var database: String
    @Option(help: "Workflows that run at once.") var concurrency = 64
    @Option(help: "For how long workflows are started, in each round.") var milliseconds: Int64 = 5_000

    /// A round for each line that comes in, until there are no more: so rounds of others can come between.
    func run() async throws {
        try await BenchEngine.running(database: database, slots: max(100, concurrency)) { engine in
            var number = 0
            for await _ in inputLines() {
                number += 1
                try await round(number, on: engine)
            }
        }
    }

    private func round(_ number: Int, on engine: BenchEngine) async throws {
        let commits = engine.commits.current
        let processor = processorTime()
        let start = ContinuousClock.now
        let end = start + .milliseconds(milliseconds)
        var latencies = Latencies()
        try await withThrowingTaskGroup(of: [Int64].self) { group in
            for caller in 0..<concurrency {
                group.addTask { try await Self.call("r\(number)-\(caller)", until: end, engine.client) }
            }
            for try await times in group {
                for time in times { latencies.add(nanoseconds: time) }
            }
        }
        // Until the last result, so that nothing that was started is left out.
        let elapsed = ContinuousClock.now - start
        let worked = processorTime() - processor
        let after = engine.commits.current
        let percentiles = latencies.percentiles([0.5, 0.99])
        print(
            JSONWriter.object { writer in
                writer.member("workflows", latencies.count)
                writer.member("microseconds", elapsed.wholeNanoseconds / 1_000)
                writer.member("processorMicroseconds", worked.wholeNanoseconds / 1_000)
                writer.member("writes", after.writes - commits.writes)
                writer.member("transactions", after.groups - commits.groups)
                writer.member("p50Microseconds", Int64(percentiles[0] * 1_000))
                writer.member("p99Microseconds", Int64(percentiles[1] * 1_000))
            }
        )
        flushOutput()
    }

    /// One workflow after the other.
    /// - Returns: how many nanoseconds each took.
    private static func call(
        _ name: String,
        until end: ContinuousClock.Instant,
        _ client: TemporalClient
    ) async throws -> [Int64] {
        var times: [Int64] = []
        while true {
            let start = ContinuousClock.now
            guard start < end else { return times }
            let result = try await client.executeWorkflow(
                type: TenSteps.self,
                options: BenchEngine.options("\(name)-\(times.count)"),
                input: ()
            )
            guard result == TenSteps.steps - 1 else { throw ValidationError("a workflow answered \(result)") }
            times.append((ContinuousClock.now - start).wholeNanoseconds)
        }
    }
}
