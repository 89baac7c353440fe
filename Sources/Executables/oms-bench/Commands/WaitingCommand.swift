import ArgumentParser
import Foundation
import OMSKernel
import TemporalAPI
import TemporalSDK

/// Many workflows that wait for a signal.
struct WaitingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waiting",
        abstract: "Keep many workflows open, and answer questions about them line by line.",
        discussion: """
            "fill N" starts N workflows and waits until each has run and waits for its signal; "list QUERY" asks for \
            a page of 20, "describe N" for the N-th workflow, both through a socket; "signal N" ends it and waits \
            for its result. Each answers the microseconds that it took, in a line. The first line comes when the \
            engine is there.
            """
    )

    @Option(help: "The file; made when it is not there.") var database: String
    @Option(help: "Runs that the worker keeps between their tasks.") var cached = 1_000
    @Option(help: "Workflows that are started at once.") var concurrency = 64

    func run() async throws {
        try await BenchEngine.running(database: database, cached: cached) { engine in
            answer(.zero)
            for await line in inputLines() {
                let words = line.split(separator: " ", maxSplits: 1).map(String.init)
                let start = ContinuousClock.now
                try await carryOut(words[0], words.count > 1 ? words[1] : "", on: engine)
                answer(.now - start)
            }
        }
    }

    private func answer(_ elapsed: Duration) {
        print(elapsed.wholeNanoseconds / 1_000)
        flushOutput()
    }

    private func carryOut(_ verb: String, _ rest: String, on engine: BenchEngine) async throws {
        let client = engine.client
        switch verb {
        case "fill": try await fill(try number(rest), on: client)
        case "list": _ = try await engine.remote.listWorkflows(query: rest, pageSize: 20).collect(limit: 20)
        case "describe":
            let described = try await handle(try number(rest), engine.remote).describe()
            guard described.summary.status == .running else { throw ValidationError("\(rest) does not run") }
        case "signal":
            let number = try number(rest)
            try await handle(number, client).signal(Waiting.release)
            guard try await handle(number, client).result() == number else { throw ValidationError("a wrong result") }
        default: throw ValidationError("'\(verb)' is no command")
        }
    }

    private func number(_ text: String) throws -> Int {
        guard let number = Int(text) else { throw ValidationError("'\(text)' is no number") }
        return number
    }

    private func handle(_ number: Int, _ client: TemporalClient) -> WorkflowHandle<Waiting> {
        client.workflowHandle(id: "waiting-\(number)")
    }

    /// Starts them, and waits for the first workflow task of each: a history of four events.
    private func fill(_ count: Int, on client: TemporalClient) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<concurrency {
                group.addTask {
                    for number in stride(from: caller, to: count, by: concurrency) {
                        let handle = try await client.startWorkflow(
                            type: Waiting.self,
                            options: BenchEngine.options("waiting-\(number)"),
                            input: number
                        )
                        while try await handle.describe().summary.historyLength < 4 {
                            try await Task.sleep(for: .milliseconds(20))
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let open = try await client.countWorkflows(query: "ExecutionStatus = 'Running'").count
        guard open == count else { throw ValidationError("\(open) workflows are open") }
    }
}
