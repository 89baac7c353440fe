import Foundation
import GRPCCore
import Logging
import OMSKernel
import SQLPort
import SQLStorage
import ServiceLifecycle
import TemporalAPI
import TemporalEngine
import TemporalSDK

/// Sees to it that the Temporal service which this process speaks with is the one that runs the workflows of these
/// orders. Until it was compared the process does not connect to it; when it is another one the process ends.
struct ServiceGuard: Sendable {
    private static let retryPause = Duration.seconds(1)
    private static let lookPause = Duration.seconds(10)
    private static let answerTime = Duration.seconds(5)

    let settings: Settings.Temporal
    let address: String
    let claims: SQLEngineClaims
    let orders: DatabaseLocation
    let clock: any WallClock
    let logger: Logger

    /// What runs: the comparison, and behind it the connection.
    /// - Parameter connection: what the rest of the process uses.
    /// - Returns: the services.
    /// - Throws: what is wrong with the connection's settings.
    func services(before connection: TemporalConnection) throws -> [any Service] {
        let gate = WakeSignal()
        let silent = Logger(label: "oms.temporal") { _ in SwiftLogNoOpLogHandler() }
        let own = try TemporalConnection(configuration: settings.connection(to: address), logger: silent)
        return [Comparison(judge: self, connection: own, gate: gate), Gated(connection: connection, gate: gate)]
    }

    private struct Comparison: Service {
        let judge: ServiceGuard
        let connection: TemporalConnection
        let gate: WakeSignal

        func run() async throws {
            try await cancelWhenGracefulShutdown { [self] in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await connection.run() }
                    group.addTask { try await judge.compare(connection, opening: gate) }
                    defer { group.cancelAll() }
                    try await group.next()
                }
            }
        }
    }

    private struct Gated: Service {
        let connection: TemporalConnection
        let gate: WakeSignal

        func run() async throws {
            await cancelWhenGracefulShutdown { [gate] in await gate.wait() }
            try await connection.run()
        }
    }

    private func compare(_ connection: TemporalConnection, opening gate: WakeSignal) async throws {
        var isOpen = false
        while !Task.isCancelled {
            if try await isTheOne(connection), !isOpen {
                isOpen = true
                gate.set()
            }
            try? await Task.sleep(for: isOpen ? Self.lookPause : Self.retryPause)
        }
    }

    /// - Returns: false while it cannot be told, since one of the two is away.
    /// - Throws: ``StartupError`` when it is another one.
    private func isTheOne(_ connection: TemporalConnection) async throws -> Bool {
        do {
            var request = APIDescribeNamespaceRequest()
            request.namespace = settings.namespace
            let options = TemporalAPI.CallOptions(deadline: .now + Self.answerTime)
            let id = try await connection.describeNamespace(request, options).namespaceInfo.id
            return try await isTheOne(id)
        } catch let error as ServiceError where [.permissionDenied, .unimplemented].contains(error.code) {
            logger.warning(
                "The Temporal service does not say who it is: that it is the right one is not checked",
                metadata: ["error": "\(error)"]
            )
            return true
        } catch let error as StartupError {
            throw error
        } catch {
            logger.debug("The Temporal service was not compared yet", metadata: ["error": "\(error)"])
            return false
        }
    }

    private func isTheOne(_ id: String) async throws -> Bool {
        let place = EnginePlace.service(address, namespace: settings.namespace)
        while true {
            if let claim = try await claims.current() {
                guard claim.namespaceID != id else { return true }
                let reason = EngineJudgement.Reason.otherEngine
                throw StartupError(reason.text(place, claim, orders: orders.masked))
            }
            let claim = EngineClaim(
                deployment: UUID().uuidString.lowercased(),
                namespaceID: id,
                place: place,
                start: 1,
                since: clock.now()
            )
            if try await claims.set(claim, inPlaceOf: nil) { return true }
        }
    }
}
