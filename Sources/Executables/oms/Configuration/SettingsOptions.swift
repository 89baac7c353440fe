import ArgumentParser

/// The flags of a server's settings. Secrets have none: they come from the environment.
package struct SettingsOptions: ParsableArguments {
    @Option(help: ArgumentHelp(help(.profile)))
    var profile: String?
    @Option(help: ArgumentHelp(help(.httpHost)))
    var httpHost: String?
    @Option(help: ArgumentHelp(help(.httpPort)))
    var httpPort: String?
    @Option(help: ArgumentHelp(help(.healthPort)))
    var healthPort: String?
    @Option(help: ArgumentHelp(help(.httpMaximumConnections)))
    var httpMaximumConnections: String?
    @Option(help: ArgumentHelp(help(.httpIdleTimeout)))
    var httpIdleTimeout: String?
    @Option(help: ArgumentHelp(help(.tlsCertificate)))
    var tlsCertificate: String?
    @Option(help: ArgumentHelp(help(.tlsPrivateKey)))
    var tlsPrivateKey: String?
    @Option(help: ArgumentHelp(help(.trustedProxy)))
    var trustedProxy: String?
    @Option(help: ArgumentHelp(help(.dataDirectory)))
    var dataDir: String?
    @Option(help: ArgumentHelp(help(.databaseURL)))
    var databaseUrl: String?
    @Option(help: ArgumentHelp(help(.databasePoolSize)))
    var databasePoolSize: String?
    @Option(help: ArgumentHelp(help(.databaseQueueLength)))
    var databaseQueueLength: String?
    @Option(help: ArgumentHelp(help(.events)))
    var events: String?
    @Option(help: ArgumentHelp(help(.roles)))
    var roles: String?
    @Option(help: ArgumentHelp(help(.logLevel)))
    var logLevel: String?
    @Option(help: ArgumentHelp(help(.idempotencyRetention)))
    var idempotencyRetention: String?
    @Option(help: ArgumentHelp(help(.requireShipTo)))
    var requireShipTo: String?
    @Option(help: ArgumentHelp(help(.temporalAddress)))
    var temporalAddress: String?
    @Option(help: ArgumentHelp(help(.temporalListen)))
    var temporalListen: String?
    @Option(help: ArgumentHelp(help(.temporalNamespace)))
    var temporalNamespace: String?
    @Option(help: ArgumentHelp(help(.temporalTLS)))
    var temporalTls: String?
    @Option(help: ArgumentHelp(help(.temporalTLSRoots)))
    var temporalTlsRoots: String?
    @Option(help: ArgumentHelp(help(.temporalTLSCertificate)))
    var temporalTlsCertificate: String?
    @Option(help: ArgumentHelp(help(.temporalTLSPrivateKey)))
    var temporalTlsPrivateKey: String?
    @Option(help: ArgumentHelp(help(.codecOrigins)))
    var codecOrigins: String?
    @Option(help: ArgumentHelp(help(.workerWorkflowPollers)))
    var workerWorkflowPollers: String?
    @Option(help: ArgumentHelp(help(.workerActivityPollers)))
    var workerActivityPollers: String?
    @Option(help: ArgumentHelp(help(.workerWorkflowTasks)))
    var workerWorkflowTasks: String?
    @Option(help: ArgumentHelp(help(.workerActivities)))
    var workerActivities: String?
    @Option(help: ArgumentHelp(help(.workerActivityRate)))
    var workerActivityRate: String?
    @Option(help: ArgumentHelp(help(.workerCachedWorkflows)))
    var workerCachedWorkflows: String?
    @Option(help: ArgumentHelp(help(.warehouseSimulation)))
    var warehouseSimulation: String?
    @Option(help: ArgumentHelp(help(.pickTimeout)))
    var pickTimeout: String?
    @Option(help: ArgumentHelp(help(.packTimeout)))
    var packTimeout: String?
    @Option(help: ArgumentHelp(help(.labelAttempts)))
    var labelAttempts: String?
    @Option(help: ArgumentHelp(help(.shipmentAttempts)))
    var shipmentAttempts: String?

    package init() {}

    /// What was said, by setting.
    package var values: [SettingName: String] {
        let all: [SettingName: String?] = [
            .profile: profile, .httpHost: httpHost, .httpPort: httpPort,
            .healthPort: healthPort, .httpMaximumConnections: httpMaximumConnections, .httpIdleTimeout: httpIdleTimeout,
            .tlsCertificate: tlsCertificate, .tlsPrivateKey: tlsPrivateKey, .trustedProxy: trustedProxy,
            .dataDirectory: dataDir, .databaseURL: databaseUrl, .databasePoolSize: databasePoolSize,
            .databaseQueueLength: databaseQueueLength, .events: events, .roles: roles, .logLevel: logLevel,
            .idempotencyRetention: idempotencyRetention, .requireShipTo: requireShipTo,
            .temporalAddress: temporalAddress,
            .temporalListen: temporalListen,
            .temporalNamespace: temporalNamespace, .temporalTLS: temporalTls, .temporalTLSRoots: temporalTlsRoots,
            .temporalTLSCertificate: temporalTlsCertificate, .temporalTLSPrivateKey: temporalTlsPrivateKey,
            .codecOrigins: codecOrigins,
            .workerWorkflowPollers: workerWorkflowPollers, .workerActivityPollers: workerActivityPollers,
            .workerWorkflowTasks: workerWorkflowTasks, .workerActivities: workerActivities,
            .workerActivityRate: workerActivityRate, .workerCachedWorkflows: workerCachedWorkflows,
            .warehouseSimulation: warehouseSimulation, .pickTimeout: pickTimeout, .packTimeout: packTimeout,
            .labelAttempts: labelAttempts, .shipmentAttempts: shipmentAttempts,
        ]
        return all.compactMapValues { $0 }
    }

    private static func help(_ name: SettingName) -> String {
        "\(name.help) (\(name.environmentVariable))."
    }
}
