import GRPCCore
import GRPCNIOTransportHTTP2
import Synchronization

/// Channels to one service, opened as calls need them.
///
/// A service lets only so many calls share one HTTP/2 connection, 100 where nothing else is set; with more than
/// that, long polls would keep the calls that end them from getting through.
final class ChannelPool: Sendable {
    typealias Channel = GRPCClient<HTTP2ClientTransport.Posix>

    private struct State {
        var channels: [Channel] = []
        var calls: [Int] = []
        var isClosed = false
    }

    /// A little under 100, for the pings and calls of a connection that is about to close.
    private static let callsPerChannel = 90

    private let open: @Sendable () throws -> Channel
    private let state = Mutex(State())
    private let slots: SlotPool
    private let opened: AsyncStream<Channel>
    private let announce: AsyncStream<Channel>.Continuation

    /// - Parameters:
    ///   - limit: How many channels there may be; calls beyond them wait.
    ///   - open: Makes a channel, which is not run yet.
    init(limit: Int, open: @escaping @Sendable () throws -> Channel) {
        self.open = open
        slots = SlotPool(limit: limit * Self.callsPerChannel)
        (opened, announce) = AsyncStream.makeStream()
    }

    /// Makes a call on the first channel that has room for it.
    func call<Response>(_ body: (Channel) async throws -> Response) async throws -> Response {
        let slot = try await slots.acquire()
        defer { slot.release() }
        let (channel, index) = try take()
        defer { state.withLock { $0.calls[index] -= 1 } }
        return try await body(channel)
    }

    /// Runs the channels, those that are open and those that will be. Returns when it is cancelled.
    func run() async {
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                for await channel in opened {
                    // It returns when it is shut down; what breaks before is made anew inside it.
                    group.addTask { try? await channel.runConnections() }
                }
            }
        } onCancel: {
            close()
        }
    }

    private func take() throws -> (Channel, Int) {
        try state.withLock { state in
            if let index = state.calls.firstIndex(where: { $0 < Self.callsPerChannel }) {
                state.calls[index] += 1
                return (state.channels[index], index)
            }
            let channel = try open()
            if state.isClosed { channel.beginGracefulShutdown() }
            state.channels.append(channel)
            state.calls.append(1)
            announce.yield(channel)
            return (channel, state.channels.count - 1)
        }
    }

    private func close() {
        let channels = state.withLock { state in
            state.isClosed = true
            return state.channels
        }
        announce.finish()
        for channel in channels { channel.beginGracefulShutdown() }
    }
}
