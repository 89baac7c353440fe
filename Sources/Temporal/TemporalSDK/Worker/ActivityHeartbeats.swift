import Foundation
import GRPCCore
import Logging
import SwiftProtobuf
import TemporalAPI

/// Sends the heartbeats of one attempt.
struct ActivityHeartbeats: Sendable {
    private let configuration: TemporalWorker.Configuration
    private let caller: ServiceCaller
    private let clock: any Clock<Duration>
    private let taskToken: Data
    private let activityID: String
    /// How long after one heartbeat the next may be sent.
    private let interval: Duration

    init(
        _ task: APIPollActivityTaskQueueResponse,
        configuration: TemporalWorker.Configuration,
        caller: ServiceCaller,
        clock: any Clock<Duration>
    ) {
        self.configuration = configuration
        self.caller = caller
        self.clock = clock
        taskToken = task.taskToken
        activityID = task.activityID
        interval = configuration.heartbeatThrottle.interval(heartbeatTimeout: Duration(task.heartbeatTimeout))
    }

    /// Sends the first heartbeat at once and then, in each interval, the latest of those that came meanwhile.
    func send(of attempt: RunningActivity) async {
        for await _ in attempt.heartbeats {
            guard let details = attempt.takeUnsent() else { continue }
            let start = ContinuousClock.now
            do {
                try await send(details, of: attempt)
            } catch is CancellationError {
                // The attempt ended meanwhile: if it failed, its report carries the details.
                return attempt.restore(details)
            } catch let error as ServiceError where error.code == .notFound {
                return attempt.cancel(.goneFromServer)
            } catch {
                caller.logger.warning(
                    "A heartbeat could not be sent",
                    metadata: ["activity.id": "\(activityID)", "error": "\(error)"]
                )
            }
            let rest = interval - (.now - start)
            if rest > .zero, (try? await clock.sleep(for: rest)) == nil { return }
        }
    }

    private func send(_ details: [APIPayload], of attempt: RunningActivity) async throws {
        var request = APIRecordActivityTaskHeartbeatRequest()
        request.namespace = configuration.namespace
        request.identity = configuration.identity
        request.taskToken = taskToken
        if !details.isEmpty { request.details.payloads = details }
        let encoded = try await configuration.dataConverter.encode(request)
        let answer = try await caller.call("RecordActivityTaskHeartbeat") {
            try await $0.recordActivityTaskHeartbeat(encoded, $1)
        }
        if answer.cancelRequested {
            attempt.cancel(.serverRequest)
        } else if answer.activityReset {
            attempt.cancel(.reset)
        } else if answer.activityPaused {
            attempt.cancel(.paused)
        }
    }
}
