import Logging
import OMSKernel
import ServiceLifecycle

/// Keeps trying to migrate a database that was away at the start, and closes it after everything else.
struct DatabaseService: Service {
    private static let pause = Duration.seconds(2)

    let database: ServerDatabase
    let clock: any WallClock
    let logger: Logger

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !database.isMigrated {
                try? await Task.sleep(for: Self.pause)
                if Task.isCancelled { return }
                if try await database.migrate(now: clock.now()) != nil {
                    logger.notice("The database is back and its schema is up to date")
                }
            }
        }
        // Returning ends the service, so it waits until the others have stopped.
        try? await gracefulShutdown()
        await database.close()
    }
}
