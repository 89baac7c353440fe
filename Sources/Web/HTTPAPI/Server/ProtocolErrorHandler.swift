import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import OMSKernel

/// Answers what the HTTP parser refuses, which no route ever sees: 431 for headers that are too large, 400 for the
/// rest, as a problem, and ends the connection.
///
/// While a request is being answered the error goes on to its handler instead.
final class ProtocolErrorHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private var requestsInProgress = 0
    private var hasFailed = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if hasFailed { return }
        if case .head = unwrapInboundIn(data) { requestsInProgress += 1 }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { requestsInProgress -= 1 }
        context.write(data, promise: promise)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if hasFailed { return }
        guard requestsInProgress == 0, let problem = Self.problem(error) else {
            context.fireErrorCaught(error)
            return
        }
        hasFailed = true
        write(problem, context)
        ClientConnection(context.channel).closeAfterAnswer()
    }

    private static func problem(_ error: any Error) -> Problem? {
        switch error {
        // The client left between requests, or in the middle of a head: nobody is there to be told.
        case HTTPParserError.invalidEOFState, HTTPParserError.closedConnection: nil
        case HTTPParserError.headerOverflow: Problem(.headersTooLarge, "The request's headers are too large")
        case is IOError, is ChannelError: nil
        default: Problem(.badRequest, "The request is not valid HTTP")
        }
    }

    private func write(_ problem: Problem, _ context: ChannelHandlerContext) {
        let body = problem.body(style: .problem, path: "/", now: SystemWallClock().now())
        var head = HTTPResponse(status: problem.status)
        head.headerFields[.contentType] = Answer.ContentType.problem.rawValue
        head.headerFields[.contentLength] = String(body.count)
        head.headerFields[.connection] = "close"
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(context.channel.allocator.buffer(bytes: body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
