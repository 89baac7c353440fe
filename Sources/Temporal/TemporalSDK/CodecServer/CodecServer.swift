package import Foundation

/// Lets a Temporal UI or CLI see what is encrypted: the protocol of Temporal's remote codecs, without a web
/// framework. Whoever mounts it gives it requests and sends its answers.
package struct CodecServer: Sendable {
    /// A request as it came: header names in lower case.
    package struct Request: Sendable {
        package var method: String
        /// Only the last segment counts.
        package var path: String
        package var headers: [String: String]
        package var body: Data

        package init(method: String, path: String, headers: [String: String], body: Data) {
            self.method = method
            self.path = path
            self.headers = headers
            self.body = body
        }
    }

    package struct Response: Sendable {
        package var status: Int
        package var headers: [String: String]
        package var body: Data
    }

    private let codec: @Sendable (_ namespace: String) -> (any PayloadCodec)?
    private let isAuthorized: @Sendable (_ authorization: String?, _ namespace: String) async -> Bool
    private let allowedOrigins: Set<String>
    /// The largest body that is looked at, in bytes: a page of a history with its payloads.
    package let maximumBodyBytes: Int

    /// - Parameters:
    ///   - allowedOrigins: The origins of the UIs that may ask from a browser, as `https://temporal.example`.
    ///   - maximumBodyBytes: The largest body.
    ///   - isAuthorized: Judges the `Authorization` header of a request for a namespace.
    ///   - codec: The codec of a namespace; nil for a namespace that has none here.
    package init(
        allowedOrigins: Set<String> = [],
        maximumBodyBytes: Int = 16 * 1024 * 1024,
        isAuthorized: @escaping @Sendable (_ authorization: String?, _ namespace: String) async -> Bool,
        codec: @escaping @Sendable (_ namespace: String) -> (any PayloadCodec)?
    ) {
        self.codec = codec
        self.isAuthorized = isAuthorized
        self.allowedOrigins = allowedOrigins
        self.maximumBodyBytes = maximumBodyBytes
    }

    package func respond(to request: Request) async -> Response {
        var response = await answer(request)
        for (name, value) in corsHeaders(request) { response.headers[name] = value }
        return response
    }

    private func answer(_ request: Request) async -> Response {
        if request.method == "OPTIONS" { return Response(status: 204, headers: [:], body: Data()) }
        let name = request.path.split(separator: "/").last.map(String.init) ?? ""
        guard let action = PayloadTranscoder.Action(rawValue: name) else { return Self.problem(404, "unknown path") }
        guard request.method == "POST" else { return Self.problem(405, "POST is expected", ["Allow": "POST, OPTIONS"]) }
        let namespace = request.headers["x-namespace"] ?? ""
        guard await isAuthorized(request.headers["authorization"], namespace) else {
            return Self.problem(401, "not authorized", ["WWW-Authenticate": "Bearer"])
        }
        guard request.body.count <= maximumBodyBytes else { return Self.problem(413, "the body is too large") }
        guard let codec = codec(namespace) else { return Self.problem(400, "unknown namespace") }
        return await apply(codec, action: action, to: request.body)
    }

    private func apply(
        _ codec: any PayloadCodec,
        action: PayloadTranscoder.Action,
        to body: Data
    ) async -> Response {
        do {
            return Response(
                status: 200,
                headers: ["Content-Type": "application/json", "Cache-Control": "no-store"],
                body: try await PayloadTranscoder(codec).apply(action, to: body)
            )
        } catch let refusal as PayloadTranscoder.Refusal {
            return Self.problem(400, refusal.description)
        } catch {
            return Self.problem(500, "the payloads could not be \(action.rawValue)d")
        }
    }

    /// What a browser needs to let a page of another origin read the answer.
    private func corsHeaders(_ request: Request) -> [String: String] {
        guard let origin = request.headers["origin"], allowedOrigins.contains(origin) else { return ["Vary": "Origin"] }
        return [
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Methods": "POST, OPTIONS",
            "Access-Control-Allow-Headers": "Authorization, Content-Type, X-Namespace",
            "Access-Control-Allow-Credentials": "true",
            "Vary": "Origin",
        ]
    }

    private static func problem(_ status: Int, _ message: String, _ headers: [String: String] = [:]) -> Response {
        Response(
            status: status,
            headers: headers.merging(["Content-Type": "text/plain; charset=utf-8"]) { own, _ in own },
            body: Data(message.utf8)
        )
    }
}
