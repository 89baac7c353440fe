import Logging
import ServiceLifecycle
import TemporalEngine

/// The engine with its database and its port, for as long as the process runs.
struct EngineProcess: Sendable {
    private static let maximumShutdown = Duration.seconds(10)

    /// The database file; made when it is not there.
    let path: String
    let address: EngineServer.Address
    let logger: Logger

    /// - Throws: ``StartupError`` when the file or the port cannot be opened.
    func run() async throws {
        let embedded = try await EmbeddedEngine.start(path: path, logger: logger)
        do {
            try await serve(embedded.services(listen: address))
        } catch {
            await embedded.close()
            throw error
        }
        logger.notice("Stopped")
    }

    private func serve(_ services: [any Service]) async throws {
        var lifecycle = Logger(label: "oms.lifecycle")
        lifecycle.logLevel = .critical
        var configuration = ServiceGroupConfiguration(services: services, logger: lifecycle)
        configuration.maximumGracefulShutdownDuration = Self.maximumShutdown
        let group = ServiceGroup(configuration: configuration)
        let signals = Task { await SignalService(logger: logger).run(stopping: group) }
        defer { signals.cancel() }
        do {
            try await group.run()
        } catch let error as StartupError {
            throw error
        } catch {
            throw StartupError("The engine ended: \(error)")
        }
    }
}
