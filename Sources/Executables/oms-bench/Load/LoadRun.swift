import NIOCore
import NIOPosix

/// Drives a server with a number of keep-alive connections, each of which sends its next request as soon as the
/// last one is answered. One thread serves them all, so that the server has the rest of the machine.
struct LoadRun {
    let host: String
    let port: Int
    let connections: Int
    /// How long requests are sent; those under way then are still awaited.
    let time: TimeAmount
    /// Whether a request without a final answer is sent again, on a new connection when need be.
    var insists = false

    /// Runs to its end.
    /// - Parameters:
    ///   - plan: the requests.
    ///   - record: told of every final answer, on the run's thread.
    /// - Returns: what was counted.
    /// - Throws: when a connection cannot be made at the start.
    func callAsFunction(
        _ plan: any RequestPlan,
        record: @escaping @Sendable (PreparedRequest, AnswerParser.Answer) -> Void = { _, _ in }
    ) async throws -> LoadReport {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let state = LoadState(plan: plan, eventLoop: group.next(), record: record)
        let connect = connector(group, state)
        if insists { state.insist(with: connect) }
        do {
            for _ in 0..<connections { _ = try await connect().get() }
            let report = try await state.run(for: time)
            try await group.shutdownGracefully()
            return report
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    private func connector(
        _ group: MultiThreadedEventLoopGroup,
        _ state: LoadState
    ) -> @Sendable () -> EventLoopFuture<any Channel> {
        { [host, port] in
            ClientBootstrap(group: group)
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(LoadConnection(state))
                    }
                }
                .connect(host: host, port: port)
        }
    }
}
