import ArgumentParser

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            "Look for what is wrong: events unsent or dead, orders and events that disagree, keys about to expire.",
        discussion: "The exit code is 1 when anything was found."
    )

    @OptionGroup var client: ClientOptions

    func run() async throws {
        let answer = try await APIClient.with(client.configuration()) { try await $0.send(APIRequest(.get, "/doctor")) }
        let report: JSONValue = try answer.decoded()
        let findings = report["findings"].entries
        if client.json {
            Terminal.line(bytes: answer.body)
        } else if findings.isEmpty {
            Terminal.line("Nothing is wrong.")
        } else {
            var table = Table(["SEVERITY", "WHAT", "WHERE"])
            for finding in findings {
                table.add([finding["severity"].shown, finding["message"].shown, finding["subject"].shown])
            }
            table.show()
        }
        if !findings.isEmpty { throw ExitStatus.failed }
    }
}
