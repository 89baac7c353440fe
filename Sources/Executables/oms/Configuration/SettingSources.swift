import Configuration

/// The places settings come from, the strongest first: flags, environment, `config/<profile>.yaml`.
package struct SettingSources: Sendable {
    /// A value as it was written, and where.
    package struct Found: Sendable, Equatable {
        package let text: String
        package let origin: SettingOrigin
    }

    package let profile: Found?
    private let flags: InMemoryProvider
    private let environment: KeyMappingProvider<EnvironmentVariablesProvider>
    private let file: FileProvider<YAMLSnapshot>?
    private let filePath: String
    /// `OMS_*` variables that name no setting: most likely typing mistakes.
    package let unknownVariables: [String]

    /// Variables that the command line client reads.
    private static let clientVariables: Set<String> = ["OMS_URL", "OMS_API_KEY", "OMS_CONFIG_DIR"]

    /// - Parameters:
    ///   - flags: what the command line said, by setting.
    ///   - environment: the process's environment. `OMS_CONFIG_DIR` names the folder of the YAML files
    ///     (`config`); a file that is not there is an empty one.
    /// - Throws: ``SettingsError`` when the YAML file cannot be read.
    package init(flags: [SettingName: String], environment: [String: String]) async throws {
        let values = flags.map {
            (AbsoluteConfigKey(ConfigKey($0.key.rawValue)), ConfigValue(.string($0.value), isSecret: false))
        }
        self.flags = InMemoryProvider(name: "flags", values: Dictionary(uniqueKeysWithValues: values))
        self.environment = EnvironmentVariablesProvider(
            environmentVariables: environment,
            secretsSpecifier: .specific(Set(SettingName.allCases.filter(\.isSecret).map(\.environmentVariable)))
        ).prefixKeys(with: "oms")
        profile = Self.profile(flags: flags, environment: environment)
        let folder = environment["OMS_CONFIG_DIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "config"
        let name = profile.flatMap { Profile(rawValue: $0.text) } ?? .local
        filePath = "\(folder)/\(name.rawValue).yaml"
        let known = Self.clientVariables.union(SettingName.allCases.map(\.environmentVariable))
        unknownVariables = environment.keys.filter { $0.hasPrefix("OMS_") && !known.contains($0) }.sorted()
        do {
            let place = InMemoryProvider(values: [
                "filePath": ConfigValue(.string(filePath), isSecret: false),
                "allowMissing": ConfigValue(.bool(true), isSecret: false),
            ])
            file = try await FileProvider<YAMLSnapshot>(config: ConfigReader(provider: place))
        } catch {
            let origin = SettingOrigin.file(path: filePath, key: "the whole file")
            throw SettingsError(problems: [
                SettingProblem(name: .profile, origin: origin, problem: "cannot be read as YAML: \(error)")
            ])
        }
    }

    private static func profile(flags: [SettingName: String], environment: [String: String]) -> Found? {
        if let text = flags[.profile] { return Found(text: text, origin: .flag(SettingName.profile.flag)) }
        for variable in [SettingName.profile.environmentVariable, "SPRING_PROFILES_ACTIVE"] {
            if let text = environment[variable], !text.isEmpty {
                return Found(text: text, origin: .environment(variable))
            }
        }
        return nil
    }

    /// The strongest value of a setting; nil when nobody set it. An empty text counts as not set.
    package func value(_ name: SettingName) -> Found? {
        if name == .profile { return profile }
        let key = AbsoluteConfigKey(ConfigKey(name.rawValue))
        if let text = Self.text(flags, key) { return Found(text: text, origin: .flag(name.flag)) }
        if let text = Self.text(environment, key) {
            return Found(text: text, origin: .environment(name.environmentVariable))
        }
        guard let file, let text = Self.text(file, key) else { return nil }
        return Found(text: text, origin: .file(path: filePath, key: name.rawValue))
    }

    /// A value as text; a YAML list reads as its entries with commas between.
    private static func text(_ provider: some ConfigProvider, _ key: AbsoluteConfigKey) -> String? {
        if let content = try? provider.value(forKey: key, type: .string).value?.content,
            case .string(let text) = content
        {
            return text.isEmpty ? nil : text
        }
        guard let content = try? provider.value(forKey: key, type: .stringArray).value?.content,
            case .stringArray(let texts) = content, !texts.isEmpty
        else { return nil }
        return texts.joined(separator: ",")
    }
}
