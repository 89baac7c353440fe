import SwiftProtobuf
import struct GRPCCore.RPCError
import Foundation
package import TemporalAPI

extension Frontend {
    package func pollActivityTaskQueue(
        _ request: APIPollActivityTaskQueueRequest,
        _ options: CallOptions
    ) async throws -> APIPollActivityTaskQueueResponse {
        try await answering {
            let namespace = try namespace(request.namespace)
            try check(request.identity, isShort: "Identity")
            try check(request.taskQueue, isSet: request.hasTaskQueue)
            let queue = QueueName(namespaceID: namespace.id, name: request.taskQueue.name, kind: .activity)
            let metadata = request.taskQueueMetadata
            let rate = metadata.hasMaxTasksPerSecond ? metadata.maxTasksPerSecond.value : nil
            let deadline = pollDeadline(options, limit: limits.taskPoll)
            while ContinuousClock.now < deadline {
                let task = try await matching.poll(
                    queue,
                    identity: request.identity,
                    rate: rate,
                    workerKey: request.workerInstanceKey,
                    deadline: deadline
                )
                guard let task else { break }
                guard case .activity(let reference) = task else { continue }
                if let answer = try await start(reference, on: queue, for: request) { return answer }
            }
            return APIPollActivityTaskQueueResponse()
        }
    }

    /// Hands an activity out, unless it is none any more.
    private func start(
        _ reference: ActivityTaskReference,
        on queue: QueueName,
        for request: APIPollActivityTaskQueueRequest
    ) async throws -> APIPollActivityTaskQueueResponse? {
        let poller = ActivityPoller(
            identity: request.identity,
            requestID: host.ids.make(),
            engineProcess: engineProcess
        )
        let begin = { (state: inout RunState, now: EngineTime) throws -> StartedActivity in
            try Task.checkCancellation()
            guard state.activities[reference.scheduledEventID]?.attempt == reference.attempt else {
                throw RunRefusal.activityNotFound
            }
            return try state.startActivity(
                scheduledEventID: reference.scheduledEventID,
                poller: poller,
                now: now
            )
        }
        do {
            if try await storesStart(of: reference) {
                return response(to: try await host.update(reference.key, begin), reference.key)
            }
            let (started, before, snapshot) = try await host.updateInMemory(reference.key, begin)
            guard !Task.isCancelled else {
                await host.revert(snapshot, to: before) { $0.offerActivity(reference.scheduledEventID, of: $1) }
                throw CancellationError()
            }
            return response(to: started, reference.key)
        } catch is RunRefusal {
            return nil
        } catch let error as ServiceError where error.code == .notFound {
            return nil
        } catch {
            matching.giveBack(.activity(reference), to: queue)
            throw error
        }
    }

    /// Whether the start of an activity is stored before its worker hears of it: so when the worker may live on
    /// without the engine, and when its attempts are counted. Any other attempt dies with the engine, and is offered
    /// anew when it starts.
    private func storesStart(of reference: ActivityTaskReference) async throws -> Bool {
        if storesTaskStarts { return true }
        let activity = try await host.snapshot(reference.key).state.activities[reference.scheduledEventID]
        return activity?.hasUnlimitedAttempts != true
    }

    func response(to activity: StartedActivity, _ key: RunKey) -> APIPollActivityTaskQueueResponse {
        var token = TaskToken(kind: .activity, key: key)
        token.scheduledEventID = activity.scheduledEventID
        token.attempt = activity.attempt
        var response = activity.response
        response.taskToken = token.data
        return response
    }

    package func recordActivityTaskHeartbeat(
        _ request: APIRecordActivityTaskHeartbeatRequest,
        _ options: CallOptions
    ) async throws -> APIRecordActivityTaskHeartbeatResponse {
        try await answering {
            let (token, key) = try token(request.taskToken, .activity)
            let isCancelRequested = try await heartbeat(
                key,
                token.activity,
                request.hasDetails ? request.details : nil,
                request.identity
            )
            return .with { $0.cancelRequested = isCancelRequested }
        }
    }

    package func respondActivityTaskCompleted(
        _ request: APIRespondActivityTaskCompletedRequest,
        _ options: CallOptions
    ) async throws -> APIRespondActivityTaskCompletedResponse {
        try await answering {
            let (token, key) = try token(request.taskToken, .activity)
            try check(request.identity, isShort: "Identity")
            _ = try await host.update(key) { state, now in
                try state.completeActivity(
                    token.activity,
                    result: request.hasResult ? request.result : nil,
                    identity: request.identity,
                    now: now
                )
            }
            return APIRespondActivityTaskCompletedResponse()
        }
    }

    package func respondActivityTaskFailed(
        _ request: APIRespondActivityTaskFailedRequest,
        _ options: CallOptions
    ) async throws -> APIRespondActivityTaskFailedResponse {
        try await answering {
            let (token, key) = try token(request.taskToken, .activity)
            try check(request.identity, isShort: "Identity")
            try check(failure: request.failure, isSet: request.hasFailure)
            let notices = try await host.update(key) { state, now in
                try state.failActivity(
                    token.activity,
                    failure: request.hasFailure ? request.failure : nil,
                    lastHeartbeatDetails: request.hasLastHeartbeatDetails ? request.lastHeartbeatDetails : nil,
                    identity: request.identity,
                    now: now
                )
            }
            return .with { $0.failures = notices }
        }
    }

    package func respondActivityTaskCanceled(
        _ request: APIRespondActivityTaskCanceledRequest,
        _ options: CallOptions
    ) async throws -> APIRespondActivityTaskCanceledResponse {
        try await answering {
            let (token, key) = try token(request.taskToken, .activity)
            try check(request.identity, isShort: "Identity")
            _ = try await host.update(key) { state, now in
                try state.cancelActivity(
                    token.activity,
                    details: request.hasDetails ? request.details : nil,
                    identity: request.identity,
                    now: now
                )
            }
            return APIRespondActivityTaskCanceledResponse()
        }
    }

    // MARK: Shared with the forms by id

    func heartbeat(
        _ key: RunKey,
        _ reference: ActivityReference,
        _ details: APIPayloads?,
        _ identity: String
    ) async throws -> Bool {
        try await host.update(key) { state, now in
            try state.heartbeat(reference, details: details, identity: identity, now: now)
        }
    }

    func check(failure: APIFailure, isSet: Bool) throws {
        guard isSet, failure.failureInfo != nil else { return }
        guard case .applicationFailureInfo = failure.failureInfo else {
            throw ServiceError.invalid("Failure must have ApplicationFailureInfo.")
        }
    }
}

extension TaskToken {
    var activity: ActivityReference { .attempt(scheduledEventID: scheduledEventID, attempt: attempt) }
}
