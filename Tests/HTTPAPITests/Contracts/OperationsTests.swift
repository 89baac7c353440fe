import Access
import HTTPAPI
import HTTPTypes
import Messaging
import OMSKernel
import TestSupport
import Testing

@Suite
struct OperationsTests {
    @Test
    func `health has Spring's shape and says what is down`() async throws {
        let checks = [
            HealthCheck(name: "database") { .up }, HealthCheck(name: "relay") { .down(reason: "stuck") },
        ]
        try await APIFixture.with(adjust: { $0.healthChecks = [checks[0]] }) { api in
            for path in ["/health/ready", "/actuator/health"] {
                let reply = try await api.call(.get, path, headers: [("No-Key", "")])
                #expect(reply.status == 200)
                #expect(reply.text == #"{"status":"UP","components":{"database":{"status":"UP"}}}"#)
            }
        }
        try await APIFixture.with(adjust: { $0.healthChecks = checks }) { api in
            let reply = try await api.call(.get, "/health/ready")
            #expect(reply.status == 503)
            #expect(
                reply.text == #"{"status":"DOWN","components":{"database":{"status":"UP"},"#
                    + #""relay":{"status":"DOWN","details":{"reason":"stuck"}}}}"#
            )
            #expect(try await api.call(.get, "/health/live").text == #"{"status":"UP"}"#)
        }
    }

    @Test
    func `a check that hangs is down, and the rest is told`() async throws {
        try await APIFixture.with(adjust: { dependencies in
            dependencies.limits.healthCheckTime = .milliseconds(20)
            dependencies.healthChecks = [
                HealthCheck(name: "database") {
                    try? await ContinuousClock().sleep(for: .seconds(60))
                    return .up
                }
            ]
        }) { api async throws in
            #expect(try await api.call(.get, "/health/ready").status == 503)
        }
    }

    @Test
    func `metrics are served as they are scraped`() async throws {
        try await APIFixture.with(adjust: { $0.scrapeMetrics = { "orders 1\n" } }) { api in
            let reply = try await api.call(.get, "/metrics", headers: [("No-Key", "")])
            #expect(reply.text == "orders 1\n")
            #expect(reply.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
        }
    }

    @Test(arguments: Backend.allCases)
    func `the doctor finds late and dead events and keys about to end`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            #expect(try await api.call(.get, "/doctor").text == #"{"findings":[]}"#)
            let id = try #require(try await api.place()["orderId"].text)
            #expect(try await api.call(.get, "/doctor").text == #"{"findings":[]}"#)
            let end = api.clock.now().advanced(by: .seconds(13 * 86_400))
            let body = #"{"name":"shop","scopes":["ops"],"expiresAt":"\#(end)"}"#
            let key = try #require(try await api.call(.post, "/keys", body).json["keyId"].text)
            api.clock.advance(by: .seconds(61))
            let findings = try await api.call(.get, "/doctor").json["findings"].elements
            #expect(findings.map { $0["severity"].text } == ["error", "warning"])
            #expect(findings[0]["message"].text?.hasPrefix("2 events are not delivered, the oldest since") == true)
            #expect(findings[1]["subject"].text == key)
            try await api.killEvents()
            let dead = try await api.call(.get, "/doctor").json["findings"].elements
            let lost = "1 events could not be delivered and wait in the dead letters"
            #expect(dead.contains { $0["message"].text == lost })
            let letters = try await api.call(.get, "/events/dead").json["data"].elements
            #expect(letters.map { $0["orderId"].text } == [id])
            #expect(letters[0]["error"].text == "refused")
        }
    }

    @Test(arguments: Backend.allCases)
    func `dead letters go back, one or all`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            for _ in 0..<3 { _ = try await api.place() }
            try await api.killEvents()
            let first = try await api.call(.get, "/events/dead?limit=1").json
            #expect(first["data"].elements.count == 1)
            let cursor = try #require(first["nextCursor"].text)
            let rest = try await api.call(.get, "/events/dead?cursor=\(cursor)").json
            #expect(rest["data"].elements.count == 2)
            guard case .number(let position) = first["data"].elements[0]["position"] else {
                Issue.record("no position")
                return
            }
            let path = "/events/dead/\(Int(position))/retry"
            #expect(try await api.call(.post, path).text == #"{"retried":1}"#)
            #expect(try await api.call(.post, path).status == 404)
            #expect(try await api.call(.post, "/events/dead/retry").text == #"{"retried":2}"#)
            #expect(try await api.call(.post, "/events/dead/retry").text == #"{"retried":0}"#)
        }
    }
}

extension APIFixture {
    /// Moves every waiting event to the dead letters.
    fileprivate func killEvents() async throws {
        let now = clock.now()
        let due = try await stores.outbox.dueMessages(now: now, limit: 100)
            .filter { $0.destination == OutboxMessage.eventsDestination }
        let results = due.map { OutboxResult(message: $0, outcome: .dead(error: "refused")) }
        try await stores.outbox.settle(results, now: now)
    }
}
