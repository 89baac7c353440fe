import HTTPAPI
import Messaging
import Synchronization
import HTTPTypes
import OMSKernel
import Orders
import Testing

@Suite
struct EventStreamTests {
    private static func request(_ id: String, _ headers: String...) -> String {
        let all =
            ["Host: localhost", "X-API-Key: \(APIFixture.bootstrapSecret)", "Accept: text/event-stream"] + headers
        return "GET /orders/\(id)/events HTTP/1.1\r\n" + all.joined(separator: "\r\n") + "\r\n\r\n"
    }

    @Test
    func `events come as they happen, each with its id, its type and its JSON`() async throws {
        let wakeups = Wakeups()
        try await LiveServer.with(adjust: { dependencies in
            dependencies.wakeups = wakeups
            dependencies.limits.streamPollInterval = .seconds(600)
        }) { api, port in
            let id = try #require(try await api.place()["orderId"].text)
            let connection = try await RawConnection.open(port: port)
            try await connection.send(Self.request(id))
            let first = try await connection.receive { $0.contains("OrderCreated\ndata:") && $0.contains("\n\n\r\n") }
            #expect(first.contains("HTTP/1.1 200"))
            #expect(first.contains("text/event-stream"))
            #expect(first.contains("id: 1\nevent: OrderCreated\ndata: {\"eventId\":"))
            try await api.drive(id, .validate)
            wakeups.wake(id)
            let second = try await connection.receive { $0.contains("OrderValidated\ndata:") }
            #expect(second.contains("id: 2\nevent: OrderValidated\n"))
            try await connection.close()
        }
    }

    @Test
    func `a stream goes on after the event that its client saw last`() async throws {
        try await LiveServer.with { api, port in
            let id = try #require(try await api.place()["orderId"].text)
            try await api.drive(id, .validate, .reserve)
            let connection = try await RawConnection.open(port: port)
            try await connection.send(Self.request(id, "Last-Event-ID: 2"))
            let text = try await connection.receive { $0.contains("OrderReserved\ndata:") }
            #expect(!text.contains("id: 1\n") && !text.contains("id: 2\n") && text.contains("id: 3\n"))
            try await connection.close()
        }
    }

    @Test
    func `a silent stream says that it lives, and finds news without a wake-up`() async throws {
        try await LiveServer.with(adjust: { dependencies in
            dependencies.limits.heartbeatInterval = .milliseconds(50)
            dependencies.limits.streamPollInterval = .milliseconds(20)
        }) { api, port in
            let id = try #require(try await api.place()["orderId"].text)
            let connection = try await RawConnection.open(port: port)
            try await connection.send(Self.request(id))
            _ = try await connection.receive { $0.ranges(of: ": alive\n\n").count >= 2 }
            try await api.drive(id, .validate)
            #expect(try await connection.receive { $0.contains("OrderValidated") }.contains("id: 2\n"))
            try await connection.close()
        }
    }

    @Test
    func `streams are bounded, and a place is free again when its client has left`() async throws {
        try await LiveServer.with(adjust: { dependencies in
            dependencies.limits.eventStreams = 1
            dependencies.limits.heartbeatInterval = .milliseconds(20)
            dependencies.limits.streamPollInterval = .milliseconds(20)
        }) { api, port in
            let id = try #require(try await api.place()["orderId"].text)
            let first = try await RawConnection.open(port: port)
            try await first.send(Self.request(id))
            _ = try await first.receive { $0.contains("OrderCreated") }
            let second = try await RawConnection.open(port: port)
            try await second.send(Self.request(id, "Connection: close"))
            let refused = try await second.receive()
            #expect(refused.hasPrefix("HTTP/1.1 503 "))
            #expect(refused.contains("Retry-After: 5"))
            try await first.close()
            var answer = ""
            repeat {
                let again = try await RawConnection.open(port: port)
                try await again.send(Self.request(id))
                answer = try await again.receive { $0.contains("\r\n\r\n") }
                try await again.close()
            } while answer.hasPrefix("HTTP/1.1 503 ")
            #expect(answer.hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test
    func `a stream ends by itself after its time`() async throws {
        try await LiveServer.with(adjust: { dependencies in
            dependencies.limits.eventStreamTime = .milliseconds(50)
            dependencies.limits.streamPollInterval = .milliseconds(20)
        }) { api, port in
            let id = try #require(try await api.place()["orderId"].text)
            let connection = try await RawConnection.open(port: port)
            try await connection.send(Self.request(id, "Connection: close"))
            #expect(try await connection.receive().hasSuffix("0\r\n\r\n"))
        }
    }

    @Test
    func `a shutdown ends the streams`() async throws {
        let received = Mutex<Task<String, any Error>?>(nil)
        try await LiveServer.with { api, port in
            let id = try #require(try await api.place()["orderId"].text)
            let connection = try await RawConnection.open(port: port)
            try await connection.send(Self.request(id))
            _ = try await connection.receive { $0.contains("OrderCreated") }
            received.withLock { $0 = Task { try await connection.receive() } }
        }
        // The server has stopped by now: had the stream gone on, it would still be waiting for it.
        let rest = try #require(received.withLock { $0 })
        #expect(try await rest.value.hasSuffix("0\r\n\r\n"))
    }

    @Test
    func `a stream of no order, or after no number, is refused`() async throws {
        try await APIFixture.with { api in
            let accept = ("Accept", "text/event-stream")
            let missing = "/orders/01932f6e-3c00-7000-8000-000000000001/events"
            #expect(try await api.call(.get, missing, headers: [accept]).status == 404)
            let id = try #require(try await api.place()["orderId"].text)
            let reply = try await api.call(.get, "/orders/\(id)/events", headers: [accept, ("Last-Event-ID", "x")])
            #expect(reply.status == 400)
            #expect(try reply.error("Last-Event-ID") == "Last-Event-ID must be the sequence number of an event")
        }
    }
}

/// Wake-ups at a test's command.
private final class Wakeups: EventWakeups {
    private let waiting = Mutex<[String: [AsyncStream<Void>.Continuation]]>([:])

    func wakeups(for orderingKey: String) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        waiting.withLock { $0[orderingKey, default: []].append(continuation) }
        return stream
    }

    func wake(_ key: String) {
        for continuation in waiting.withLock({ $0[key] ?? [] }) { continuation.yield() }
    }
}
