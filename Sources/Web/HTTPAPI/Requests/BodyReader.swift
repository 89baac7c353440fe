import HTTPTypes
import HummingbirdCore
import NIOCore

/// Reads a request's body up to its limit. A longer one is still read to a bounded amount, so that a client that
/// writes all before it reads can read its 413; one longer than that loses its connection.
struct BodyReader {
    let limits: APILimits
    let connection: ClientConnection

    /// The whole body.
    /// - Throws: 413, 408 when it does not arrive in time, or 400 when the client left before its end.
    func read(_ request: Request) async throws -> ByteBuffer {
        let announced = request.announcedBodyBytes
        // Who waits for `100 Continue` has not sent the body and need not.
        if let announced, announced > limits.bodyBytes, request.headers[.expect] != nil {
            throw tooLarge(closing: true)
        }
        let deadline = ContinuousClock.now + limits.bodyTime
        var whole = ByteBuffer()
        var total = 0
        var iterator = request.body.makeAsyncIterator()
        while let chunk = try await iterator.next() {
            let isFirst = total == 0
            total += chunk.readableBytes
            if total > limits.bodyBytes {
                whole = ByteBuffer()
            } else if isFirst {
                whole = chunk
            } else {
                whole.writeImmutableBuffer(chunk)
            }
            if total > limits.drainedBodyBytes { throw tooLarge(closing: true) }
            if ContinuousClock.now > deadline { throw Self.late }
        }
        if total > limits.bodyBytes { throw tooLarge(closing: false) }
        guard isWhole(request, announced: announced, read: total) else { throw Self.broken }
        return whole
    }

    /// A connection that ends in the middle of a body looks like the body's end.
    private func isWhole(_ request: Request, announced: Int?, read: Int) -> Bool {
        if let announced { return announced == read }
        return request.headers[.transferEncoding] == nil || connection.isOpen
    }

    private func tooLarge(closing: Bool) -> Problem {
        var problem = Problem(.contentTooLarge, "The body must have at most \(limits.bodyBytes) bytes")
        problem.closesConnection = closing
        return problem
    }

    private static let late = closing(Problem(.requestTimeout, "The body did not arrive in time"))
    private static let broken = closing(Problem(.badRequest, "The body ended before its announced length"))

    private static func closing(_ problem: Problem) -> Problem {
        var problem = problem
        problem.closesConnection = true
        return problem
    }
}

extension Request {
    /// The body's length as the client announced it.
    var announcedBodyBytes: Int? { headers[.contentLength].flatMap { Int($0) } }
}
