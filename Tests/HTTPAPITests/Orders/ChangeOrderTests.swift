import HTTPTypes
import OMSKernel
import Orders
import TestSupport
import Testing

@Suite
struct ChangeOrderTests {
    private static let address = #"{"name":"Ada","line1":"1 St","city":"Oslo","country":"NO"}"#

    @Test(arguments: Backend.allCases)
    func `a cancelled order stays cancelled and its lines with it`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let path = "/orders/\(try #require(try await api.place()["orderId"].text))"
            let first = try await api.call(.post, path + "/cancel", #"{"reason":"changed my mind"}"#)
            #expect(first.status == 200)
            #expect(try first.json["status"].text == "CANCELLED")
            #expect(try first.json["items"].elements.allSatisfy { $0["status"].text == "CANCELLED" })
            #expect(first.header("ETag") == "\"2\"")
            let again = try await api.call(.post, path + "/cancel")
            #expect(again.status == 200)
            #expect(again.text == first.text)
            let events = try await api.call(.get, path + "/events").json["data"].elements
            #expect(events.map { $0["type"].text } == ["OrderCreated", "OrderCancelled"])
            #expect(events[1]["payload"]["reason"].text == "changed my mind")
        }
    }

    @Test(arguments: Backend.allCases)
    func `a shipped order can neither be cancelled nor changed, and can be deleted`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let id = try #require(try await api.place()["orderId"].text)
            try await api.drive(id, .validate, .reserve, .startFulfillment, .ship)
            let cancel = try await api.call(.post, "/orders/\(id)/cancel")
            #expect(cancel.status == 409)
            #expect(try cancel.json["message"].text?.contains("SHIPPED") == true)
            #expect(try await api.call(.patch, "/orders/\(id)", #"{"priority":1}"#).status == 409)
            #expect(try await api.call(.delete, "/orders/\(id)").status == 204)
            #expect(try await api.call(.get, "/orders/\(id)").status == 404)
            #expect(try await api.call(.get, "/orders/\(id)/events").json["data"].elements.count == 6)
        }
    }

    @Test(arguments: Backend.allCases)
    func `an order under way cannot be deleted`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let id = try #require(try await api.place()["orderId"].text)
            #expect(try await api.call(.delete, "/orders/\(id)").status == 409)
            #expect(try await api.call(.get, "/orders/\(id)").status == 200)
        }
    }

    @Test(arguments: Backend.allCases)
    func `a patch replaces, removes or keeps`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let path = "/orders/\(try #require(try await api.place()["orderId"].text))"
            let set = try await api.call(.patch, path, #"{"shipTo":\#(Self.address),"priority":3,"status":"SHIPPED"}"#)
            #expect(set.status == 200)
            #expect(try set.json["shipTo"]["city"].text == "Oslo")
            #expect(try set.json["status"].text == "CREATED")
            #expect(set.header("ETag") == "\"2\"")
            let kept = try await api.call(.patch, path, "{}")
            #expect(kept.text == set.text)
            #expect(try await api.call(.patch, path, #"{"priority":3}"#).text == set.text)
            let removed = try await api.call(.patch, path, #"{"shipTo":null}"#)
            #expect(try removed.json["shipTo"] == .null)
            #expect(try removed.json["priority"] == .number(3))
            let wrong = try await api.call(.patch, path, #"{"shipTo":{"name":""},"priority":10}"#)
            #expect(wrong.status == 400)
            #expect(
                try wrong.json["errors"].members.keys.sorted() == [
                    "priority", "shipTo.city", "shipTo.country", "shipTo.line1", "shipTo.name",
                ]
            )
        }
    }

    @Test(arguments: [
        ("\"1\"", 200), ("*", 200), ("\"7\", \"1\"", 200), ("\"2\"", 412), ("W/\"1\"", 412), ("\"abc\"", 412),
        ("\"01\"", 412), ("\"2\", \"3\"", 412), ("1", 400), ("\"1", 400), ("\"1\" \"2\"", 400), ("\"1\",", 400),
    ])
    func `If-Match is honoured`(condition: String, status: Int) async throws {
        try await APIFixture.with { api in
            let id = try #require(try await api.place()["orderId"].text)
            let headers = [("If-Match", condition)]
            let patch = try await api.call(.patch, "/orders/\(id)", #"{"priority":0}"#, headers: headers)
            #expect(patch.status == status)
            if status == 400 { #expect(try patch.error("If-Match")?.hasPrefix("If-Match must be") == true) }
            #expect(try await api.call(.post, "/orders/\(id)/cancel", headers: headers).status == status)
            let version = status == 200 ? condition.replacing("1", with: "2") : condition
            #expect(
                try await api.call(.delete, "/orders/\(id)", headers: [("If-Match", version)]).status
                    == (status == 200 ? 204 : status)
            )
        }
    }

    @Test
    func `a wrong reason is refused by name`() async throws {
        try await APIFixture.with { api in
            let path = "/orders/\(try #require(try await api.place()["orderId"].text))/cancel"
            for (body, text) in [
                (#"{"reason":5}"#, "reason must be a text, not a number"),
                (#"{"reason":""}"#, "reason must not be empty"),
                (#"{"reason":"a\u0000b"}"#, "reason must not hold control characters such as NUL"),
            ] {
                let reply = try await api.call(.post, path, body)
                #expect(reply.status == 400)
                #expect(try reply.error("reason") == text)
            }
        }
    }
}

extension APIFixture {
    /// Moves an order as its workflow would.
    func drive(_ id: String, _ commands: OrderCommand...) async throws {
        let orderID = try #require(OrderID(id))
        let change = ChangeOrder(store: stores.orders, ids: ids)
        for command in commands {
            _ = try await change(
                command,
                on: orderID,
                expectedVersion: nil,
                context: CommandContext(actor: "system", traceparent: nil, now: clock.now())
            )
        }
    }
}
