import HTTPTypes
import OMSKernel
import TestSupport
import Testing

@Suite
struct ListOrdersTests {
    /// Five orders, one a second.
    private func seed(_ api: APIFixture) async throws -> [String] {
        var ids: [String] = []
        for index in 0..<5 {
            let order = try await api.place(
                #"{"externalOrderId":"S \#(index)&","channel":"\#(index % 2 == 0 ? "SHOPIFY" : "OTHER")","#
                    + #""items":[{"sku":"A-\#(index)","quantity":1},{"sku":"Z","quantity":1}]}"#
            )
            ids.append(try #require(order["orderId"].text))
            api.clock.advance(by: .seconds(1))
        }
        return ids
    }

    private func ids(_ reply: Reply) throws -> [String] {
        try reply.json["data"].elements.compactMap { $0["orderId"].text }
    }

    @Test(arguments: Backend.allCases)
    func `pages follow each other in both orders without gap or repeat`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let made = try await seed(api)
            for (sort, expected) in [
                ("", Array(made.reversed())), ("&sort=newest", made.reversed()), ("&sort=-createdAt", made.reversed()),
                ("&sort=oldest", made), ("&sort=createdAt", made),
            ] {
                var found: [String] = []
                var cursor = ""
                repeat {
                    let page = try await api.call(.get, "/orders?limit=2\(sort)\(cursor)")
                    #expect(page.status == 200)
                    found += try ids(page)
                    cursor = try page.json["nextCursor"].text.map { "&cursor=\($0)" } ?? ""
                } while !cursor.isEmpty
                #expect(found == expected, "\(sort)")
            }
        }
    }

    @Test(arguments: Backend.allCases)
    func `filters combine`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let made = try await seed(api)
            _ = try await api.call(.post, "/orders/\(made[0])/cancel")
            for (query, expected) in [
                ("status=CANCELLED", [0]), ("channel=SHOPIFY&status=CREATED", [2, 4]), ("sku=Z&channel=OTHER", [1, 3]),
                ("sku=A-3", [3]), ("externalOrderId=S+1%26", [1]), ("externalOrderId=S%201%26", [1]),
                ("customerId=nobody", []), ("unknown=1&unknown=2", [0, 1, 2, 3, 4]),
            ] {
                let reply = try await api.call(.get, "/orders?sort=oldest&" + query)
                #expect(try ids(reply) == expected.map { made[$0] }, "\(query)")
            }
        }
    }

    @Test(arguments: Backend.allCases)
    func `from is part of the range and to is not`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let start = api.clock.now()
            let made = try await seed(api)
            let from = start.advanced(by: .seconds(1))
            let to = start.advanced(by: .seconds(3))
            let reply = try await api.call(.get, "/orders?sort=oldest&from=\(from)&to=\(to)")
            #expect(try ids(reply) == [made[1], made[2]])
            let day = String(start.description.prefix(10))
            #expect(try ids(try await api.call(.get, "/orders?from=\(day)")).count == 5)
            #expect(try ids(try await api.call(.get, "/orders?to=\(day)")) == [])
            let offset = from.description.replacing("Z", with: "+00:00")
            #expect(try ids(try await api.call(.get, "/orders?from=\(offset)")).count == 4)
        }
    }

    @Test(arguments: [
        (
            "status=created",
            "status must be one of CREATED, VALIDATED, RESERVED, FULFILLING, SHIPPED, CANCELLED, FAILED"
        ),
        ("channel=AMAZON", "channel must be one of MANUAL, SHOPIFY, OTHER"),
        ("sort=price", "sort must be one of newest, oldest, -createdAt, createdAt"),
        ("limit=0", "limit must be 1 to 100"), ("limit=101", "limit must be 1 to 100"),
        ("limit=+5", "limit must be 1 to 100"), ("limit=ten", "limit must be 1 to 100"),
        ("limit=99999999999999999999", "limit must be 1 to 100"),
        ("sku=", "sku must not be empty"), ("customerId", "customerId must not be empty"),
        ("status=CREATED&status=CREATED", "status must be given once"),
        ("from=yesterday", "from must be a moment such as 2026-11-20T10:00:00Z, or a date"),
        ("to=2026-02-30", "to must be a moment such as 2026-11-20T10:00:00Z, or a date"),
        ("sku=%00", "sku must not hold control characters such as NUL"),
        ("externalOrderId=a%00b", "externalOrderId must not hold control characters such as NUL"),
        ("customerId=%00", "customerId must not hold control characters such as NUL"),
        ("status=%00", "status must not hold control characters such as NUL"),
        ("cursor=%00", "cursor must not hold control characters such as NUL"),
        ("sku=%ff", "sku must be percent-encoded UTF-8"), ("sku=%2", "sku must be percent-encoded UTF-8"),
        ("customerId=a%20b", "customerId must be 1 to 64 of the characters A-Z a-z 0-9 . _ ~ -"),
        ("cursor=nonsense", "cursor must be a cursor that this list handed out"),
        ("cursor=" + "A".padding(300), "cursor must be a cursor that this list handed out"),
    ])
    func `a wrong parameter is refused by name`(query: String, text: String) async throws {
        try await APIFixture.with { api in
            let reply = try await api.call(.get, "/orders?" + query)
            #expect(reply.status == 400)
            let name = String(query.prefix { $0 != "=" })
            #expect(try reply.error(name) == text)
        }
    }

    @Test
    func `a cursor opens only the list it came from`() async throws {
        try await APIFixture.with { api in
            _ = try await seed(api)
            let page = try await api.call(.get, "/orders?limit=1&channel=SHOPIFY")
            let cursor = try #require(try page.json["nextCursor"].text)
            #expect(try await api.call(.get, "/orders?limit=3&channel=SHOPIFY&cursor=\(cursor)").status == 200)
            var tampered = Array(cursor)
            tampered[3] = tampered[3] == "A" ? "B" : "A"
            for query in [
                "channel=OTHER&cursor=\(cursor)", "cursor=\(cursor)", "channel=SHOPIFY&sort=oldest&cursor=\(cursor)",
                "channel=SHOPIFY&cursor=\(String(tampered))", "channel=SHOPIFY&cursor=\(cursor.dropLast())",
                "channel=SHOPIFY&cursor=\(cursor)A",
            ] {
                let reply = try await api.call(.get, "/orders?" + query)
                #expect(reply.status == 400, "\(query)")
                #expect(try reply.error("cursor") == "cursor must be a cursor that this list handed out")
            }
            #expect(try await api.call(.get, "/customers?cursor=\(cursor)").status == 400)
        }
    }
}

extension String {
    fileprivate func padding(_ count: Int) -> String { String(repeating: self, count: count) }
}
