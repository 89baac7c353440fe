import Foundation

/// One request to the API.
package struct APIRequest: Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    package let method: Method
    /// The path and the query.
    package let target: String
    package let body: [UInt8]?
    package let headers: [(name: String, value: String)]
    /// Whether the request may be sent again when nobody knows what became of it.
    package let isRepeatable: Bool
    package var accept = "application/json"

    /// The path starts with `/` and its parts are escaped already; a query's nil values are left out; unless
    /// told, only reading requests are repeatable.
    package init(
        _ method: Method,
        _ path: String,
        query: [(name: String, value: String?)] = [],
        body: [UInt8]? = nil,
        headers: [(name: String, value: String)] = [],
        isRepeatable: Bool? = nil
    ) {
        self.method = method
        let pairs = query.compactMap { name, value in value.map { "\(name)=\(URLText.escaped($0))" } }
        target = pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
        self.body = body
        self.headers = headers
        self.isRepeatable = isRepeatable ?? (method == .get)
    }
}

/// Percent escapes of texts that stand in an address.
package enum URLText {
    /// Every byte but the unreserved characters of RFC 3986 escaped.
    package static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                escaped += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
        return escaped
    }
}

/// One answer of the API, its body in memory.
package struct APIAnswer: Sendable {
    package let status: Int
    /// Seconds to wait before the next try, when the server said so.
    package let retryAfter: Int?
    package let etag: String?
    /// Whether the server had done it before, under the same idempotency key.
    package let isReplay: Bool
    package let body: [UInt8]

    package var isSuccess: Bool { (200..<300).contains(status) }

    /// What went wrong, for an answer that is no success.
    package var problem: APIProblem { APIProblem(status: status, body: body) }

    /// The body as a value.
    /// - Throws: ``CommandFailure`` when it is something else.
    package func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(body))
        } catch {
            throw CommandFailure("The server's answer cannot be understood: \(error)", exit: .failed)
        }
    }
}
