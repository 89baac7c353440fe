import NIOCore

/// What the connections of a run share.
///
/// `@unchecked Sendable`: all but the constants is touched on the run's one event loop alone, or before it runs.
final class LoadState: @unchecked Sendable {
    typealias Connect = @Sendable () -> EventLoopFuture<any Channel>

    private static let pauseBeforeRepeating = TimeAmount.milliseconds(20)
    /// How long a request is repeated after the run's time is over.
    private static let longestInsisting = TimeAmount.seconds(120)

    private let record: @Sendable (PreparedRequest, AnswerParser.Answer) -> Void
    private let eventLoop: any EventLoop
    private let finished: EventLoopPromise<LoadReport>
    private var plan: any RequestPlan
    /// Makes a new connection for a request that must be answered; nil: a broken one is given up.
    private var connect: Connect?
    /// New connections, until their first request is known.
    private var idle: [LoadConnection] = []
    /// Requests that wait for a new connection.
    private var homeless: [PreparedRequest] = []
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

    func insist(with connect: @escaping Connect) {
        self.connect = connect
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

    /// The next request; nil when the run is over.
    func nextRequest() -> PreparedRequest? {
        NIODeadline.now() < deadline ? plan.next() : nil
    }

    // MARK: What connections tell

    func isReady(_ connection: LoadConnection) {
        if let request = homeless.popLast() { connection.send(request) } else { idle.append(connection) }
    }

    /// - Returns: false when the answer is not final and the request must be sent again.
    func note(_ answer: AnswerParser.Answer, to request: PreparedRequest, after time: TimeAmount) -> Bool {
        report.statuses[answer.status, default: 0] += 1
        if connect != nil, answer.status == 503 || answer.status == 409, canInsist {
            report.repeated += 1
            return false
        }
        report.latencies.add(nanoseconds: time.nanoseconds)
        record(request, answer)
        return true
    }

    /// Sends a request again on the same connection.
    func sendLater(_ request: PreparedRequest, on connection: LoadConnection) {
        let connection = NIOLoopBound(connection, eventLoop: eventLoop)
        eventLoop.scheduleTask(in: Self.pauseBeforeRepeating) { connection.value.send(request) }
    }

    /// A connection has nothing more to do.
    func isDone() {
        active -= 1
        if active == 0 { finish() }
    }

    /// A connection broke.
    /// - Parameter request: what was under way on it.
    func isBroken(with request: PreparedRequest?) {
        guard let request, connect != nil, canInsist else {
            report.broken += 1
            return isDone()
        }
        report.repeated += 1
        reconnect(for: request)
    }

    // MARK: Insisting

    private var canInsist: Bool { NIODeadline.now() < deadline + Self.longestInsisting }

    private func reconnect(for request: PreparedRequest) {
        eventLoop.scheduleTask(in: Self.pauseBeforeRepeating) { [self] in
            guard let connect, canInsist else {
                report.broken += 1
                return isDone()
            }
            homeless.append(request)
            connect().whenFailure { [self] _ in
                if let waiting = homeless.popLast() { reconnect(for: waiting) }
            }
        }
    }

    private func finish() {
        report.seconds = Double((NIODeadline.now() - start).nanoseconds) / 1e9
        finished.succeed(report)
    }
}
