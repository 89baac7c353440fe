import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@Suite struct ShutdownTests {
    /// A request whose body stops half way until the test goes on with it.
    private struct HalfRequest {
        private let whole = #"{"items":[{"sku":"A-1","quantity":2}]}"#
        private let pieces: AsyncStream<ByteBuffer>
        private let feed: AsyncStream<ByteBuffer>.Continuation

        init() {
            (pieces, feed) = AsyncStream.makeStream(of: ByteBuffer.self)
            feed.yield(ByteBuffer(string: String(whole.prefix(10))))
        }

        /// - Returns: the answer's status; nil when there was none.
        func send(by caller: Caller) async -> Int? {
            let body = HTTPClientRequest.Body.stream(pieces, length: .known(Int64(whole.utf8.count)))
            return try? await caller.send(.POST, "/orders", body: body).status
        }

        func goOn() {
            feed.yield(ByteBuffer(string: String(whole.dropFirst(10))))
            feed.finish()
        }
    }

    /// Sends the first half of a request and waits until the server has it in hand.
    private func begin(_ request: HalfRequest, on server: RunningServer) async throws -> Task<Int?, Never> {
        let answer = Task { await request.send(by: server.caller) }
        // What comes later was answered, so what came before has arrived.
        for _ in 0..<30 { #expect(try await server.caller.get("/health/live").status == 200) }
        return answer
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a request in flight is finished, and no new one is taken`(kind: DatabaseKind) async throws {
        let deployment = try await Deployment(kind)
        let server = try await deployment.start()
        try await server.waitUntilReady()
        let request = HalfRequest()
        let answer = try await begin(request, on: server)
        server.process.terminate()
        try await server.waitForLog("Stopping")
        let isClosed = await eventually { (try? await server.caller.get("/health/live")) == nil }
        #expect(isClosed)
        #expect(server.process.isRunning)
        request.goOn()
        #expect(await answer.value == 201)
        #expect(await server.process.wait() == 0)
        try await deployment.withServer { next in
            #expect(try await next.caller.all("/orders", of: OrderView.self).count == 1)
            try await next.waitUntilDelivered()
        }
    }

    @Test func `a second signal ends it at once`() async throws {
        let server = try await Deployment(.sqlite).start()
        try await server.waitUntilReady()
        let request = HalfRequest()
        let answer = try await begin(request, on: server)
        server.process.terminate()
        try await server.waitForLog("Stopping")
        #expect(server.process.isRunning)
        let start = ContinuousClock.now
        server.process.terminate()
        #expect(await server.process.wait() == 143)
        #expect(ContinuousClock.now - start < .seconds(10))
        request.goOn()
        #expect(await answer.value == nil)
    }

    @Test func `an open event stream does not hold the end up`() async throws {
        let server = try await Deployment(.sqlite).start()
        try await server.waitUntilReady()
        let order = try await server.caller.place(key: "streamed").decoded(OrderView.self)
        let stream = try await server.caller.open(
            .GET,
            "/orders/\(order.orderId)/events",
            headers: [("Accept", "text/event-stream")]
        )
        var text = ""
        let start = ContinuousClock.now
        for try await piece in stream.body {
            text += String(buffer: piece)
            if text.contains("OrderCreated"), server.process.isRunning { server.process.terminate() }
        }
        #expect(text.contains("id: 1\nevent: OrderCreated\n"))
        #expect(await server.process.wait() == 0)
        #expect(ContinuousClock.now - start < .seconds(15))
    }
}
