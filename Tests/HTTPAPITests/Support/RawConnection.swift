import Foundation
import NIOCore
import NIOPosix

/// A TCP connection to a server, for requests that no HTTP client would send.
struct RawConnection {
    struct TimedOut: Error {
        let received: String
    }

    private let channel: any Channel
    private let inbound: AsyncThrowingStream<ByteBuffer, any Error>

    static func open(port: Int) async throws -> RawConnection {
        let (inbound, continuation) = AsyncThrowingStream.makeStream(of: ByteBuffer.self)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Receiver(continuation))
                }
            }
            .connect(host: "localhost", port: port).get()
        return RawConnection(channel: channel, inbound: inbound)
    }

    /// A connection that has sent a text. When the server's patience with idle connections ends before that, which
    /// happens on a busy machine, another one is opened.
    static func openSending(_ text: String, port: Int) async throws -> RawConnection {
        for _ in 0..<20 {
            let connection = try await open(port: port)
            do {
                try await connection.send(text)
                return connection
            } catch {
                try? await connection.close()
            }
        }
        throw TimedOut(received: "a closed connection each time")
    }

    func send(_ text: String) async throws {
        try await channel.writeAndFlush(channel.allocator.buffer(string: text)).get()
    }

    /// Sends in pieces and does not mind when the server closes in between.
    func sendMuch(_ bytes: Int, of byte: UInt8 = 0x20) async {
        let piece = channel.allocator.buffer(repeating: byte, count: 65_536)
        for _ in 0..<bytes / 65_536 {
            do { try await channel.writeAndFlush(piece).get() } catch { return }
        }
    }

    func finishSending() async throws {
        try await close(.output)
    }

    func close() async throws {
        try await close(.all)
    }

    /// The server may have been faster: then there is nothing left to close.
    private func close(_ mode: CloseMode) async throws {
        do {
            try await channel.close(mode: mode).get()
        } catch ChannelError.alreadyClosed, ChannelError.outputClosed {
        } catch let error as IOError where error.errnoCode == ENOTCONN {
            // It was reset a moment ago.
        }
    }

    /// Receives until the server ends the connection, or what came satisfies the condition.
    func receive(
        within time: Duration = .seconds(20),
        until isEnough: @escaping @Sendable (String) -> Bool = { _ in false }
    ) async throws -> String {
        try await withThrowingTaskGroup(of: String?.self) { [inbound] group in
            group.addTask {
                var text = ""
                do {
                    for try await buffer in inbound {
                        text += String(buffer: buffer)
                        if isEnough(text) { break }
                    }
                } catch {
                    // A reset ends the connection as well.
                }
                return text
            }
            group.addTask {
                try await ContinuousClock().sleep(for: time)
                return nil
            }
            let first = try await group.next() ?? nil
            group.cancelAll()
            guard let first else { throw TimedOut(received: "nothing that was enough") }
            return first
        }
    }

    private final class Receiver: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let continuation: AsyncThrowingStream<ByteBuffer, any Error>.Continuation

        init(_ continuation: AsyncThrowingStream<ByteBuffer, any Error>.Continuation) {
            self.continuation = continuation
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            continuation.yield(unwrapInboundIn(data))
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case ChannelEvent.inputClosed = event { continuation.finish() }
            context.fireUserInboundEventTriggered(event)
        }

        func channelInactive(context: ChannelHandlerContext) {
            continuation.finish()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            continuation.finish(throwing: error)
            context.close(promise: nil)
        }
    }
}
