import CoreMetrics
import Metrics
import Synchronization

/// What an engine counts. Labels are RPCs, codes and kinds: no ids, no names that callers choose.
final class EngineMetrics: Sendable {
    private struct Request: Hashable {
        /// As Swift names the function, which is made a name once.
        let function: String
        let code: String
    }

    private struct Instruments {
        let answers: Counter
        let duration: Timer
    }

    /// One entry for each RPC and each code it was answered with.
    private let requests = Mutex<[Request: Instruments]>([:])
    private let commitDuration = Timer(label: "engine.commit.duration")
    private let commitErrors = Counter(label: "engine.commit.errors")
    private let gauges = EngineGauges()

    /// An RPC was answered.
    /// - Parameters:
    ///   - function: the Swift function of the RPC, such as `startWorkflowExecution(_:_:)`.
    ///   - code: the gRPC code.
    ///   - duration: from the request to its answer; of a poll most of it is waiting.
    func answered(_ function: String, code: String, took duration: Duration) {
        let request = Request(function: function, code: code)
        let instruments = requests.withLock { known in
            if let found = known[request] { return found }
            let dimensions = [("rpc", Self.name(of: function)), ("code", code)]
            let made = Instruments(
                answers: Counter(label: "engine.requests", dimensions: dimensions),
                duration: Timer(label: "engine.request.duration", dimensions: dimensions)
            )
            known[request] = made
            return made
        }
        instruments.answers.increment()
        instruments.duration.record(duration: duration)
    }

    /// A transaction that changes runs.
    /// - Parameters:
    ///   - duration: until it was durable, the wait for others included.
    ///   - failed: whether it was not committed, or nobody knows.
    func committed(took duration: Duration, failed: Bool) {
        if failed { commitErrors.increment() } else { commitDuration.record(duration: duration) }
    }

    /// Notes what the engine holds at this moment.
    func record(_ load: EngineLoad) {
        gauges.record(load)
    }

    /// The RPC's name: `StartWorkflowExecution`.
    static func name(of function: String) -> String {
        let name = function.prefix { $0 != "(" }
        return name.prefix(1).uppercased() + name.dropFirst()
    }
}
