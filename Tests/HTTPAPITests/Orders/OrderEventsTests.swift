import HTTPTypes
import Orders
import TestSupport
import Testing

@Suite
struct OrderEventsTests {
    @Test(arguments: Backend.allCases)
    func `an order's events come in their order, page by page`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let id = try #require(try await api.place()["orderId"].text)
            try await api.drive(id, .validate, .reserve)
            var types: [String] = []
            var query = "?limit=2"
            while true {
                let page = try await api.call(.get, "/orders/\(id)/events" + query).json
                types += page["data"].elements.compactMap { $0["type"].text }
                guard let next = page["nextCursor"].text else { break }
                query = "?limit=2&after=\(next)"
            }
            #expect(types == ["OrderCreated", "OrderValidated", "OrderReserved"])
            #expect(try await api.call(.get, "/orders/\(id)/events?after=3").json["data"].elements.isEmpty)
        }
    }

    @Test(arguments: Backend.allCases)
    func `an event names its order, its cause and its trace, and nobody's address`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            let reply = try await api.call(
                .post,
                "/orders",
                #"{"shipTo":{"name":"Ada Lovelace","line1":"1 St","city":"Oslo","country":"NO"},"#
                    + #""items":[{"sku":"A","quantity":1}]}"#,
                headers: [("traceparent", parent)]
            )
            let id = try #require(try reply.json["orderId"].text)
            let page = try await api.call(.get, "/orders/\(id)/events")
            let event = try #require(try page.json["data"].elements.first)
            #expect(event["orderId"].text == id)
            #expect(event["actor"].text == "key:bootstrap")
            let trace = try #require(event["traceparent"].text)
            #expect(trace.hasPrefix("00-0af7651916cd43dd8448eb211c80319c-"))
            #expect(trace != parent)
            #expect(!page.text.contains("Lovelace"))
        }
    }

    @Test(arguments: Backend.allCases)
    func `the feed goes on from where a reader stopped, also at its end`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let empty = try await api.call(.get, "/events").json
            #expect(empty["data"].elements.isEmpty)
            let start = try #require(empty["nextCursor"].text)
            for _ in 0..<3 { _ = try await api.place() }
            try await api.waitForFeed(after: start, toShow: 3)
            let first = try await api.call(.get, "/events?limit=2&after=\(start)").json
            #expect(first["data"].elements.count == 2)
            let next = try #require(first["nextCursor"].text)
            let second = try await api.call(.get, "/events?limit=2&after=\(next)").json
            #expect(second["data"].elements.count == 1)
            let end = try #require(second["nextCursor"].text)
            #expect(try await api.call(.get, "/events?after=\(end)").json["nextCursor"].text == end)
            let fourth = try await api.place()
            try await api.waitForFeed(after: end, toShow: 1)
            let news = try await api.call(.get, "/events?after=\(end)").json["data"].elements
            #expect(news.map { $0["orderId"] } == [fourth["orderId"]])
        }
    }

    @Test
    func `wrong positions are refused by name`() async throws {
        try await APIFixture.with { api in
            let id = try #require(try await api.place()["orderId"].text)
            for (path, field) in [
                ("/orders/\(id)/events?after=-1", "after"), ("/orders/\(id)/events?after=x", "after"),
                ("/events?after=17", "after"), ("/events?after=%00", "after"), ("/events?limit=0", "limit"),
            ] {
                let reply = try await api.call(.get, path)
                #expect(reply.status == 400, "\(path)")
                #expect(try reply.error(field) != nil, "\(path)")
            }
            let missing = "/orders/01932f6e-3c00-7000-8000-000000000001/events"
            #expect(try await api.call(.get, missing).status == 404)
        }
    }
}

extension APIFixture {
    /// A feed holds events back while an older transaction is open anywhere on the database's server, also one of
    /// another test.
    fileprivate func waitForFeed(after position: String, toShow count: Int) async throws {
        let isShown = try await eventually {
            try await call(.get, "/events?after=\(position)").json["data"].elements.count >= count
        }
        #expect(isShown)
    }
}
