import ArgumentParser
import OMSKernel

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Print the effective configuration, where each value comes from, and secrets masked."
    )

    @OptionGroup var settings: SettingsOptions
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let loaded = try await Settings.load(flags: settings.values)
        for variable in loaded.unknownVariables { Terminal.note("oms: \(variable) is no setting") }
        if json {
            Terminal.line(
                JSONWriter.object { writer in
                    for setting in loaded.shown {
                        writer.member(
                            setting.name.rawValue,
                            object: { writer in
                                writer.member("value", setting.value)
                                writer.member("source", setting.origin.description)
                            }
                        )
                    }
                }
            )
            return
        }
        var table = Table(["SETTING", "VALUE", "SOURCE"])
        for setting in loaded.shown {
            table.add([setting.name.environmentVariable, setting.value, setting.origin.description])
        }
        table.show()
    }
}

extension Settings {
    /// Every setting in its usual order, those that nobody set included.
    var shown: [EffectiveSetting] {
        SettingName.allCases.map { name in
            effective.first { $0.name == name }
                ?? EffectiveSetting(name: name, value: standardText(name), origin: .standard)
        }
    }

    private func standardText(_ name: SettingName) -> String {
        name == .signingSecret ? "made at the first start, in \(dataDirectory)/signing-secret" : "(none)"
    }
}
