import HTTPAPI
import Hummingbird
import HummingbirdCore
import Inventory
import Logging
import Messaging
import NIOCore
import OMSKernel
import OMSWorkflows
import ServiceLifecycle
import Telemetry

extension Composition {
    /// The API on the stores, with what it needs of the rest.
    func api(
        _ storage: ServerStorage,
        _ systems: SystemsOfRecord,
        _ delivery: EventDelivery,
        _ secrets: ServerSecrets,
        _ engine: EmbeddedEngine?,
        _ temporal: TemporalAccess?,
        _ workers: Workers?
    ) throws -> API {
        var dependencies = APIDependencies(
            orders: systems.orders,
            customers: storage.customers,
            inventory: systems.inventory,
            warehouse: systems.warehouse,
            shipments: storage.shipments,
            supplier: storage.supplier,
            carrier: storage.carrier,
            keys: storage.keys,
            outbox: storage.outbox,
            ids: systems.ids,
            clock: clock,
            cursorSecret: secrets.signing
        )
        dependencies.orderWorkflows = temporal.map {
            TemporalOrderWorkflows(client: $0.client, policy: settings.fulfillment)
        }
        dependencies.diagnostics = storage.diagnostics
        dependencies.healthChecks = healthChecks(storage.database, delivery, engine, temporal)
        dependencies.healthChecks += workers?.healthChecks ?? []
        dependencies.scrapeMetrics = { [registry = logging.registry] in await registry.scrape() }
        let directory = temporal.map { TemporalDirectory(client: $0.impatientClient) }
        dependencies.workflows = directory
        dependencies.examiner = SystemDoctor(
            checks: storage.crossChecks,
            directory: directory,
            allocation: AllocateInventory(store: systems.inventory, ids: systems.ids, clock: clock),
            clock: clock
        )
        dependencies.payloads = try PayloadCodec(keys: secrets.payloadKeys)
        dependencies.codecOrigins = settings.codecOrigins
        dependencies.bootstrapKey = secrets.bootstrapKey.map { BootstrapKey(secret: $0) }
        // Without the relay in this process streams look by themselves.
        if settings.roles.contains(.relay) { dependencies.wakeups = delivery.bus }
        return API(dependencies, answersHealthAlone: !settings.roles.contains(.api))
    }

    private func healthChecks(
        _ database: ServerDatabase,
        _ delivery: EventDelivery,
        _ engine: EmbeddedEngine?,
        _ temporal: TemporalAccess?
    ) -> [HealthCheck] {
        var checks = [
            HealthCheck(name: "migrations") {
                database.isMigrated ? .up : .down(reason: "the schema is not up to date yet")
            },
            HealthCheck(name: "database") {
                await database.takesWrites() ? .up : .down(reason: "it takes no writes")
            },
        ]
        if settings.roles.contains(.relay) {
            checks.append(
                HealthCheck(name: "relay") { delivery.relay.health.isStuck ? .down(reason: "it is stuck") : .up }
            )
        }
        if let engine {
            checks.append(
                HealthCheck(name: "temporal") {
                    await engine.takesWrites() ? .up : .down(reason: "the engine's database takes no writes")
                }
            )
        } else if let temporal {
            checks.append(
                HealthCheck(name: "temporal", isRequired: false) {
                    await temporal.answers() ? .up : .down(reason: "the Temporal service does not answer")
                }
            )
        }
        return checks
    }

    /// The HTTP server, which says where it listens once it does.
    func server(_ api: API, port: Int, _ tls: ServerTLS?, _ secrets: ServerSecrets) throws -> some Service {
        var configuration = APIServerConfiguration()
        configuration.host = settings.http.host
        configuration.port = port
        configuration.maximumConnections = settings.http.maximumConnections
        configuration.idleTimeout = settings.http.idleTimeout
        return try configuration.application(
            for: api,
            logger: logger,
            wrap: { try tls?.wrapping($0) ?? $0 },
            onServerRunning: { announce($0, isTLS: tls != nil, secrets) }
        )
    }

    private func announce(_ channel: any Channel, isTLS: Bool, _ secrets: ServerSecrets) {
        let port = channel.localAddress?.port ?? settings.http.port
        let host = settings.http.host.contains(":") ? "[\(settings.http.host)]" : settings.http.host
        let address = "\(isTLS ? "https" : "http")://\(host):\(port)"
        logger.notice("Listening", metadata: ["address": "\(address)", "profile": "\(settings.profile.rawValue)"])
        if settings.profile == .local, settings.roles.contains(.api), let key = secrets.bootstrapKey {
            Terminal.line(Banner(address: address, key: key).text)
        }
    }
}
