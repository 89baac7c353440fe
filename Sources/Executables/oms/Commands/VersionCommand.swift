import ArgumentParser
import OMSKernel

struct VersionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Print the version.")

    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        Terminal.line(json ? JSONWriter.object { $0.member("version", OMSVersion.text) } : OMSVersion.text)
    }
}
