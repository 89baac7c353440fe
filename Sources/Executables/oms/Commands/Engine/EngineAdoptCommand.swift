import ArgumentParser
import Foundation
import Logging
import OMSKernel
import SQLStorage

struct EngineAdoptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt",
        abstract: "Make the engine of this data folder the one that runs the workflows of the orders.",
        discussion: """
            The orders' database names its engine, and another one is refused. This is for when that one is lost or
            given up: its workflows do not come along. Orders under way are without a workflow then, until `oms doctor
            --repair` asks for new ones. The engine must not run, and of SQLite no server. With OMS_TEMPORAL_ADDRESS
            the Temporal service there becomes the engine.
            """
    )

    @Flag(help: "Do it: what the other engine knows is given up.") var force = false
    @OptionGroup var settings: SettingsOptions

    func run() async throws {
        let settings = try await Settings.load(flags: settings.values)
        try DataDirectory(path: settings.dataDirectory).prepare()
        _ = try await DirectDatabase.with(settings) { storage in
            guard try await storage.database.migrate(now: SystemWallClock().now()) != nil else {
                throw DirectDatabase.away(settings)
            }
            let candidate = try await EngineCandidate.open(settings)
            do {
                try await adopt(candidate, storage.engineClaims, settings)
            } catch {
                await candidate.close()
                throw error
            }
            await candidate.close()
        }
    }

    private func adopt(_ engine: EngineCandidate, _ claims: SQLEngineClaims, _ settings: Settings) async throws {
        let claim = try await claims.current()
        if engine.isAccepted(by: claim) {
            Terminal.line("\(engine.place) is the engine of these orders: there is nothing to do.")
            return
        }
        let old = claim.map { "\($0.place), since \($0.since)" } ?? "none"
        guard force else {
            throw CommandFailure(
                "The engine of the orders in \(settings.database.location.masked) is \(old). With --force it is "
                    + "\(engine.place): workflows that only the other one knows are given up, and it must not run again",
                exit: .conflict
            )
        }
        let new = EngineClaim(
            deployment: claim?.deployment ?? UUID().uuidString.lowercased(),
            namespaceID: engine.namespaceID,
            place: engine.place,
            start: max(claim?.start ?? 0, engine.mark?.start ?? 0) + 1,
            since: SystemWallClock().now()
        )
        try await engine.remember(new.mark)
        guard try await claims.set(new, inPlaceOf: claim) else {
            throw CommandFailure("Another process changed the engine just now: look again", exit: .conflict)
        }
        var listing = Listing()
        listing.add("was", old)
        listing.add("is", new.place)
        listing.show()
        Terminal.note("Orders under way may be without a workflow: start the server, then `oms doctor --repair`.")
    }
}
