import SwiftProtobuf
import Foundation
package import TemporalAPI

extension Frontend {
    package func getWorkflowExecutionHistory(
        _ request: APIGetWorkflowExecutionHistoryRequest,
        _ options: CallOptions
    ) async throws -> APIGetWorkflowExecutionHistoryResponse {
        try await answering {
            var key = try key(request.execution, isSet: request.hasExecution, in: request.namespace)
            let token = try historyToken(request.nextPageToken, of: key)
            if let token { key.runID = token.runID }
            var snapshot = try await snapshot(key)
            let isCloseOnly = request.historyEventFilterType == .closeEvent
            if request.waitNewEvent, token?.end ?? 0 == 0 {
                let next = isCloseOnly ? nil : token?.next ?? 1
                snapshot = try await waiting(snapshot, beyond: next, options)
            }
            if isCloseOnly { return closeEvent(of: snapshot, keepsWaiting: request.waitNewEvent) }
            return try await page(of: snapshot, token: token, request)
        }
    }

    package func getWorkflowExecutionHistoryReverse(
        _ request: APIGetWorkflowExecutionHistoryReverseRequest,
        _ options: CallOptions
    ) async throws -> APIGetWorkflowExecutionHistoryReverseResponse {
        try await answering {
            var key = try key(request.execution, isSet: request.hasExecution, in: request.namespace)
            let token = try historyToken(request.nextPageToken, of: key)
            if let token { key.runID = token.runID }
            let snapshot = try await snapshot(key)
            let end = min(token?.next ?? .max, snapshot.committedNextEventID)
            let page = try await history.reversePage(
                of: snapshot.key,
                before: end,
                limit: pageSize(request.maximumPageSize)
            )
            return .with {
                $0.history.events = page.events
                if let next = page.next, next > 1 {
                    $0.nextPageToken = HistoryToken(runID: snapshot.key.runID, next: next).data
                }
            }
        }
    }

    private func pageSize(_ asked: Int32) -> Int {
        asked <= 0 ? limits.historyPageEvents : min(Int(asked), limits.historyPageEvents)
    }

    private func historyToken(_ data: Data, of key: RunKey) throws -> HistoryToken? {
        guard !data.isEmpty else { return nil }
        guard let token = HistoryToken(data) else { throw ServiceError.invalid("Invalid NextPageToken.") }
        guard key.runID.isEmpty || key.runID == token.runID else {
            throw ServiceError.invalid("RunId in the request does not match the NextPageToken.")
        }
        return token
    }

    private func page(
        of snapshot: RunSnapshot,
        token: HistoryToken?,
        _ request: APIGetWorkflowExecutionHistoryRequest
    ) async throws -> APIGetWorkflowExecutionHistoryResponse {
        let end = token?.end ?? 0
        let page = try await history.page(
            of: snapshot,
            from: token?.next ?? 1,
            before: end > 0 ? end : snapshot.committedNextEventID,
            limit: pageSize(request.maximumPageSize)
        )
        var next = page.next
        // Who waits for events goes on until the run is closed.
        if next == nil, request.waitNewEvent, end == 0, snapshot.state.isRunning {
            next = page.events.last.map { $0.eventID + 1 } ?? token?.next ?? 1
        }
        return .with {
            $0.history.events = page.events
            if let next {
                $0.nextPageToken = HistoryToken(runID: snapshot.key.runID, next: next, end: end).data
            }
        }
    }

    private func closeEvent(of snapshot: RunSnapshot, keepsWaiting: Bool) -> APIGetWorkflowExecutionHistoryResponse {
        .with {
            $0.history = APIHistory()
            if let event = snapshot.state.closeEvent {
                $0.history.events = [event]
            } else if keepsWaiting {
                $0.nextPageToken = HistoryToken(runID: snapshot.key.runID, next: 1).data
            }
        }
    }

    /// Waits until the run has new events or is closed.
    ///
    /// - Parameters:
    ///   - snapshot: the run as it was.
    ///   - next: the first event that is new; nil waits for the close.
    ///   - options: the caller's.
    /// - Returns: the run as it is then, or when the time was over.
    /// - Throws: `ServiceError`.
    private func waiting(_ snapshot: RunSnapshot, beyond next: Int64?, _ options: CallOptions) async throws
        -> RunSnapshot
    {
        let deadline = pollDeadline(options, limit: limits.historyPoll)
        var snapshot = snapshot
        while snapshot.state.isRunning, next.map({ snapshot.committedNextEventID <= $0 }) ?? true {
            let runID = snapshot.key.runID
            guard let id = host.watchers.announce(runID, isForClose: next == nil) else {
                throw ServiceError.exhausted(.concurrentLimit, .system, "too many callers wait for events")
            }
            // What happened before the announcement shows now.
            snapshot = try await leaving(id, runID) { try await host.snapshot(snapshot.key) }
            guard snapshot.state.isRunning, next.map({ snapshot.committedNextEventID <= $0 }) ?? true else {
                host.watchers.leave(id, for: runID)
                break
            }
            let isOver = await host.watchers.wait(id, for: runID, until: deadline)
            try Task.checkCancellation()
            snapshot = try await host.snapshot(snapshot.key)
            if isOver { break }
        }
        return snapshot
    }

    /// Takes an announcement back when the body throws.
    private func leaving<Value>(_ id: UInt64, _ runID: String, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch {
            host.watchers.leave(id, for: runID)
            throw error
        }
    }
}
