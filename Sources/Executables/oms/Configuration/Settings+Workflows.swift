import TemporalEngine
import TemporalSDK

// What concerns workflows: where they live, and how what they carry is kept secret.
extension Settings {
    static func readTemporal(_ reader: inout SettingsReader) -> Temporal {
        let address = reader.readOptional(.temporalAddress, allowed: "HOST or HOST:PORT") { text in
            (try? ConnectionConfiguration(address: text)) == nil ? nil : text
        }
        let listen = reader.readOptional(
            .temporalListen,
            allowed: "an address of the machine itself (127.0.0.1 or [::1]) with a port: the engine's port is not "
                + "encrypted and asks for no key",
            parse: { EngineServer.Address(text: $0) }
        )
        return Temporal(address: address, listen: listen)
    }

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

    /// The rules about workflows that settle more than one setting.
    func checkWorkflowRules(_ reader: inout SettingsReader) {
        let address = SettingName.temporalAddress.environmentVariable
        if temporal.address != nil, temporal.listen != nil {
            reader.refuse(.temporalListen, "opens the embedded engine, which \(address) says is not used")
        }
        if temporal.address != nil, temporal.listen == nil, roles.contains(.engine) {
            reader.refuse(.roles, "engine is the embedded engine, which \(address) says is not used")
        }
        if temporal.listen != nil, !roles.contains(.engine) {
            reader.refuse(.temporalListen, "needs the role engine in \(SettingName.roles.environmentVariable)")
        }
    }
}
