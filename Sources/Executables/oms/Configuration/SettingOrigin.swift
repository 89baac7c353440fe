/// Where a setting's value came from.
package enum SettingOrigin: Sendable, Equatable, CustomStringConvertible {
    case flag(String)
    case environment(String)
    case file(path: String, key: String)
    case standard

    package var description: String {
        switch self {
        case .flag(let name): "flag \(name)"
        case .environment(let name): "environment \(name)"
        case .file(let path, let key): "\(path), \(key)"
        case .standard: "default"
        }
    }
}

/// One wrong setting: which, from where, and what would be right. Never holds a secret's value.
package struct SettingProblem: Sendable, Equatable, CustomStringConvertible {
    package let name: SettingName
    package let origin: SettingOrigin
    package let problem: String

    package init(name: SettingName, origin: SettingOrigin, problem: String) {
        self.name = name
        self.origin = origin
        self.problem = problem
    }

    package var description: String { "\(name.environmentVariable) (\(origin)): \(problem)" }
}

/// All that is wrong with a configuration, told at once.
package struct SettingsError: Error, Equatable, CustomStringConvertible {
    package let problems: [SettingProblem]

    package init(problems: [SettingProblem]) {
        self.problems = problems
    }

    package var description: String {
        (["The configuration is wrong:"] + problems.map { "  \($0)" }).joined(separator: "\n")
    }
}
