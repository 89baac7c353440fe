import AsyncHTTPClient
import NIOCore
import NIOHTTP1

extension APIClient {
    /// Follows an event stream for as long as the task lives, coming back after a lost connection where it stopped.
    /// - Parameters:
    ///   - path: the stream's path.
    ///   - lastID: the last event that is known; nil starts at the beginning.
    ///   - onEvent: called for each event, once.
    /// - Throws: ``CommandFailure`` when the server refuses, or is away for too long; `CancellationError`.
    func follow(_ path: String, after lastID: String?, _ onEvent: (ServerSentEvents.Event) -> Void) async throws {
        var lastID = lastID
        var failures = 0
        while true {
            do {
                try await followOnce(path, &lastID) { event in
                    failures = 0
                    onEvent(event)
                }
            } catch let failure as CommandFailure where failure.exit != .unavailable {
                throw failure
            } catch let error as CancellationError {
                throw error
            } catch {
                try Task.checkCancellation()
                failures += 1
                if failures > 20 { throw connectionFailure(error) }
            }
            try await Task.sleep(
                for: RetryPolicy.delay(attempt: failures + 1, retryAfter: nil, jitter: .random(in: 0...1))
            )
        }
    }

    private func followOnce(
        _ path: String,
        _ lastID: inout String?,
        _ onEvent: (ServerSentEvents.Event) -> Void
    ) async throws {
        var request = APIRequest(.get, path, headers: lastID.map { [("last-event-id", $0)] } ?? [])
        request.accept = "text/event-stream"
        // The stream has no end; the timeout is a day, after which it is opened again.
        let response = try await http.execute(httpRequest(request), timeout: .hours(24))
        guard response.status.code == 200 else {
            let body = try await response.body.collect(upTo: Self.maximumAnswerLength)
            throw APIProblem(status: Int(response.status.code), body: Array(body.readableBytesView)).failure
        }
        var parser = ServerSentEvents()
        for try await chunk in response.body {
            for event in parser.feed(chunk.readableBytesView) {
                lastID = event.id ?? lastID
                onEvent(event)
            }
        }
    }
}
