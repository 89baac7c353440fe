package import Access
package import Inventory
package import Logging
package import Messaging
package import OMSKernel
package import OMSWorkflows
package import Orders
package import Shipping
package import Warehouse

/// All that the API needs of the system, handed in by the executable.
package struct APIDependencies: Sendable {
    package var orders: any OrderStore
    package var customers: any CustomerStore
    package var inventory: any InventoryStore
    package var warehouse: any WarehouseStore
    package var shipments: any ShipmentStore
    /// How the sandbox supplier behaves.
    package var supplier: any SandboxSupplierStore
    /// How the sandbox carrier behaves.
    package var carrier: any SandboxCarrierControl
    package var keys: any APIKeyStore
    package var outbox: any OutboxStore
    /// The workflows of orders; nil when this process speaks with no Temporal service.
    package var orderWorkflows: (any OrderWorkflows)?
    /// Finds orders that contradict their events; nil when the store cannot.
    package var diagnostics: (any OrderDiagnostics)?
    /// Finds orders on which systems of record and workflows disagree; nil when nobody compares them.
    package var examiner: (any SystemExaminer)?
    /// Wakes live event streams; nil when they only look by themselves.
    package var wakeups: (any EventWakeups)?
    package var ids: any IDGenerator
    package var clock: any WallClock
    /// A monotonic clock, for caches, windows and deadlines.
    package var monotonicNow: @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    /// The workflows of the deployment; nil when this process speaks with no Temporal service.
    package var workflows: (any WorkflowDirectory)?
    /// Takes the encryption off the payloads of workflows, and puts it on; nil when this server has no keys for it.
    package var payloads: (any PayloadCoding)?
    /// The origins of pages in browsers that may call the codec server, as `https://temporal.example`.
    package var codecOrigins: Set<String> = []
    /// What `/health/ready` asks.
    package var healthChecks: [HealthCheck] = []
    /// The metrics in Prometheus' text format.
    package var scrapeMetrics: @Sendable () async -> String = { "" }
    /// The OpenAPI document, as it is served.
    package var openAPIDocument: [UInt8] = Array(OpenAPIDocument.text.utf8)
    /// Signs cursors; at least 32 random bytes, the same in all processes of a deployment.
    package var cursorSecret: [UInt8]
    /// A key from the configuration, in local and dev.
    package var bootstrapKey: BootstrapKey?
    package var limits = APILimits()
    package var logger = Logger(label: "oms.http")
    /// The level of the one line that each request writes.
    package var accessLogLevel = Logger.Level.info

    package init(
        orders: any OrderStore,
        customers: any CustomerStore,
        inventory: any InventoryStore,
        warehouse: any WarehouseStore,
        shipments: any ShipmentStore,
        supplier: any SandboxSupplierStore,
        carrier: any SandboxCarrierControl,
        keys: any APIKeyStore,
        outbox: any OutboxStore,
        ids: any IDGenerator,
        clock: any WallClock,
        cursorSecret: [UInt8]
    ) {
        self.orders = orders
        self.customers = customers
        self.inventory = inventory
        self.warehouse = warehouse
        self.shipments = shipments
        self.supplier = supplier
        self.carrier = carrier
        self.keys = keys
        self.outbox = outbox
        self.ids = ids
        self.clock = clock
        self.cursorSecret = cursorSecret
    }
}
