import Logging
import ServiceLifecycle
import TemporalAPI
import TemporalEngine
import TemporalSDK

/// The Temporal service of this process, the embedded engine or a connection, and the client that speaks with it.
struct TemporalAccess: Sendable {
    /// How long a health check waits for an answer.
    private static let maximumAnswerTime = Duration.seconds(2)

    let service: any WorkflowServiceCalls
    let client: TemporalClient
    /// Encrypts what workflows carry.
    let converter: DataConverter
    /// Lets a start's answer bring the first task to a worker of this process.
    let eagerWorkers = EagerWorkers()
    private let connection: TemporalConnection?
    private let address: String?
    private let logger: Logger

    /// nil when there is neither an address nor an engine.
    /// - Parameters:
    ///   - settings: where a Temporal service elsewhere is, if one is used, and how it is spoken to.
    ///   - engine: the engine of this process, if it has one.
    ///   - keys: encrypt what workflows carry, the first one what is new.
    ///   - logger: told of the connection.
    /// - Throws: ``StartupError`` when the address or the keys cannot be used.
    init?(_ settings: Settings.Temporal, engine: EmbeddedEngine?, keys: [EncryptionKey], logger: Logger) throws {
        self.logger = logger
        address = settings.address
        do {
            if let engine {
                connection = nil
                service = engine.engine.service
            } else if let address = settings.address {
                let made = try TemporalConnection(configuration: settings.connection(to: address), logger: logger)
                connection = made
                service = made
            } else {
                return nil
            }
            var codec: AESGCMPayloadCodec?
            if let current = keys.first {
                codec = try AESGCMPayloadCodec(key: current, olderKeys: Array(keys.dropFirst()))
            }
            converter = DataConverter(payloadCodec: codec)
        } catch {
            throw StartupError("The Temporal service cannot be used: \(error)")
        }
        var configuration = TemporalClient.Configuration(namespace: settings.namespace, dataConverter: converter)
        configuration.eagerWorkers = eagerWorkers
        client = TemporalClient(service: service, configuration: configuration, logger: logger)
    }

    /// A client for those who wait for an answer: it does not wait long for the service.
    var impatientClient: TemporalClient {
        var configuration = client.configuration
        configuration.retryPolicy = .report(within: .seconds(2))
        return TemporalClient(service: service, configuration: configuration, logger: logger)
    }

    /// What runs for as long as the service is spoken with.
    /// - Parameter judge: compares a service elsewhere before it is connected to.
    /// - Returns: the services; none for the engine of this process.
    /// - Throws: ``StartupError`` when the service cannot be used.
    func services(judgedBy judge: (String) -> ServiceGuard) throws -> [any Service] {
        guard let connection, let address else { return [] }
        do {
            return try judge(address).services(before: connection)
        } catch {
            throw StartupError("The Temporal service cannot be used: \(error)")
        }
    }

    /// Whether the service answers now.
    func answers() async -> Bool {
        let deadline = ContinuousClock.now + Self.maximumAnswerTime
        return (try? await service.getSystemInfo(APIGetSystemInfoRequest(), CallOptions(deadline: deadline))) != nil
    }
}
