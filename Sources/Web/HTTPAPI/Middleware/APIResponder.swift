import Access
import HTTPTypes
package import Hummingbird
import Logging
import NIOCore
import OMSKernel
import ServiceContextModule
import Telemetry

/// Takes every request from its head to its answer: route, key, scope, rate limit, handler; then headers, metrics
/// and the one line in the log. All errors become answers here.
package struct APIResponder: HTTPResponder {
    package typealias Context = APIRequestContext

    private let table: RouteTable
    private let authenticator: Authenticator
    private let limiter: RateLimiter
    private let metrics: RequestMetrics
    private let dependencies: APIDependencies

    init(_ table: RouteTable, _ dependencies: APIDependencies, authenticator: Authenticator) {
        self.table = table
        self.dependencies = dependencies
        self.authenticator = authenticator
        limiter = RateLimiter(capacity: dependencies.limits.countedKeys, now: dependencies.monotonicNow)
        metrics = RequestMetrics(table)
    }

    package func respond(to request: Request, context: APIRequestContext) async throws -> Response {
        let receivedAt = dependencies.clock.now()
        let identity = RequestIdentity(request.headers) { dependencies.ids.next(at: receivedAt) }
        var service = ServiceContext.current ?? .topLevel
        service.requestID = identity.id
        service.traceContext = identity.trace
        return await ServiceContext.withValue(service) {
            let exchange = Exchange(
                request: request,
                identity: identity,
                receivedAt: receivedAt,
                connection: context.connection,
                bodyUse: request.hasUnboundedBody(dependencies.limits) ? BodyUse() : nil
            )
            return await answer(exchange)
        }
    }

    /// One request, before it is known what it asks.
    private struct Exchange {
        let request: Request
        let identity: RequestIdentity
        let receivedAt: Timestamp
        let connection: ClientConnection
        let bodyUse: BodyUse?
    }

    /// What is found out on the way and told afterwards.
    private struct Findings {
        var route: Int?
        var keyID: String?
        var orderID: String?
        var standing: RateLimiter.Standing?
        var closesConnection = false
    }

    private func answer(_ exchange: Exchange) async -> Response {
        let start = ContinuousClock.now
        var findings = Findings()
        var answer: Answer
        do {
            answer = try await handle(exchange, &findings)
        } catch {
            let problem = problem(error, exchange)
            findings.closesConnection = problem.closesConnection
            let style = findings.route.map { table.routes[$0].errorStyle } ?? .problem
            answer = problem.answer(style: style, path: exchange.request.uri.path, now: dependencies.clock.now())
        }
        findings.orderID = answer.orderID ?? findings.orderID
        if let bodyUse = exchange.bodyUse, !bodyUse.isRead { findings.closesConnection = true }
        let response = response(answer, exchange, findings)
        let duration = ContinuousClock.now - start
        metrics.record(route: findings.route, status: response.status.code, duration: duration)
        log(exchange, findings, status: response.status.code, duration: duration)
        return response
    }

    private func handle(_ exchange: Exchange, _ findings: inout Findings) async throws -> Answer {
        let request = exchange.request
        let index: Int
        let parameters: PathParameters
        switch table.match(request.method, path: request.uri.path) {
        case .route(let found, let values): (index, parameters) = (found, values)
        case .otherMethods(let methods):
            if request.method == .options, let asked = callable(fromOtherOrigins: request.uri.path, methods) {
                findings.route = asked
                return CrossOrigin.preflight(table.routes[asked], for: request.head)
            }
            throw Problem.methodNotAllowed(request.method, allowed: methods)
        case .unknown: throw Problem(.notFound, "There is nothing at this path")
        }
        findings.route = index
        findings.orderID = parameters.orderID
        let route = table.routes[index]
        var caller: Caller?
        if case .scope(let scope) = route.protection {
            let known = try await authenticator.caller(request.headers, at: exchange.receivedAt)
            findings.keyID = known.keyID
            guard known.scopes.allows(scope) else {
                throw Problem(.forbidden, "The key needs the scope \(scope.rawValue)")
            }
            findings.standing = limiter.count(known)
            if let standing = findings.standing, standing.isExceeded { throw standing.problem }
            caller = known
        }
        return try await route.handler(
            Call(
                request: request,
                parameters: parameters,
                caller: caller,
                requestID: exchange.identity.id,
                trace: exchange.identity.trace,
                receivedAt: exchange.receivedAt,
                connection: exchange.connection,
                limits: dependencies.limits,
                bodyUse: exchange.bodyUse
            )
        )
    }

    /// The route of a path that pages of other origins may call; nil when there is none.
    private func callable(fromOtherOrigins path: String, _ methods: [HTTPRequest.Method]) -> Int? {
        for method in methods {
            guard case .route(let index, _) = table.match(method, path: path) else { continue }
            if !table.routes[index].origins.isEmpty { return index }
        }
        return nil
    }

    /// What the caller is told of an error; what it is not told goes to the log.
    private func problem(_ error: any Error, _ exchange: Exchange) -> Problem {
        if let problem = Problem(error) { return problem }
        dependencies.logger.error("Request failed", metadata: ["error": "\(error)"])
        return .internalError(requestID: exchange.identity.id)
    }

    private func response(_ answer: Answer, _ exchange: Exchange, _ findings: Findings) -> Response {
        var headers = answer.headers
        headers[.requestID] = exchange.identity.id
        headers[.xContentTypeOptions] = "nosniff"
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
        findings.standing?.put(on: &headers)
        if let route = findings.route {
            CrossOrigin.allow(table.routes[route], for: exchange.request.head, on: &headers)
        }
        if exchange.request.method == .head {
            return Response(status: answer.status, headers: headers, body: answer.body).createHeadResponse()
        }
        guard findings.closesConnection else {
            return Response(status: answer.status, headers: headers, body: answer.body)
        }
        headers[.connection] = "close"
        let body = answer.body
        let connection = exchange.connection
        return Response(
            status: answer.status,
            headers: headers,
            body: ResponseBody(contentLength: body.contentLength) { writer in
                try await body.write(writer)
                connection.closeAfterAnswer()
            }
        )
    }

    /// Method, route, status and ids: nothing a client wrote into a body or a query.
    private func log(_ exchange: Exchange, _ findings: Findings, status: Int, duration: Duration) {
        let logger = dependencies.logger
        guard logger.logLevel <= dependencies.accessLogLevel else { return }
        var metadata: Logger.Metadata = [
            "method": "\(exchange.request.method.rawValue.prefix(16))",
            "route": .string(findings.route.map { table.routes[$0].template.text } ?? "unknown"),
            "status": .stringConvertible(status),
            "durationMicroseconds": .stringConvertible(duration.wholeMicroseconds),
        ]
        if let keyID = findings.keyID { metadata["keyId"] = .string(keyID) }
        if let orderID = findings.orderID { metadata["orderId"] = .string(orderID) }
        logger.log(level: dependencies.accessLogLevel, "Request answered", metadata: metadata)
    }
}

extension Problem {
    fileprivate static func methodNotAllowed(_ method: HTTPRequest.Method, allowed: [HTTPRequest.Method]) -> Problem {
        let list = allowed.map(\.rawValue).joined(separator: ", ")
        var problem = Problem(.methodNotAllowed, "This path knows \(list) only")
        problem.headers[.allow] = list
        return problem
    }
}

extension Duration {
    fileprivate var wholeMicroseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}

extension PathParameters {
    /// The order that the path names, when it is an id at all.
    fileprivate var orderID: String? {
        values.first { $0.name == "orderId" }.flatMap { UUIDv7($0.value)?.description }
    }
}

extension Request {
    /// Whether the body has no known length, or a greater one than is ever read.
    fileprivate func hasUnboundedBody(_ limits: APILimits) -> Bool {
        if headers[.transferEncoding] != nil { return true }
        return announcedBodyBytes.map { $0 > limits.drainedBodyBytes } ?? false
    }
}
