package import Logging
package import OMSWorkflows
package import TemporalEngine
package import TemporalSDK

/// All that a server needs to know, checked.
package struct Settings: Sendable {
    /// TLS by the server itself.
    package struct TLS: Sendable, Equatable {
        package let certificatePath: String
        package let privateKeyPath: String
    }

    package struct HTTP: Sendable, Equatable {
        package let host: String
        /// 0 takes a free one.
        package let port: Int
        /// Where a process without the role api answers for its health; nil for nowhere.
        package let healthPort: Int?
        package let maximumConnections: Int
        package let idleTimeout: Duration
        package let tls: TLS?
        /// Addresses of the proxies that end TLS; empty when there are none.
        package let trustedProxies: [String]
    }

    package struct Database: Sendable, Equatable {
        package let location: DatabaseLocation
        package let poolSize: Int
        /// Most writes that may wait.
        package let queueLength: Int
    }

    /// Where workflows live.
    package struct Temporal: Sendable, Equatable {
        /// `HOST:PORT` of a Temporal service; nil means the embedded engine.
        package let address: String?
        /// Where the embedded engine opens Temporal's API; nil means nowhere.
        package let listen: EngineServer.Address?
        package let namespace: String
        package let security: TemporalSecurity
    }

    /// What each worker of the process may do at once.
    package struct Workers: Sendable, Equatable {
        package let workflowPollers: Int
        package let activityPollers: Int
        package let workflowTasks: Int
        package let activities: Int
        /// Activities begun a second; 0 for no limit.
        package let activityRate: Int
        package let cachedWorkflows: Int
    }

    /// The port of this process; nil when it opens none.
    package var listenPort: Int? { roles.contains(.api) ? http.port : http.healthPort }

    package let profile: Profile
    package let http: HTTP
    package let dataDirectory: String
    package let database: Database
    /// A text that becomes a key with every scope. Never logged.
    package let bootstrapAPIKey: String?
    /// Signs cursors; nil means that this machine keeps its own. Never logged.
    package let signingSecret: String?
    package let events: EventTarget
    package let roles: Set<Role>
    package let logLevel: Logger.Level
    package let idempotencyRetention: Duration
    package let requireShipTo: Bool
    package let temporal: Temporal
    /// Encrypt what workflows carry; empty means that this machine keeps its own. Never logged.
    package let payloadKeys: [EncryptionKey]
    /// Origins of the pages that may call the codec server from a browser.
    package let codecOrigins: Set<String>
    package let workers: Workers
    /// How long the simulated warehouse takes for each task; nil when it is off.
    package let warehouseSimulation: Duration?
    /// What new fulfilments go by.
    package let fulfillment: FulfillmentPolicy
    /// Where the process ends itself, for tests; nil for nowhere.
    package let crashPoint: CrashPoint?
    /// What came from where, for people; secrets are masked.
    package let effective: [EffectiveSetting]
    /// `OMS_*` variables that name no setting.
    package let unknownVariables: [String]
}
