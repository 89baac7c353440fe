import HTTPAPI
import HTTPTypes
import Testing

@Suite
struct LiveServerTests {
    private static let order = #"{"items":[{"sku":"A","quantity":1}]}"#

    private static func head(_ method: String, _ path: String, _ headers: String...) -> String {
        let all = ["Host: localhost", "X-API-Key: \(APIFixture.bootstrapSecret)"] + headers
        return "\(method) \(path) HTTP/1.1\r\n" + all.joined(separator: "\r\n") + "\r\n\r\n"
    }

    /// The requests on a connection, and after them one whose answer shows that the connection still works.
    private static func events(_ api: APIFixture) async throws -> Int {
        try await api.call(.get, "/events").json["data"].elements.count
    }

    @Test
    func `a connection serves one request after the other`() async throws {
        try await LiveServer.with { api, port in
            let connection = try await RawConnection.open(port: port)
            let json = "Content-Type: application/json"
            try await connection.send(Self.head("POST", "/orders", json, "Content-Length: 36") + Self.order)
            try await connection.send(
                Self.head("POST", "/orders", json, "Transfer-Encoding: chunked")
                    + "10\r\n\(Self.order.prefix(16))\r\n14\r\n\(Self.order.dropFirst(16))\r\n0\r\n\r\n"
            )
            try await connection.send(Self.head("GET", "/health/live", "Connection: close"))
            let text = try await connection.receive()
            #expect(text.ranges(of: "HTTP/1.1 201 Created").count == 2)
            #expect(text.hasSuffix("{\"status\":\"UP\"}"))
            #expect(try await Self.events(api) == 2)
        }
    }

    @Test
    func `headers that are too large are 431`() async throws {
        try await LiveServer.with { _, port in
            let connection = try await RawConnection.open(port: port)
            try await connection.send("GET /orders HTTP/1.1\r\nHost: localhost\r\nX-Long: ")
            await connection.sendMuch(131_072, of: UInt8(ascii: "x"))
            let text = try await connection.receive()
            #expect(text.hasPrefix("HTTP/1.1 431 "))
            #expect(text.contains("application/problem+json"))
            #expect(text.contains("\"status\":431"))
        }
    }

    @Test
    func `too many headers are 431`() async throws {
        try await LiveServer.with { _, port in
            let connection = try await RawConnection.open(port: port)
            let headers = (0..<200).map { "X-\($0): 1\r\n" }.joined()
            try await connection.send("GET /orders HTTP/1.1\r\nHost: localhost\r\n\(headers)\r\n")
            #expect(try await connection.receive().hasPrefix("HTTP/1.1 431 "))
        }
    }

    @Test(arguments: [
        "nonsense\r\n\r\n", "GET /orders HTTP/9.9\r\n\r\n", "GET /a b HTTP/1.1\r\n\r\n", "G@T / HTTP/1.1\r\n\r\n",
    ])
    func `what is no HTTP is a problem`(request: String) async throws {
        try await LiveServer.with { _, port in
            let connection = try await RawConnection.open(port: port)
            try await connection.send(request)
            let text = try await connection.receive()
            #expect(text.hasPrefix("HTTP/1.1 400 "), "\(request)")
            #expect(text.contains("application/problem+json"))
        }
    }

    @Test
    func `who writes all of a body that is too long can read the 413 and go on`() async throws {
        try await LiveServer.with { _, port in
            let connection = try await RawConnection.open(port: port)
            let json = "Content-Type: application/json"
            try await connection.send(Self.head("POST", "/orders", json, "Content-Length: 4194304"))
            await connection.sendMuch(4_194_304)
            try await connection.send(Self.head("GET", "/health/live", "Connection: close"))
            let text = try await connection.receive()
            #expect(text.hasPrefix("HTTP/1.1 413 "))
            #expect(text.contains("application/problem+json"))
            #expect(text.hasSuffix("{\"status\":\"UP\"}"))
        }
    }

    @Test(arguments: ["Content-Length: 1073741824", "Transfer-Encoding: chunked"])
    func `a body without end is cut off after its answer`(length: String) async throws {
        try await LiveServer.with { _, port in
            for headers in [["X-API-Key: nobody"], [], ["Expect: 100-continue"]] {
                let connection = try await RawConnection.open(port: port)
                var lines = ["POST /orders HTTP/1.1", "Host: localhost", "Content-Type: application/json", length]
                if headers.first?.hasPrefix("X-API-Key") != true {
                    lines.append("X-API-Key: \(APIFixture.bootstrapSecret)")
                }
                try await connection.send((lines + headers).joined(separator: "\r\n") + "\r\n\r\n")
                if length.contains("chunked") { try await connection.send("40000000\r\n") }
                let sending = Task { await connection.sendMuch(1_073_741_824) }
                let text = try await connection.receive()
                sending.cancel()
                let status = headers.first?.hasPrefix("X-API-Key") == true ? "401" : "413"
                #expect(text.hasPrefix("HTTP/1.1 \(status) "))
                #expect(text.lowercased().contains("connection: close"))
                try? await connection.close()
            }
        }
    }

    @Test(arguments: [
        ["Content-Length: 100", "\r\n", #"{"items":[{"sku":"A","quantity":1}]}"#],
        ["Content-Length: 36", "\r\n", #"{"items":[{"sku":"A","#],
        ["Transfer-Encoding: chunked", "\r\n", "24\r\n" + #"{"items":[{"sku":"A","quantity":1}]}"# + "\r\n"],
        ["Content-Le"],
    ])
    func `a client that stops half way writes nothing, whether it leaves or stays`(parts: [String]) async throws {
        try await LiveServer.with(configure: { $0.idleTimeout = .seconds(1) }) { api, port in
            let start =
                "POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "X-API-Key: \(APIFixture.bootstrapSecret)\r\n"
            let text = parts.count == 1 ? start + parts[0] : start + parts[0] + "\r\n" + parts[1] + parts[2]
            for leaving in ["closes", "finishes", "stays"] {
                let connection = try await RawConnection.openSending(text, port: port)
                switch leaving {
                case "closes": try await connection.close()
                case "finishes":
                    try await connection.finishSending()
                    _ = try await connection.receive()
                default: _ = try await connection.receive()
                }
            }
            #expect(try await Self.events(api) == 0)
        }
    }

    @Test
    func `a body that trickles is 408`() async throws {
        try await LiveServer.with(adjust: { $0.limits.bodyTime = .milliseconds(200) }) { api, port in
            let connection = try await RawConnection.open(port: port)
            try await connection.send(
                Self.head("POST", "/orders", "Content-Type: application/json", "Content-Length: 1000")
            )
            let trickle = Task {
                while !Task.isCancelled {
                    try? await connection.send(" ")
                    try? await ContinuousClock().sleep(for: .milliseconds(20))
                }
            }
            let text = try await connection.receive()
            trickle.cancel()
            #expect(text.hasPrefix("HTTP/1.1 408 "))
            #expect(try await Self.events(api) == 0)
        }
    }
}
