import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// Talks to a server's API: adds the key, waits within limits, and tries again when that is safe.
package struct APIClient: Sendable {
    /// The largest answer that is taken into memory: a page of 100 of the largest orders.
    static let maximumAnswerLength = 64 * 1_048_576

    package let configuration: APIConfiguration
    let http: HTTPClient

    /// Makes a client with at most so many connections open at once, runs a body with it and closes them.
    package static func with<Result>(
        _ configuration: APIConfiguration,
        connections: Int = 8,
        _ body: (APIClient) async throws -> Result
    ) async throws -> Result {
        var settings = HTTPClient.Configuration()
        settings.redirectConfiguration = .disallow
        settings.timeout.connect = .seconds(5)
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
        do {
            let result = try await body(APIClient(configuration: configuration, http: http))
            try await http.shutdown()
            return result
        } catch {
            try? await http.shutdown()
            throw error
        }
    }

    /// Sends a request and returns its answer, whatever its status.
    /// - Throws: ``CommandFailure`` when no answer came within the retry policy, or `CancellationError`.
    package func answer(to request: APIRequest, retry: RetryPolicy = .command) async throws -> APIAnswer {
        let clock = ContinuousClock()
        var firstFailure: ContinuousClock.Instant?
        var attempt = 0
        while true {
            attempt += 1
            var retryAfter: Int?
            let failure: CommandFailure
            do {
                let answer = try await execute(request)
                retryAfter = answer.retryAfter
                let isTemporary = RetryPolicy.isTemporary(status: answer.status, hasRetryAfter: retryAfter != nil)
                guard isTemporary, request.isRepeatable || answer.status == 429 else { return answer }
                failure = answer.problem.failure
            } catch let error as CancellationError {
                throw error
            } catch {
                try Task.checkCancellation()
                failure = connectionFailure(error)
                guard request.isRepeatable else { throw failure }
            }
            let start = firstFailure ?? clock.now
            firstFailure = start
            let delay = RetryPolicy.delay(attempt: attempt, retryAfter: retryAfter, jitter: .random(in: 0...1))
            guard clock.now + delay - start <= retry.maximumTotal else { throw failure }
            try await Task.sleep(for: delay)
        }
    }

    /// Sends a request and returns its successful answer.
    /// - Throws: ``CommandFailure`` with what the server said.
    package func send(_ request: APIRequest, retry: RetryPolicy = .command) async throws -> APIAnswer {
        let answer = try await answer(to: request, retry: retry)
        guard answer.isSuccess else { throw answer.problem.failure }
        return answer
    }

    private func execute(_ request: APIRequest) async throws -> APIAnswer {
        let response = try await http.execute(httpRequest(request), timeout: .seconds(60))
        let body = try await response.body.collect(upTo: Self.maximumAnswerLength)
        return APIAnswer(
            status: Int(response.status.code),
            retryAfter: response.headers.first(name: "retry-after").flatMap { Int($0) },
            etag: response.headers.first(name: "etag"),
            isReplay: response.headers.first(name: "idempotent-replayed") == "true",
            body: Array(body.readableBytesView)
        )
    }

    func httpRequest(_ request: APIRequest) -> HTTPClientRequest {
        var http = HTTPClientRequest(url: configuration.url + request.target)
        http.method = HTTPMethod(rawValue: request.method.rawValue)
        http.headers.add(name: "user-agent", value: "oms/\(OMSVersion.text)")
        http.headers.add(name: "accept", value: request.accept)
        if let key = configuration.apiKey { http.headers.add(name: "x-api-key", value: key) }
        for (name, value) in request.headers { http.headers.add(name: name, value: value) }
        if let body = request.body {
            http.headers.add(name: "content-type", value: "application/json")
            http.body = .bytes(ByteBuffer(bytes: body))
        }
        return http
    }

    func connectionFailure(_ error: any Error) -> CommandFailure {
        if let failure = error as? CommandFailure { return failure }
        let reason = (error as? IOError).map { SystemError.text($0.errnoCode) } ?? "\(error)"
        return CommandFailure(
            "The server at \(configuration.url) cannot be reached (\(reason)). Is it running? `oms serve` starts it.",
            exit: .unavailable
        )
    }
}
