/// Reads settings one after the other, gathers what is wrong and remembers what came from where.
package struct SettingsReader {
    private let sources: SettingSources
    package private(set) var problems: [SettingProblem] = []
    package private(set) var effective: [EffectiveSetting] = []

    package init(_ sources: SettingSources) {
        self.sources = sources
    }

    /// Reads a setting that has a default. `allowed` completes "must be …" in the error, `shown` is how
    /// `oms config` prints the value, and a `parse` of nil refuses the text.
    package mutating func read<Value>(
        _ name: SettingName,
        default standard: Value,
        allowed: String,
        shown: (Value) -> String = { "\($0)" },
        parse: (String) -> Value?
    ) -> Value {
        let value = readOptional(name, allowed: allowed, shown: shown, parse: parse)
        if let value { return value }
        if origin(of: name) == .standard { note(name, shown(standard)) }
        return standard
    }

    /// Reads a setting that may be absent.
    package mutating func readOptional<Value>(
        _ name: SettingName,
        allowed: String,
        shown: (Value) -> String = { "\($0)" },
        parse: (String) -> Value?
    ) -> Value? {
        guard let found = sources.value(name) else { return nil }
        if name.isSecret, case .environment = found.origin {
        } else if name.isSecret {
            refuse(name, "is a secret and must come from the environment, not from a flag or a file")
            return nil
        }
        guard let value = parse(found.text) else {
            // A URL may hold a password.
            let isShown = !name.isSecret && name != .databaseURL
            let written = isShown ? "\"\(found.text)\"" : "the value"
            refuse(name, "\(written) is not allowed; must be \(allowed)")
            return nil
        }
        note(name, name.isSecret ? EffectiveSetting.mask : shown(value))
        return value
    }

    package mutating func integer(_ name: SettingName, default standard: Int, in range: ClosedRange<Int>) -> Int {
        read(name, default: standard, allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)") {
            text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    package mutating func flag(_ name: SettingName, default standard: Bool) -> Bool {
        read(name, default: standard, allowed: "true or false") { text in
            switch text.lowercased() {
            case "true", "yes", "1": true
            case "false", "no", "0": false
            default: nil
            }
        }
    }

    package mutating func duration(
        _ name: SettingName,
        default standard: Duration,
        in range: ClosedRange<Duration>
    ) -> Duration {
        let bounds = "\(DurationText.format(range.lowerBound)) to \(DurationText.format(range.upperBound))"
        return read(
            name,
            default: standard,
            allowed: "\(DurationText.allowed), from \(bounds)",
            shown: DurationText.format,
            parse: { DurationText.parse($0).flatMap { range.contains($0) ? $0 : nil } }
        )
    }

    /// Notes a problem with a setting, whatever its value.
    package mutating func refuse(_ name: SettingName, _ problem: String) {
        problems.append(SettingProblem(name: name, origin: origin(of: name), problem: problem))
    }

    /// Notes what a setting amounts to when nobody set it.
    package mutating func note(_ name: SettingName, _ shown: String) {
        effective.append(EffectiveSetting(name: name, value: shown, origin: origin(of: name)))
    }

    package func origin(of name: SettingName) -> SettingOrigin {
        sources.value(name)?.origin ?? .standard
    }
}

/// One line of `oms config`.
package struct EffectiveSetting: Sendable, Equatable {
    package static let mask = "********"

    package let name: SettingName
    /// The value as it may be shown: a secret is masked.
    package let value: String
    package let origin: SettingOrigin

    package init(name: SettingName, value: String, origin: SettingOrigin) {
        self.name = name
        self.value = value
        self.origin = origin
    }
}
