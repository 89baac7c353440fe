import Synchronization
import Logging
import GRPCCore
import SQLPort
import SwiftProtobuf
import TemporalAPI

extension RunHost {
    /// The run of a lock that is held, read when it is not in memory.
    ///
    /// - Parameter run: its lock is held.
    /// - Returns: the run.
    /// - Throws: `ServiceError`.
    func loaded(_ run: LoadedRun) async throws -> RunSnapshot {
        if let snapshot = run.snapshot { return snapshot }
        guard let (stored, batches) = try await storing({ try await store.runWithHistory(run.key.runID) }) else {
            cache.remove(run.key.runID)
            throw ServiceError.runNotFound(run.key.workflowID)
        }
        var events: [APIHistoryEvent] = []
        // What an earlier reading left there must not come twice.
        var tail = HistoryTail(maximumEvents: limits.recentEvents, maximumBytes: limits.recentEventBytes)
        for batch in batches {
            let decoded = try decoded(batch)
            tail.append(decoded, bytes: batch.events.count)
            events += decoded
        }
        let state: RunState
        do {
            state = try RunState(
                history: events,
                record: RunRecord(serializedBytes: stored.record),
                limits: runLimits
            )
        } catch {
            throw damaged(run.key, error)
        }
        let snapshot = RunSnapshot(state: state, committedNextEventID: stored.nextEventID)
        run.content.withLock { content in
            content.snapshot = snapshot
            content.tail = tail
        }
        return snapshot
    }

    func decoded(_ batch: HistoryBatch) throws -> [APIHistoryEvent] {
        do {
            return try APIHistory(serializedBytes: batch.events).events
        } catch {
            throw ServiceError(.dataLoss, "history event batch \(batch.firstEventID) is corrupted")
        }
    }

    private func damaged(_ key: RunKey, _ error: any Error) -> ServiceError {
        logger.error("A stored run cannot be read", metadata: ["run_id": "\(key.runID)", "error": "\(error)"])
        return ServiceError(.dataLoss, "the stored run cannot be read")
    }

    /// Runs work on the database and says of its errors what a caller may know.
    ///
    /// - Parameter body: the work.
    /// - Returns: what the body returns.
    /// - Throws: `ServiceError`.
    func storing<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as SQLError {
            throw unavailable(error)
        } catch let error as EngineStoreError {
            logger.error("The database is not as expected", metadata: ["error": "\(error)"])
            throw ServiceError(.internalError, "the stored data is not as expected")
        }
    }

    func unavailable(_ error: SQLError) -> ServiceError {
        switch error {
        case .overloaded:
            return ServiceError.exhausted(.systemOverloaded, .system, "too many writes wait for the database")
        case .unavailable(let reason):
            logger.warning("The database is not available", metadata: ["error": "\(error)"])
            return ServiceError(.unavailable, "the engine's database is not available: \(reason)")
        case .serializationFailure:
            logger.warning("The database is not available", metadata: ["error": "\(error)"])
            return ServiceError(.unavailable, "the engine's database is not available")
        case .outcomeUnknown(let reason):
            logger.warning("The outcome of a commit is not known", metadata: ["error": "\(error)"])
            return ServiceError(
                .unavailable,
                "it is not known whether the engine's database stored the change: \(reason)"
            )
        case .failed(_, let message):
            logger.error("The database failed", metadata: ["error": "\(error)"])
            return ServiceError(.unavailable, "the engine's database failed: \(message)")
        case .constraintViolated, .unexpectedValue:
            logger.error("The database failed", metadata: ["error": "\(error)"])
            return ServiceError(.unavailable, "the engine's database failed")
        }
    }
}
