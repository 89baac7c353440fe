import NIOCore

/// One keep-alive connection: a request, its answer, the next request.
final class LoadConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let state: LoadState
    private var parser = AnswerParser()
    private var context: ChannelHandlerContext?
    private var current: (request: PreparedRequest, sentAt: NIODeadline)?
    private var isDone = false

    init(_ state: LoadState) {
        self.state = state
    }

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        state.isReady(self)
    }

    func sendNext() {
        guard let context, let request = state.nextRequest() else { return end(broken: false) }
        current = (request, .now())
        context.writeAndFlush(wrapOutboundOut(request.bytes), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        parser.append(unwrapInboundIn(data))
        do {
            while let answer = try parser.next() {
                guard let (request, sentAt) = current else { return end(broken: true) }
                current = nil
                state.note(answer, to: request, after: .now() - sentAt)
                sendNext()
            }
        } catch {
            end(broken: true)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(broken: true)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(broken: true)
    }

    private func end(broken: Bool) {
        guard !isDone else { return }
        isDone = true
        state.isDone(broken: broken)
        context?.close(promise: nil)
        context = nil
    }
}
