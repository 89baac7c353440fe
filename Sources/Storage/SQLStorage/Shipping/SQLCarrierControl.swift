import OMSKernel
package import SQLPort
package import Shipping

/// How the sandbox carrier behaves, in one row that all processes of a deployment read.
package struct SQLCarrierControl: SandboxCarrierControl {
    private let database: any SQLDatabase

    /// - Parameter database: where the tables are, migrated.
    package init(database: any SQLDatabase) {
        self.database = database
    }

    package func settings() async throws -> SandboxCarrierSettings {
        try await database.reading { try Self.settings(on: $0) } ?? .reliable
    }

    package func set(_ settings: SandboxCarrierSettings) async throws {
        try await database.writing { connection in
            try connection.execute(
                """
                INSERT INTO sandbox_carrier (id, latency_milliseconds, error_percent, is_out, fail_next) \
                VALUES (1, $1, $2, $3, $4) ON CONFLICT (id) DO UPDATE SET latency_milliseconds = $1, \
                error_percent = $2, is_out = $3, fail_next = $4
                """,
                [
                    .integer(settings.latency.wholeMilliseconds), .integer(Int64(settings.errorPercent)),
                    .integer(settings.isOut ? 1 : 0), .integer(Int64(settings.failNext)),
                ]
            )
        }
    }

    package func takeFailure() async throws -> Bool {
        try await database.writing { connection in
            try connection.execute("UPDATE sandbox_carrier SET fail_next = fail_next - 1 WHERE fail_next > 0") > 0
        }
    }

    private static func settings(on connection: any SQLConnection) throws -> SandboxCarrierSettings? {
        try connection.firstRow(
            "SELECT latency_milliseconds, error_percent, is_out, fail_next FROM sandbox_carrier WHERE id = 1"
        ) { row in
            SandboxCarrierSettings(
                trustedLatency: .milliseconds(try row.integer(0)),
                errorPercent: Int(try row.integer(1)),
                isOut: try row.integer(2) == 1,
                failNext: Int(try row.integer(3))
            )
        }
    }
}
