import SQLiteDriver
import TemporalTestKit
import TestSupport

/// An engine without any worker.
enum EngineHarness {
    static func with(_ test: @Sendable (TestEnvironment) async throws -> Void) async throws {
        let folder = try TemporaryDirectory(prefix: "engine")
        let database = try SQLiteDatabase(SQLiteConfiguration(path: "\(folder.path)/engine.sqlite"))
        do {
            try await TestEnvironment.run(on: database) { try await test($0) }
            await database.close()
        } catch {
            await database.close()
            throw error
        }
    }
}
