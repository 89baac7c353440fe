import OMSKernel

/// Delivers the lanes of one batch: several at a time, and only while the right to relay is kept.
struct BatchDelivery: Sendable {
    let transports: [String: any EventTransport]
    let planner: RelayPlanner
    let lease: LeaseKeeper
    let time: any RelayTime
    let concurrency: Int
    let jitter: @Sendable () -> Double
    /// Told after each lane.
    let onProgress: @Sendable () -> Void

    private enum Step: Sendable {
        case delivered(RelayPlanner.Lane, DeliveryReport)
        case leaseEnded(lost: Bool)
    }

    /// Delivers all lanes, or as many as it can while the lease holds and the task lives.
    /// - Returns: what became of the messages that were tried; no result for the others.
    func run(_ lanes: [RelayPlanner.Lane]) async -> [OutboxResult] {
        await withTaskGroup(of: Step.self) { group in
            group.addTask { .leaseEnded(lost: await lease.keep()) }
            var waiting = lanes[...]
            var running = 0
            var interrupted = false
            var results: [OutboxResult] = []
            while true {
                while !interrupted, running < max(1, concurrency), let lane = waiting.popFirst() {
                    group.addTask { .delivered(lane, await deliver(lane)) }
                    running += 1
                }
                guard running > 0, let step = await group.next() else { break }
                interrupted = interrupted || Task.isCancelled
                switch step {
                case .delivered(let lane, let report):
                    running -= 1
                    results += planner.results(
                        of: lane,
                        report: report,
                        wasInterrupted: interrupted,
                        now: time.now(),
                        jitter: jitter()
                    )
                    onProgress()
                case .leaseEnded(let lost):
                    guard lost else { continue }
                    interrupted = true
                    group.cancelAll()
                }
            }
            group.cancelAll()
            return results
        }
    }

    private func deliver(_ lane: RelayPlanner.Lane) async -> DeliveryReport {
        if Task.isCancelled { return DeliveryReport(delivered: 0, failure: nil) }
        guard let transport = transports[lane.destination] else {
            // Another version of the program may know it, so it is worth trying again.
            let failure = DeliveryFailure(reason: "No transport for \(lane.destination)", isRetryable: true)
            return DeliveryReport(delivered: 0, failure: failure)
        }
        return await transport.deliver(lane.messages)
    }
}
