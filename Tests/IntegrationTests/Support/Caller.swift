import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// Speaks to a server.
struct Caller: Sendable {
    /// Lives as long as the test process.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    private static let timeout = TimeAmount.seconds(60)

    let port: Int
    let key: String?

    /// - Throws: when no answer came.
    func get(_ path: String) async throws -> Reply {
        try await send(.GET, path)
    }

    /// - Throws: when no answer came.
    func post(_ path: String, _ body: String, headers: [(String, String)] = []) async throws -> Reply {
        try await send(.POST, path, body: .bytes(ByteBuffer(string: body)), headers: headers)
    }

    /// - Throws: when no answer came.
    func put(_ path: String, _ body: String) async throws -> Reply {
        try await send(.PUT, path, body: .bytes(ByteBuffer(string: body)))
    }

    /// Places an order of one item.
    /// - Throws: when no answer came.
    func place(key: String) async throws -> Reply {
        let body = #"{"items":[{"sku":"A-1","quantity":2,"unitPrice":{"amount":"19.99","currency":"USD"}}]}"#
        return try await post("/orders", body, headers: [("Idempotency-Key", "\"\(key)\"")])
    }

    /// - Throws: when no answer came.
    func send(
        _ method: HTTPMethod,
        _ path: String,
        body: HTTPClientRequest.Body? = nil,
        headers: [(String, String)] = []
    ) async throws -> Reply {
        let response = try await open(method, path, body: body, headers: headers)
        var bytes = try await response.body.collect(upTo: 64 << 20)
        return Reply(
            status: Int(response.status.code),
            headers: response.headers,
            body: bytes.readData(length: bytes.readableBytes) ?? Data()
        )
    }

    /// Sends a request and hands out the answer when its head is there.
    /// - Throws: when no answer came.
    func open(
        _ method: HTTPMethod,
        _ path: String,
        body: HTTPClientRequest.Body? = nil,
        headers: [(String, String)] = []
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = method
        request.body = body
        if let key { request.headers.add(name: "X-API-Key", value: key) }
        if body != nil { request.headers.add(name: "Content-Type", value: "application/json") }
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        return try await Self.client.execute(request, timeout: Self.timeout)
    }

    /// All entries of a list, page by page.
    /// - Throws: when an answer is no page.
    func all<Element: Decodable>(_ path: String, of _: Element.Type) async throws -> [Element] {
        var elements: [Element] = []
        var cursor: String?
        repeat {
            let query = "limit=100" + (cursor.map { "&cursor=\($0)" } ?? "")
            let page = try await get("\(path)?\(query)").decoded(PageView<Element>.self)
            elements += page.data
            cursor = page.nextCursor
        } while cursor != nil
        return elements
    }
}

/// An answer.
struct Reply: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: Data

    var text: String { String(decoding: body, as: UTF8.self) }

    func header(_ name: String) -> String? { headers.first(name: name) }

    /// - Throws: what the decoder says, together with the body.
    func decoded<Value: Decodable>(_: Value.Type) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: body)
        } catch {
            throw ServerFailure(description: "\(status) \(text): \(error)")
        }
    }
}

extension Caller {
    /// Cancels an order.
    /// - Throws: when no answer came, or another one than 200.
    func cancel(_ id: String) async throws {
        let reply = try await post("/orders/\(id)/cancel", "{}")
        guard reply.status == 200 else { throw ServerFailure(description: "\(reply.status) \(reply.text)") }
    }
}
