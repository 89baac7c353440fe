import Foundation
import Logging
import OMSKernel
import SQLPort
import SQLStorage
import ServiceLifecycle
import Synchronization
import TemporalAPI
import TemporalEngine

/// Sees to it that the engine of this process is the one that runs the workflows of these orders, and ends the process
/// when it is not, or not any more.
///
/// While the orders' database is away an engine that has run for them before serves all the same: what is submitted
/// meanwhile must be kept. One that never has answers nobody until it was judged.
final class EngineGuard: Service {
    private static let retryPause = Duration.seconds(1)
    private static let lookPause = Duration.seconds(5)

    private let claims: SQLEngineClaims
    private let embedded: EmbeddedEngine
    private let namespace: String
    private let orders: DatabaseLocation
    private let clock: any WallClock
    private let logger: Logger
    /// What was written when the engine was accepted; nil before.
    private let accepted = Mutex<EngineClaim?>(nil)

    init(
        _ embedded: EmbeddedEngine,
        namespace: String,
        claims: SQLEngineClaims,
        orders: DatabaseLocation,
        clock: any WallClock,
        logger: Logger
    ) {
        self.embedded = embedded
        self.namespace = namespace
        self.claims = claims
        self.orders = orders
        self.clock = clock
        self.logger = logger
    }

    /// Judges the engine before anything works with it.
    /// - Throws: ``StartupError`` when it is the wrong one.
    func begin() async throws {
        do {
            if try await judge() { return }
        } catch let error as ServiceError {
            throw StartupError("The engine's database at \(embedded.place) cannot be written: \(error.message)")
        }
        if embedded.mark != nil {
            logger.notice("The orders' database is away: the engine serves as it did, and is compared when it is back")
        } else {
            logger.notice("The engine has not run for these orders yet: it serves when their database is there")
            embedded.engine.hold()
        }
    }

    func run() async throws {
        try await cancelWhenGracefulShutdown { [self] in
            while !Task.isCancelled, accepted.withLock({ $0 }) == nil {
                do {
                    if try await judge() { break }
                } catch let error as ServiceError {
                    logger.warning("The engine's database takes no writes", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: Self.retryPause)
            }
            // Nobody else can have a SQLite file.
            if orders.isSQLite { try? await gracefulShutdown() }
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.lookPause)
                try await lookAgain()
            }
        }
    }

    /// - Returns: whether the engine was accepted; false when the orders' database is away.
    /// - Throws: ``StartupError`` when it is the wrong one; `ServiceError` when its own database takes no writes.
    private func judge() async throws -> Bool {
        do {
            // Another process may write its claim in between: then the next round sees it.
            while true {
                let claim = try await claims.current()
                switch embedded.judgement(of: claim, namespace: namespace, now: clock.now()) {
                case .refused(let reason):
                    throw StartupError(reason.text(embedded.place, claim, orders: orders.masked))
                case .accepted(let next):
                    if claim != nil { try await embedded.remember(next.mark) }
                    guard try await claims.set(next, inPlaceOf: claim) else { continue }
                    if claim == nil { try await embedded.remember(next.mark) }
                    accepted.withLock { $0 = next }
                    embedded.engine.serve()
                    return true
                }
            }
        } catch let error as SQLError {
            guard error.isTemporary else {
                throw StartupError("The database cannot be used: \(ServerDatabase.text(error))")
            }
            return false
        } catch is CancellationError {
            return false
        }
    }

    /// Whether the engine still is the one: an operator may have made another one the engine, or started it a second
    /// time with a copy of its data folder.
    private func lookAgain() async throws {
        guard let own = accepted.withLock({ $0 }), let claim = try? await claims.current() else { return }
        if claim.namespaceID != own.namespaceID || claim.deployment != own.deployment {
            let reason = EngineJudgement.Reason.otherEngine
            throw StartupError(reason.text(embedded.place, claim, orders: orders.masked))
        }
        if claim.start > own.start {
            throw StartupError(
                "The engine was started once more, at \(claim.place), with a copy of its database: this one ends, "
                    + "since the orders' workflows go on there"
            )
        }
    }
}

extension EmbeddedEngine {
    var mark: EngineMark? { EngineMark(engine.memory) }

    /// - Throws: `ServiceError` when the engine's database does not take it.
    func remember(_ mark: EngineMark) async throws {
        try await engine.remember(mark.memory)
    }

    func judgement(of claim: EngineClaim?, namespace: String, now: Timestamp) -> EngineJudgement {
        EngineJudgement(
            of: engine.identity(of: namespace) ?? "",
            at: place,
            mark: mark,
            claim: claim,
            now: now,
            newName: { UUID().uuidString.lowercased() }
        )
    }
}
