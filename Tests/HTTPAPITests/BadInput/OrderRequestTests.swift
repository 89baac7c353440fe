import HTTPTypes
import Testing

@Suite
struct OrderRequestTests {
    private static func item(_ members: String) -> String { #"{"items":[{\#(members)}]}"# }
    private static func price(_ members: String) -> String {
        item(#""sku":"A","quantity":1,"unitPrice":{\#(members)}"#)
    }
    private static func address(_ members: String) -> String {
        #"{"items":[{"sku":"A","quantity":1}],"shipTo":{\#(members)}}"#
    }
    private static let items = #""items":[{"sku":"A","quantity":1}]"#
    private static let rest = #""line1":"1 St","city":"Oslo","country":"NO""#

    private static let wrong: [(body: String, field: String, text: String)] = [
        ("{}", "items", "must not be empty"), (#"{"items":[]}"#, "items", "must not be empty"),
        (#"{"items":null}"#, "items", "must not be empty"),
        (#"{"items":{}}"#, "items", "must be a list, not an object"),
        (#"{"items":[1]}"#, "items[0]", "must be an object, not a number"),
        (#"{"items":[null]}"#, "items[0]", "must be an object, not null"),
        (
            "{\"items\":[" + Array(repeating: #"{"sku":"A","quantity":1}"#, count: 1_001).joined(separator: ",") + "]}",
            "items", "must have at most 1000 entries"
        ),
        (item(#""quantity":1"#), "items[0].sku", "is required"),
        (item(#""sku":"A""#), "items[0].quantity", "is required"),
        (item(#""sku":"","quantity":1"#), "items[0].sku", "must not be empty"),
        (item(#""productId":"","quantity":1"#), "items[0].productId", "must not be empty"),
        (item(#""sku":" A","quantity":1"#), "items[0].sku", "must not start or end with a space"),
        (item(#""sku":5,"quantity":1"#), "items[0].sku", "must be a text, not a number"),
        (item(#""sku":"A","quantity":0"#), "items[0].quantity", "must be at least 1"),
        (item(#""sku":"A","quantity":-3"#), "items[0].quantity", "must be at least 1"),
        (item(#""sku":"A","quantity":1000001"#), "items[0].quantity", "must be at most 1000000"),
        (item(#""sku":"A","quantity":1e30"#), "items[0].quantity", "must be at most 1000000"),
        (item(#""sku":"A","quantity":-1e30"#), "items[0].quantity", "must be at least 1"),
        (item(#""sku":"A","quantity":1.5"#), "items[0].quantity", "must be a whole number"),
        (item(#""sku":"A","quantity":1e-400"#), "items[0].quantity", "must be a whole number"),
        (item(#""sku":"A","quantity":"2""#), "items[0].quantity", "must be a whole number, not a text"),
        (item(#""sku":"A","quantity":true"#), "items[0].quantity", "must be a whole number, not a boolean"),
        (item(#""sku":"A\u0000","quantity":1"#), "items[0].sku", "must not hold control characters such as NUL"),
        (
            price(#""amount":19.99,"currency":"USD""#), "items[0].unitPrice.amount", "must be a text, not a number"
        ),
        (price(#""amount":"1.999","currency":"USD""#), "items[0].unitPrice.amount", "must have at most 2 decimals"),
        (price(#""amount":"1.5","currency":"JPY""#), "items[0].unitPrice.amount", "must have at most 0 decimals"),
        (price(#""amount":"-1","currency":"USD""#), "items[0].unitPrice.amount", "must not be negative"),
        (
            price(#""amount":"1","currency":"XXX""#), "items[0].unitPrice.currency",
            "must be an ISO 4217 code such as USD"
        ),
        (price(#""currency":"USD""#), "items[0].unitPrice.amount", "is required"),
        (price(#""amount":"99999999999999999999","currency":"USD""#), "items[0].unitPrice.amount", "is too large"),
        (#"{"channel":"AMAZON",\#(items)}"#, "channel", "must be one of MANUAL, SHOPIFY, OTHER"),
        (#"{"channel":1,\#(items)}"#, "channel", "must be a text, not a number"),
        (#"{"priority":10,\#(items)}"#, "priority", "must be 0 to 9"),
        (#"{"priority":"1",\#(items)}"#, "priority", "must be a whole number, not a text"),
        (#"{"customerId":"a b",\#(items)}"#, "customerId", "must be 1 to 64 of the characters A-Z a-z 0-9 . _ ~ -"),
        (#"{"requestId":"a b",\#(items)}"#, "requestId", "must be 1 to 255 visible ASCII characters"),
        (#"{"externalOrderId":"",\#(items)}"#, "externalOrderId", "must not be empty"),
        (
            #"{"externalOrderId":"\#(String(repeating: "é", count: 256))",\#(items)}"#, "externalOrderId",
            "must have at most 255 characters"
        ),
        (#"{"shipTo":[],\#(items)}"#, "shipTo", "must be an object, not a list"),
        (address(rest), "shipTo.name", "is required"),
        (
            address(#""name":"A","line1":"1","city":"O","country":"Norway""#), "shipTo.country",
            "must be an ISO 3166-1 alpha-2 code such as NO"
        ),
        (address(#""name":"A\u0000",\#(rest)"#), "shipTo.name", "must not hold control characters such as NUL"),
        (address(#""name":"A","email":"ada",\#(rest)"#), "shipTo.email", "must be an e-mail address"),
    ]

    @Test(arguments: wrong.indices)
    func `a wrong member is refused by the name the client wrote`(index: Int) async throws {
        let (body, field, text) = Self.wrong[index]
        try await APIFixture.with { api in
            let reply = try await api.call(.post, "/orders", body)
            #expect(reply.status == 400, "\(body)")
            #expect(reply.header("Content-Type") == "application/problem+json")
            let problem = try reply.json
            #expect(problem["status"] == .number(400))
            #expect(problem["title"].text == "Bad Request")
            #expect(problem["message"].text == "Validation failed")
            #expect(problem["instance"].text == "/orders")
            #expect(problem["timestamp"].text == api.now)
            #expect(problem["errors"] == .object([field: .text("\(field) \(text)")]), "\(body)")
            #expect(try await api.call(.get, "/events").json["data"].elements.isEmpty)
        }
    }

    @Test
    func `several wrong members are named at once`() async throws {
        try await APIFixture.with { api in
            let reply = try await api.call(.post, "/orders", #"{"channel":1,"priority":1.5,"items":[{"sku":2}]}"#)
            #expect(try reply.json["errors"].members.keys.sorted() == ["channel", "items[0].sku", "priority"])
        }
    }

    @Test(arguments: Backend.allCases)
    func `a customer that does not exist is 422`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let reply = try await api.call(.post, "/orders", #"{"customerId":"nobody",\#(Self.items)}"#)
            #expect(reply.status == 422)
            #expect(try reply.json["message"].text == "There is no customer nobody")
        }
    }

    @Test(arguments: Backend.allCases)
    func `texts of all the world are given back as they came`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let name = #"שלום \"Ada\" 👩🏽‍🚀 \\ 'x' e\u0301 \u202Eabc \/"#
            let reply = try await api.call(
                .post,
                "/orders",
                #"{"shipTo":{"name":"\#(name)",\#(Self.rest)},\#(Self.items)}"#
            )
            #expect(reply.status == 201)
            let expected = "שלום \"Ada\" 👩🏽‍🚀 \\ 'x' e\u{301} \u{202E}abc /"
            let stored = try #require(try reply.json["shipTo"]["name"].text)
            #expect(Array(stored.unicodeScalars) == Array(expected.unicodeScalars))
            let id = try #require(try reply.json["orderId"].text)
            let shown = try await api.call(.get, "/orders/\(id)").text
            #expect(shown.hasPrefix(reply.text.dropLast() + ",\"step\":null"))
        }
    }
}
