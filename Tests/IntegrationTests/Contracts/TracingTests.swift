import Foundation
import TestSupport
import Testing

/// One request's ids, from its header to the last line that tells of it.
@Suite struct TracingTests {
    private struct LogLine: Decodable {
        let message: String
        let requestId: String?
        let orderId: String?
        let traceId: String?
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a trace goes on in the event, the CloudEvent, the log and the order's story`(kind: DatabaseKind) async throws
    {
        let trace = "0af7651916cd43dd8448eb211c80319c"
        let deployment = try await Deployment(kind)
        try await deployment.withServer(["OMS_PROFILE": "dev"]) { server in
            let made = try await server.caller.post(
                "/orders",
                #"{"items":[{"sku":"A-1","quantity":2}]}"#,
                headers: [("traceparent", "00-\(trace)-b7ad6b7169203331-01"), ("X-Request-Id", "request-7")]
            )
            #expect(made.header("X-Request-Id") == "request-7")
            let id = try made.decoded(OrderView.self).orderId
            let events = try await server.caller.all("/orders/\(id)/events", of: EventView.self)
            let parent = try #require(events.first?.traceparent)
            #expect(parent.hasPrefix("00-\(trace)-"))
            #expect(!parent.contains("b7ad6b7169203331"))

            try await server.waitUntilDelivered()
            let delivered = server.standardOutput.compactMap {
                try? JSONDecoder().decode(CloudEventView.self, from: Data($0.utf8))
            }
            #expect(delivered.map(\.traceparent) == [parent])

            try await server.waitForLog("request-7")
            let lines = server.log.split(separator: "\n").compactMap {
                try? JSONDecoder().decode(LogLine.self, from: Data($0.utf8))
            }
            let line = try #require(lines.first { $0.requestId == "request-7" })
            #expect(line.orderId == id)
            #expect(line.traceId == trace)

            let other = try await server.caller.place(key: "other").decoded(OrderView.self).orderId
            try await server.waitForLog(other)
            let file = deployment.folder.file("server.log")
            try Data(server.log.utf8).write(to: file)
            let story = try await server.oms("orders", "trace", id, "--log", file.path)
            #expect(story.standardOutput.contains("OrderCreated"))
            #expect(story.standardOutput.contains(trace))
            #expect(story.standardOutput.contains("request-7"))
            #expect(!story.standardOutput.contains(other))
        }
    }

    @Test func `logs and events hold no personal data and no key`() async throws {
        try await Deployment(.sqlite).withServer(["OMS_PROFILE": "dev", "OMS_LOG_LEVEL": "trace"]) { server in
            let body = """
                {"items":[{"sku":"A-1","quantity":2}],"shipTo":{"name":"Zoltan Quux","line1":"9 Hidden Lane",\
                "city":"Oslo","postalCode":"0150","country":"NO","email":"zoltan@example.com","phone":"+4712345678"}}
                """
            let made = try await server.caller.post("/orders?x=Zoltan", body)
            #expect(made.status == 201)
            #expect(
                try await server.caller.post("/orders", #"{"items":[{"sku":"Zoltan","quantity":"Quux"}]}"#).status
                    == 400
            )
            let customer = #"{"customerId":"c-1","name":"Zoltan Quux","email":"zoltan@example.com"}"#
            #expect(try await server.caller.post("/customers", customer).status == 201)
            try await server.waitUntilDelivered()
            #expect(await server.stop() == 0)
            let written = server.log + server.standardOutput.joined()
            for secret in ["Zoltan", "Quux", "Hidden", "zoltan@", "4712345678", Deployment.apiKey] {
                #expect(!written.contains(secret), "\(secret)")
            }
        }
    }
}
