import Testing
import oms

@Suite struct APIClientTests {
    @Test func `a query is escaped and absent parts are left out`() {
        let request = APIRequest(.get, "/orders", query: [("sku", "A&B=1 é"), ("status", nil), ("limit", "5")])
        #expect(request.target == "/orders?sku=A%26B%3D1%20%C3%A9&limit=5")
        #expect(request.isRepeatable)
        #expect(!APIRequest(.post, "/keys").isRepeatable)
    }

    @Test func `a problem tells its fields and its exit code`() {
        let body =
            #"{"title":"Bad Request","status":400,"detail":"Validation failed","errors":{"b":"is wrong","a":"too"}}"#
        let problem = APIProblem(status: 400, body: Array(body.utf8))
        #expect(problem.reasons == ["a too", "b is wrong"])
        #expect(problem.failure.exit == .invalid)
        #expect(problem.failure.description == "Validation failed\n  a too\n  b is wrong")
        #expect(APIProblem(status: 404, body: []).failure.exit == .notFound)
        #expect(APIProblem(status: 401, body: Array("<html>".utf8)).failure.exit == .denied)
    }

    @Test func `a field that the text names already is not named twice`() {
        let body = #"""
            {"status":400,"detail":"items[0].quantity must be at least 1",
             "errors":{"items[0].quantity":"items[0].quantity must be at least 1","items[1].sku":"items[1].sku is required"}}
            """#
        let problem = APIProblem(status: 400, body: Array(body.utf8))
        #expect(problem.reasons == ["items[0].quantity must be at least 1", "items[1].sku is required"])
        #expect(problem.failure.description == "items[0].quantity must be at least 1\n  items[1].sku is required")
    }

    @Test func `the delay grows, is bounded, and heeds the server`() {
        #expect(RetryPolicy.delay(attempt: 1, retryAfter: nil, jitter: 0) == .milliseconds(50))
        #expect(RetryPolicy.delay(attempt: 3, retryAfter: nil, jitter: 1) == .milliseconds(400))
        #expect(RetryPolicy.delay(attempt: 99, retryAfter: nil, jitter: 1) == .milliseconds(5_000))
        #expect(RetryPolicy.delay(attempt: 1, retryAfter: 7, jitter: 0) == .seconds(7))
        #expect(RetryPolicy.delay(attempt: 1, retryAfter: 9_999, jitter: 0) == .seconds(60))
    }

    @Test func `only what may pass is tried again`() {
        #expect([429, 502, 503, 504].allSatisfy { RetryPolicy.isTemporary(status: $0, hasRetryAfter: false) })
        #expect(RetryPolicy.isTemporary(status: 409, hasRetryAfter: true))
        #expect(
            ![200, 400, 401, 404, 409, 422, 500].contains { RetryPolicy.isTemporary(status: $0, hasRetryAfter: false) }
        )
    }

    @Test func `the address is checked and the key comes from the nearest place`() throws {
        let configuration = try APIConfiguration(url: "http://h:1/", apiKey: "k", environment: ["OMS_API_KEY": "e"])
        #expect(configuration.url == "http://h:1")
        #expect(configuration.apiKey == "k")
        let other = try APIConfiguration(
            url: nil,
            apiKey: nil,
            environment: ["OMS_API_KEY": "e", "OMS_URL": "https://x/api"]
        )
        #expect(other.url == "https://x/api")
        #expect(other.apiKey == "e")
        for address in ["", "ftp://x", "x", "http://", "http://x?y=1"] {
            #expect(throws: CommandFailure.self) { try APIConfiguration(url: address, apiKey: nil, environment: [:]) }
        }
    }
}
