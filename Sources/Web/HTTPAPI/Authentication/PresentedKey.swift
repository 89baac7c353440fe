import HTTPTypes
import HummingbirdCore

/// The secret that came with a request, in `X-API-Key` or as a bearer token.
enum PresentedKey {
    /// The longest secret that is looked at, in bytes.
    static let maximumLength = 512

    /// - Returns: nil when the request has none.
    /// - Throws: 401 when there are several that differ, or one of another scheme.
    static func read(_ headers: HTTPFields) throws(Problem) -> String? {
        var secrets = headers[values: .apiKey]
        for value in headers[values: .authorization] {
            let parts = value.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "bearer" else {
                throw .unauthenticated("Authorization must be a bearer token", error: "invalid_request")
            }
            secrets.append(String(parts[1].trimmed))
        }
        guard let first = secrets.first else { return nil }
        guard secrets.allSatisfy({ $0 == first }) else {
            throw .unauthenticated("The request holds several keys that differ", error: "invalid_request")
        }
        guard !first.isEmpty, first.utf8.count <= maximumLength else {
            throw .unauthenticated("The key is not known", error: "invalid_token")
        }
        return first
    }
}

extension Problem {
    /// 401 with the scheme that is asked for.
    static func unauthenticated(_ message: String, error: String? = nil) -> Problem {
        var problem = Problem(.unauthenticated, message)
        problem.headers[.wwwAuthenticate] = "Bearer realm=\"oms\"" + (error.map { ", error=\"\($0)\"" } ?? "")
        return problem
    }
}

extension HTTPField.Name {
    static let apiKey = Self.known("X-API-Key")
    static let requestID = Self.known("X-Request-Id")
    static let idempotencyKey = Self.known("Idempotency-Key")
    static let idempotentReplayed = Self.known("Idempotent-Replayed")
    static let traceparent = Self.known("traceparent")
    static let tracestate = Self.known("tracestate")
    static let lastEventID = Self.known("Last-Event-ID")
    static let rateLimit = Self.known("RateLimit")
    static let rateLimitPolicy = Self.known("RateLimit-Policy")

    /// A name that is a token, so that the initialiser cannot refuse it.
    private static func known(_ name: StaticString) -> HTTPField.Name {
        guard let field = HTTPField.Name("\(name)") else { preconditionFailure("\(name) is no header's name") }
        return field
    }
}
