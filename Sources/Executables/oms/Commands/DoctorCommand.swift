import ArgumentParser

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            "Look for what is wrong: events unsent or dead, orders that contradict events, workflows, stock, parcels.",
        discussion: """
            Orders that are just on their way are no finding. --repair mends what can be mended safely: it asks again
            for workflows that were never started, and gives back stock that is held for orders that have ended. The
            exit code is 1 when anything was found that is not mended.
            """
    )

    @Flag(help: "Mend what can be mended safely.") var repair = false
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let request = repair ? APIRequest(.post, "/doctor/repair", isRepeatable: true) : APIRequest(.get, "/doctor")
        let answer = try await APIClient.with(client.configuration()) { try await $0.send(request) }
        let report: JSONValue = try answer.decoded()
        let findings = report["findings"].entries
        if client.json {
            Terminal.line(bytes: answer.body)
        } else if findings.isEmpty {
            Terminal.line("Nothing is wrong.")
        } else {
            var table = Table(["SEVERITY", "WHAT", "WHERE", "WHAT TO DO"])
            for finding in findings {
                let isMended = finding["isRepaired"].shown == "true"
                table.add([
                    isMended ? "mended" : finding["severity"].shown, finding["message"].shown, finding["subject"].shown,
                    isMended ? nil : finding["remedy"].shown,
                ])
            }
            table.show()
        }
        if findings.contains(where: { $0["isRepaired"].shown != "true" }) { throw ExitStatus.failed }
    }
}
