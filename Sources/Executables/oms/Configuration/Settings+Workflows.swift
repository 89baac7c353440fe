import OMSWorkflows
import TemporalSDK

// What concerns workflows: how they run, and how what they carry is kept secret.
extension Settings {
    static func readPayloadKeys(_ reader: inout SettingsReader) -> [EncryptionKey] {
        reader.readOptional(
            .payloadKeys,
            allowed: "ID=KEY, several separated by commas, each KEY 32 bytes in base64 and each ID once",
            parse: { PayloadKeys.parse($0) }
        ) ?? []
    }

    static func readCodecOrigins(_ reader: inout SettingsReader) -> Set<String> {
        reader.readOptional(
            .codecOrigins,
            allowed: "origins as https://temporal.example, separated by commas",
            shown: { $0.sorted().joined(separator: ",") },
            parse: { text in
                let origins = text.split(separator: ",").map(\.trimmed)
                return origins.allSatisfy(isOrigin) ? Set(origins) : nil
            }
        ) ?? []
    }

    /// A scheme, a host and maybe a port, as browsers send it: nothing after it.
    private static func isOrigin(_ text: String) -> Bool {
        for scheme in ["https://", "http://"] where text.hasPrefix(scheme) {
            let rest = text.dropFirst(scheme.count)
            return !rest.isEmpty && rest.allSatisfy { $0.isLetter || $0.isNumber || ".-:[]".contains($0) }
        }
        return false
    }

    static func readWorkers(_ reader: inout SettingsReader) -> Workers {
        Workers(
            workflowPollers: reader.integer(.workerWorkflowPollers, default: 8, in: 2...1_000),
            activityPollers: reader.integer(.workerActivityPollers, default: 5, in: 1...1_000),
            workflowTasks: reader.integer(.workerWorkflowTasks, default: 100, in: 2...10_000),
            activities: reader.integer(.workerActivities, default: 100, in: 1...10_000),
            activityRate: reader.integer(.workerActivityRate, default: 0, in: 0...1_000_000),
            cachedWorkflows: reader.integer(.workerCachedWorkflows, default: 1_000, in: 0...1_000_000)
        )
    }

    /// The longest time that the simulated warehouse may take for a task.
    private static let slowestSimulation = Duration.seconds(86_400)

    static func readWarehouseSimulation(_ reader: inout SettingsReader) -> Duration? {
        let off = "off"
        return reader.read(
            .warehouseSimulation,
            default: nil,
            allowed: "\(off), or \(DurationText.allowed), at most \(DurationText.format(slowestSimulation))",
            shown: { pace in pace.map(DurationText.format) ?? off },
            parse: { text -> Duration?? in
                if text == off { return .some(nil) }
                guard let pace = DurationText.parse(text), pace <= slowestSimulation else { return nil }
                return .some(pace)
            }
        )
    }

    static func readFulfillment(_ reader: inout SettingsReader) -> FulfillmentPolicy {
        let usual = FulfillmentPolicy()
        let timeouts = Duration.seconds(1) ... .seconds(365 * 86_400)
        let pick = reader.duration(.pickTimeout, default: .seconds(usual.pickTimeout), in: timeouts)
        let pack = reader.duration(.packTimeout, default: .seconds(usual.packTimeout), in: timeouts)
        return FulfillmentPolicy(
            pickTimeout: pick.components.seconds,
            packTimeout: pack.components.seconds,
            labelAttempts: reader.integer(.labelAttempts, default: usual.labelAttempts, in: 1...1_000),
            // As many as an order may have.
            shipmentAttempts: reader.integer(.shipmentAttempts, default: usual.shipmentAttempts, in: 1...20)
        )
    }

    /// Whether this process has a Temporal service to speak with.
    package var usesTemporal: Bool {
        (temporal.address != nil || roles.contains(.engine)) && roles != [.engine]
    }

    /// The rules about workflows that settle more than one setting.
    func checkWorkflowRules(_ reader: inout SettingsReader) {
        let address = SettingName.temporalAddress.environmentVariable
        if temporal.address != nil, temporal.listen != nil {
            reader.refuse(.temporalListen, "opens the embedded engine, which \(address) says is not used")
        }
        if temporal.address != nil, temporal.listen == nil, roles.contains(.engine) {
            reader.refuse(.roles, "engine is the embedded engine, which \(address) says is not used")
        }
        checkTemporalSecurity(&reader)
        let speakers = Role.workers.union([.relay])
        if temporal.address == nil, !roles.contains(.engine), !roles.isDisjoint(with: speakers) {
            let who = roles.isDisjoint(with: Role.workers) ? "the relay" : "a worker"
            reader.refuse(
                .roles,
                "\(who) needs a Temporal service: the role engine in this process, or in \(address) the address of "
                    + "the process that has it, where \(SettingName.temporalListen.environmentVariable) opens it"
            )
        }
        if profile == .prod, usesTemporal, payloadKeys.isEmpty {
            reader.refuse(
                .payloadKeys,
                "is required in prod, the same for every process: ID=KEY, where `openssl rand -base64 32` makes a KEY"
            )
        }
        if profile == .prod, warehouseSimulation != nil {
            reader.refuse(
                .warehouseSimulation,
                "must be off in prod: it says that goods are packed which nobody packed"
            )
        }
        if profile == .prod, crashPoint != nil { reader.refuse(.crashPoint, "must not be set in prod") }
        if temporal.listen != nil, !roles.contains(.engine) {
            reader.refuse(.temporalListen, "needs the role engine in \(SettingName.roles.environmentVariable)")
        }
    }
}
