/// Every setting of a server, by its configuration key.
///
/// The key `database.poolSize` is the flag `--database-pool-size`, the environment variable
/// `OMS_DATABASE_POOL_SIZE` and, in YAML, `poolSize` under `database`.
package enum SettingName: String, Sendable, CaseIterable {
    case profile
    case httpHost = "http.host"
    case httpPort = "http.port"
    case healthPort = "health.port"
    case httpMaximumConnections = "http.maximumConnections"
    case httpIdleTimeout = "http.idleTimeout"
    case tlsCertificate = "tls.certificate"
    case tlsPrivateKey = "tls.privateKey"
    case trustedProxy
    case dataDirectory = "data.dir"
    case databaseURL = "database.url"
    case databasePoolSize = "database.poolSize"
    case databaseQueueLength = "database.queueLength"
    case bootstrapAPIKey = "bootstrapApiKey"
    case signingSecret = "signing.secret"
    case events
    case roles
    case logLevel = "log.level"
    case idempotencyRetention = "idempotency.retention"
    case requireShipTo
    case temporalAddress = "temporal.address"
    case temporalListen = "temporal.listen"
    case temporalNamespace = "temporal.namespace"
    case temporalAPIKey = "temporal.apiKey"
    case temporalTLS = "temporal.tls"
    case temporalTLSRoots = "temporal.tlsRoots"
    case temporalTLSCertificate = "temporal.tlsCertificate"
    case temporalTLSPrivateKey = "temporal.tlsPrivateKey"
    case payloadKeys = "payload.keys"
    case codecOrigins = "codec.origins"
    case workerWorkflowPollers = "worker.workflowPollers"
    case workerActivityPollers = "worker.activityPollers"
    case workerWorkflowTasks = "worker.workflowTasks"
    case workerActivities = "worker.activities"
    case workerActivityRate = "worker.activityRate"
    case workerCachedWorkflows = "worker.cachedWorkflows"
    case warehouseSimulation = "warehouse.simulation"
    case pickTimeout = "pick.timeout"
    case packTimeout = "pack.timeout"
    case labelAttempts = "label.attempts"
    case shipmentAttempts = "shipment.attempts"
    case crashPoint = "crash.point"

    /// Secrets come from the environment only: flags show in process lists, and YAML files lie in repositories.
    package var isSecret: Bool {
        switch self {
        case .bootstrapAPIKey, .signingSecret, .payloadKeys, .temporalAPIKey: true
        default: false
        }
    }

    /// The words of the key: `database`, `pool`, `size`.
    private var words: [String] {
        var words: [String] = []
        for part in rawValue.split(separator: ".") {
            var word = ""
            for character in part {
                if character.isUppercase, !word.isEmpty {
                    words.append(word)
                    word = ""
                }
                word.append(contentsOf: character.lowercased())
            }
            words.append(word)
        }
        return words
    }

    /// The command-line flag: `--database-pool-size`.
    package var flag: String { "--" + words.joined(separator: "-") }

    /// The environment variable: `OMS_DATABASE_POOL_SIZE`.
    package var environmentVariable: String { "OMS_" + words.joined(separator: "_").uppercased() }

    /// What the setting is for, in one line.
    package var help: String {
        switch self {
        case .profile: "Rules and defaults to run under: local, dev or prod"
        case .httpHost: "Address to listen on"
        case .httpPort: "Port to listen on; 0 takes a free one"
        case .healthPort: "Port for the health and the metrics of a process without the role api; 0 takes a free one"
        case .httpMaximumConnections: "Most connections open at once"
        case .httpIdleTimeout: "How long a connection may be idle"
        case .tlsCertificate: "Certificate chain, a PEM file"
        case .tlsPrivateKey: "The certificate's private key, a PEM file"
        case .trustedProxy: "Addresses of the proxies that end TLS in front of this server, separated by commas"
        case .dataDirectory: "Folder of the database, the lock and the secrets that local makes"
        case .databaseURL: "sqlite:PATH, or postgres://user@host/database"
        case .databasePoolSize: "Connections to PostgreSQL, or readers of SQLite"
        case .databaseQueueLength: "Most writes that may wait before callers are told to come back"
        case .bootstrapAPIKey: "A text that becomes a key with every scope (local and dev)"
        case .signingSecret: "At least 32 bytes; signs list cursors"
        case .events: "Where events go: log or in-process"
        case .roles: "What this process does: api, relay, engine, worker:orders and so on, worker, or several"
        case .logLevel: "trace, debug, info, notice, warning, error or critical"
        case .idempotencyRetention: "How long idempotency keys are remembered beside the order's own"
        case .requireShipTo: "Whether an order without shipTo is refused when it is validated"
        case .temporalAddress: "A Temporal service, HOST:PORT; the embedded engine when it is not set"
        case .temporalListen: "Where the embedded engine opens Temporal's API: 127.0.0.1:PORT or [::1]:PORT"
        case .temporalNamespace: "The Temporal service's namespace"
        case .temporalAPIKey: "A key for the Temporal service, sent with every call"
        case .temporalTLS: "Whether the Temporal service is spoken to with TLS"
        case .temporalTLSRoots: "Certificates that the Temporal service's must come from, a PEM file"
        case .temporalTLSCertificate: "Our own certificate for the Temporal service, a PEM file"
        case .temporalTLSPrivateKey: "That certificate's private key, a PEM file"
        case .payloadKeys:
            "Keys that encrypt what workflows carry, ID=BASE64 separated by commas; the first is for new payloads"
        case .codecOrigins: "Origins of the Temporal UIs that may call the codec server from a browser"
        case .workerWorkflowPollers: "Polls for workflow tasks that each worker has waiting"
        case .workerActivityPollers: "Polls for activities that each worker has waiting"
        case .workerWorkflowTasks: "Most workflow tasks that each worker handles at once"
        case .workerActivities: "Most activities that each worker runs at once"
        case .workerActivityRate: "Most activities that each worker begins a second; 0 for no limit"
        case .workerCachedWorkflows: "Workflows that each worker keeps in memory between their tasks; 0 replays each"
        case .pickTimeout: "How long an order's pick may take until the order fails"
        case .packTimeout: "How long an order's packing may take after its pick until the order fails"
        case .labelAttempts: "How often a carrier is asked for one shipment's label"
        case .shipmentAttempts: "How many shipments are tried for an order, one after the other"
        case .warehouseSimulation: "Picks and packs in place of people: off, or what each task takes (not in prod)"
        case .crashPoint: "For tests: ends the process as kill -9 does at a commit, orders:N or engine:N (not in prod)"
        }
    }
}
