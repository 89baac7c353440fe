import NIOCore

/// What the connections of a run share.
///
/// `@unchecked Sendable`: all but the constants is touched on the run's one event loop alone.
final class LoadState: @unchecked Sendable {
    let record: @Sendable (PreparedRequest, AnswerParser.Answer) -> Void
    private let eventLoop: any EventLoop
    private let finished: EventLoopPromise<LoadReport>
    private var plan: any RequestPlan
    private var idle: [LoadConnection] = []
    private var active = 0
    private var start = NIODeadline.now()
    private var deadline = NIODeadline.distantFuture
    private var report = LoadReport()

    init(
        plan: any RequestPlan,
        eventLoop: any EventLoop,
        record: @escaping @Sendable (PreparedRequest, AnswerParser.Answer) -> Void
    ) {
        self.plan = plan
        self.eventLoop = eventLoop
        self.record = record
        finished = eventLoop.makePromise(of: LoadReport.self)
    }

    /// Lets all connections go at once.
    func run(for time: TimeAmount) async throws -> LoadReport {
        eventLoop.execute { [self] in
            start = .now()
            deadline = start + time
            let waiting = idle
            idle = []
            active = waiting.count
            if waiting.isEmpty { finish() }
            for connection in waiting { connection.sendNext() }
        }
        return try await finished.futureResult.get()
    }

    func isReady(_ connection: LoadConnection) {
        idle.append(connection)
    }

    /// The next request; nil when the run is over.
    func nextRequest() -> PreparedRequest? {
        NIODeadline.now() < deadline ? plan.next() : nil
    }

    func note(_ answer: AnswerParser.Answer, to request: PreparedRequest, after time: TimeAmount) {
        report.latencies.add(nanoseconds: time.nanoseconds)
        report.statuses[answer.status, default: 0] += 1
        record(request, answer)
    }

    /// A connection has nothing more to do, or broke while its request was under way.
    func isDone(broken: Bool) {
        if broken { report.broken += 1 }
        active -= 1
        if active == 0 { finish() }
    }

    private func finish() {
        report.seconds = Double((NIODeadline.now() - start).nanoseconds) / 1e9
        finished.succeed(report)
    }
}
