import Logging
import OMSKernel
import SQLStorage
import TemporalAPI
import TemporalEngine
import TemporalSDK

/// An engine that may become the one of the orders: the one of the data folder, or a Temporal service elsewhere.
struct EngineCandidate: Sendable {
    private static let answerTime = Duration.seconds(10)

    let namespaceID: String
    let place: String
    /// nil when this process does not have it.
    private let embedded: EmbeddedEngine?

    /// - Throws: ``StartupError`` when it cannot be opened or does not answer.
    static func open(_ settings: Settings) async throws -> EngineCandidate {
        let logger = Logger(label: "oms") { _ in SwiftLogNoOpLogHandler() }
        let temporal = settings.temporal
        guard let address = temporal.address else {
            let path = DataDirectory(path: settings.dataDirectory).engineDatabase
            let embedded = try await EmbeddedEngine.start(path: path, logger: logger)
            return EngineCandidate(
                namespaceID: embedded.engine.identity(of: temporal.namespace) ?? "",
                place: embedded.place,
                embedded: embedded
            )
        }
        do {
            return EngineCandidate(
                namespaceID: try await namespaceID(temporal, address, logger),
                place: EnginePlace.service(address, namespace: temporal.namespace),
                embedded: nil
            )
        } catch {
            throw StartupError("The Temporal service at \(address) does not say who it is: \(error)")
        }
    }

    private static func namespaceID(
        _ temporal: Settings.Temporal,
        _ address: String,
        _ logger: Logger
    ) async throws -> String {
        let connection = try TemporalConnection(configuration: temporal.connection(to: address), logger: logger)
        return try await withThrowingTaskGroup(of: String?.self) { group in
            group.addTask {
                try await connection.run()
                return nil
            }
            group.addTask {
                var request = APIDescribeNamespaceRequest()
                request.namespace = temporal.namespace
                let options = TemporalAPI.CallOptions(deadline: .now + answerTime)
                return try await connection.describeNamespace(request, options).namespaceInfo.id
            }
            defer { group.cancelAll() }
            return try await group.next().flatMap { $0 } ?? ""
        }
    }

    var mark: EngineMark? { embedded?.mark }

    /// Whether a server would start with it.
    func isAccepted(by claim: EngineClaim?) -> Bool {
        guard let claim else { return false }
        guard let embedded else { return claim.namespaceID == namespaceID }
        let judgement = EngineJudgement(
            of: namespaceID,
            at: place,
            mark: embedded.mark,
            claim: claim,
            now: claim.since,
            newName: { "" }
        )
        guard case .accepted = judgement else { return false }
        return true
    }

    func remember(_ mark: EngineMark) async throws {
        try await embedded?.remember(mark)
    }

    func close() async {
        await embedded?.close()
    }
}
