import NIOCore

/// One keep-alive connection: a request, its answer, the next request.
final class LoadConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let state: LoadState
    private var parser = AnswerParser()
    private var context: ChannelHandlerContext?
    private var current: (request: PreparedRequest, sentAt: NIODeadline)?
    private var hasEnded = false

    init(_ state: LoadState) {
        self.state = state
    }

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        state.isReady(self)
    }

    func sendNext() {
        if let request = state.nextRequest() {
            send(request)
        } else {
            hasEnded = true
            close()
            state.isDone()
        }
    }

    func send(_ request: PreparedRequest) {
        current = (request, .now())
        guard let context else { return breakOff() }
        context.writeAndFlush(wrapOutboundOut(request.bytes), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        parser.append(unwrapInboundIn(data))
        do {
            while let answer = try parser.next() {
                guard let (request, sentAt) = current else { return breakOff() }
                if state.note(answer, to: request, after: .now() - sentAt) {
                    current = nil
                    sendNext()
                } else {
                    state.sendLater(request, on: self)
                }
            }
        } catch {
            breakOff()
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        breakOff()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        breakOff()
    }

    private func breakOff() {
        guard !hasEnded else { return }
        hasEnded = true
        close()
        state.isBroken(with: current?.request)
    }

    private func close() {
        context?.close(promise: nil)
        context = nil
    }
}
