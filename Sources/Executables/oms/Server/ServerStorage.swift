import Access
import Foundation
import Inventory
import Logging
import Messaging
import OMSKernel
import Orders
import PostgresDriver
import SQLPort
import SQLStorage
import SQLiteDriver
import Shipping
import Telemetry
import Warehouse

/// The database of the settings and the stores on it.
struct ServerStorage: Sendable {
    let database: ServerDatabase
    let orders: any OrderStore
    let customers: any CustomerStore
    let inventory: any InventoryStore
    let supplier: any SandboxSupplierStore
    let warehouse: any WarehouseStore
    let shipments: any ShipmentStore
    let carrier: any SandboxCarrierControl
    let keys: any APIKeyStore
    let outbox: any OutboxStore
    let ledger: any IdempotencyLedger
    let diagnostics: any OrderDiagnostics
    let crossChecks: SQLCrossChecks
    let engineClaims: SQLEngineClaims

    private init(_ database: ServerDatabase) {
        let gate = database.gate
        self.database = database
        orders = SQLOrderStore(database: gate)
        customers = SQLCustomerStore(database: gate)
        inventory = SQLInventoryStore(database: gate)
        supplier = SQLSupplierStore(database: gate)
        warehouse = SQLWarehouseStore(database: gate)
        shipments = SQLShipmentStore(database: gate)
        carrier = SQLCarrierControl(database: gate)
        keys = SQLAPIKeyStore(database: gate)
        outbox = SQLOutboxStore(database: gate)
        ledger = SQLIdempotencyLedger(database: gate)
        crossChecks = SQLCrossChecks(database: gate)
        diagnostics = SQLOrderDiagnostics(database: gate)
        engineClaims = SQLEngineClaims(database: gate)
    }

    /// Opens the database without migrating it: the stores are away until ``ServerDatabase/migrate(now:)``.
    /// - Parameters:
    ///   - settings: where the database is, and its limits.
    ///   - crash: where the process ends itself, for tests; of SQLite alone.
    ///   - logger: told when it goes away and comes back, and what was migrated.
    /// - Returns: the open storage.
    /// - Throws: ``StartupError`` when it cannot be opened, or when another process writes its file.
    static func open(
        _ settings: Settings.Database,
        crash: CrashPoint? = nil,
        logger: Logger
    ) throws -> ServerStorage {
        switch settings.location {
        case .sqlite(let path): ServerStorage(try sqlite(path, settings, crash, logger))
        case .postgres(let url): ServerStorage(try postgres(url, settings, logger))
        }
    }

    private static func sqlite(
        _ path: String,
        _ settings: Settings.Database,
        _ crash: CrashPoint?,
        _ logger: Logger
    ) throws -> ServerDatabase {
        // Beside the file itself, so that two names of one file have one lock.
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let lock = try ProcessLock(path: real + ".lock")
        try RestoreMark.check(real)
        let metrics = CommitMetrics(database: "orders")
        var configuration = SQLiteConfiguration(
            path: path,
            readers: settings.poolSize,
            maximumWaitingWrites: settings.queueLength,
            onGroupCommit: metrics.record
        )
        configuration.beforeAnswers = crash?.hook(of: .orders)
        let database: SQLiteDatabase
        do {
            database = try SQLiteDatabase(configuration)
        } catch {
            throw StartupError("The database \(path) cannot be opened: \(ServerDatabase.text(error))")
        }
        return ServerDatabase(
            base: database,
            lock: lock,
            logger: logger,
            samples: { [MetricSample("oms_database_waiting", value: Double(database.waitingWrites))] },
            probing: { try await database.write($0) },
            closing: database.close
        )
    }

    private static func postgres(
        _ url: PostgresURL,
        _ settings: Settings.Database,
        _ logger: Logger
    ) throws -> ServerDatabase {
        var configuration: PostgresConfiguration
        do {
            configuration = try PostgresConfiguration(url: url.text)
        } catch {
            throw StartupError("\(SettingName.databaseURL.environmentVariable): \(error)")
        }
        configuration.poolSize = settings.poolSize
        configuration.maximumWaiting = settings.queueLength
        let database = PostgresDatabase(configuration: configuration, logger: logger)
        database.start()
        return ServerDatabase(
            base: database,
            lock: nil,
            logger: logger,
            samples: { database.statistics.samples },
            probing: { try await database.ping($0) },
            closing: database.close
        )
    }
}

extension PostgresPoolStatistics {
    fileprivate var samples: [MetricSample] {
        [
            MetricSample("oms_database_waiting", value: Double(waiting)),
            MetricSample("oms_database_connections", labels: ["state": "open"], value: Double(open)),
            MetricSample("oms_database_connections", labels: ["state": "in_use"], value: Double(inUse)),
        ]
    }
}
