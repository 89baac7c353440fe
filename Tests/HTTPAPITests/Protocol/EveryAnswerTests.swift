import HTTPAPI
import HTTPTypes
import Logging
import OMSKernel
import Orders
import Synchronization
import Testing

@Suite
struct EveryAnswerTests {
    @Test(arguments: [
        ("abc-123", true), ("a b", false), ("", false), ("é", false), (String(repeating: "x", count: 129), false),
    ])
    func `a request's own id is kept when it is one`(id: String, isKept: Bool) async throws {
        try await APIFixture.with { api in
            let reply = try await api.call(.get, "/health/live", headers: [("X-Request-Id", id)])
            let answered = try #require(reply.header("X-Request-Id"))
            #expect((answered == id) == isKept)
            #expect(!answered.isEmpty)
        }
    }

    @Test
    func `answers of every kind have the security headers`() async throws {
        try await APIFixture.with { api in
            for (method, path) in [
                (HTTPRequest.Method.get, "/orders"), (.get, "/nothing"), (.put, "/orders"), (.post, "/orders"),
                (.get, "/health/live"),
            ] {
                let reply = try await api.call(method, path)
                #expect(reply.header("X-Content-Type-Options") == "nosniff")
                #expect(reply.header("Cache-Control") == "no-store")
                #expect(reply.header("X-Request-Id") != nil)
            }
        }
    }

    @Test
    func `a fault of the server tells the request's id and nothing else`() async throws {
        struct Internal: Error {
            let password = "hunter2"
        }
        let log = LogCapture()
        try await APIFixture.with(adjust: { dependencies in
            dependencies.orders = FailingOrderStore(Internal())
            dependencies.logger = log.logger
        }) { api in
            let reply = try await api.call(.get, "/orders", headers: [("X-Request-Id", "r-1")])
            #expect(reply.status == 500)
            #expect(!reply.text.contains("hunter2"))
            #expect(try reply.json["message"].text?.contains("r-1") == true)
            #expect(log.lines.withLock { $0 }.contains { $0.contains("Request failed") })
        }
    }

    @Test(arguments: [
        StorageError.overloaded(retryAfter: .seconds(2)), .unavailable(retryAfter: .milliseconds(1_200)),
        .outcomeUnknown(retryAfter: .seconds(2)),
    ])
    func `a store that cannot now is 503 with a time to come again`(error: StorageError) async throws {
        try await APIFixture.with(adjust: { $0.orders = FailingOrderStore(error) }) { api in
            let reply = try await api.call(.post, "/orders", #"{"items":[{"sku":"A","quantity":1}]}"#)
            #expect(reply.status == 503)
            #expect(reply.header("Retry-After") == "2")
            #expect(try reply.json["message"].text == error.message)
        }
    }

    @Test
    func `one line a request tells the route, the key and the order, and nothing a client wrote`() async throws {
        let log = LogCapture()
        try await APIFixture.with(adjust: { $0.logger = log.logger }) { api in
            let reply = try await api.call(
                .post,
                "/orders?secret=1",
                #"{"shipTo":{"name":"Lovelace","line1":"1 St","city":"Oslo","country":"NO"},"#
                    + #""items":[{"sku":"SKU-7","quantity":1}]}"#
            )
            let id = try #require(try reply.json["orderId"].text)
            _ = try await api.call(.get, "/orders/\(id)/nothing")
            let lines = log.lines.withLock { $0 }
            #expect(lines.count == 2)
            #expect(lines[0].contains("route=/orders ") && lines[0].contains("status=201"))
            #expect(lines[0].contains("orderId=\(id)") && lines[0].contains("keyId=bootstrap"))
            #expect(lines[1].contains("route=unknown") && lines[1].contains("status=404"))
            for text in ["Lovelace", "SKU-7", "secret", APIFixture.bootstrapSecret] {
                #expect(!lines.joined().contains(text), "\(text)")
            }
        }
    }
}

/// Keeps log lines as text: the message and its metadata.
private final class LogCapture: Sendable {
    let lines = Mutex<[String]>([])

    var logger: Logger {
        Logger(label: "test") { [self] _ in Handler(capture: self) }
    }

    private struct Handler: LogHandler {
        let capture: LogCapture
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            capture.lines.withLock { $0.append("\(event.message) " + all.joined(separator: " ") + " ") }
        }
    }
}
