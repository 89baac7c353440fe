package import Access
package import OMSKernel
package import SQLPort

/// API keys in a SQL table; only the hashes of their secrets.
package struct SQLAPIKeyStore: APIKeyStore {
    private static let columns = """
        id, name, secret_hash, scopes, rate_limit_requests, rate_limit_window_seconds, created_at, expires_at, \
        revoked_at
        """

    private let database: any SQLDatabase

    /// - Parameter database: where the tables are, migrated.
    package init(database: any SQLDatabase) {
        self.database = database
    }

    package func save(_ key: APIKey) async throws {
        try await database.writing { connection in
            try connection.execute(
                """
                INSERT INTO api_keys (\(Self.columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, secret_hash = excluded.secret_hash, \
                scopes = excluded.scopes, rate_limit_requests = excluded.rate_limit_requests, \
                rate_limit_window_seconds = excluded.rate_limit_window_seconds, created_at = excluded.created_at, \
                expires_at = excluded.expires_at, revoked_at = excluded.revoked_at
                """,
                [
                    .text(key.id.description), .text(key.name), .text(key.secretHash.hex),
                    .text(key.scopes.map(\.rawValue).sorted().joined(separator: " ")),
                    .integer(key.rateLimit?.requests), .integer(key.rateLimit?.windowSeconds),
                    .integer(key.createdAt.milliseconds), .integer(key.expiresAt?.milliseconds),
                    .integer(key.revokedAt?.milliseconds),
                ]
            )
        }
    }

    package func key(_ id: APIKeyID) async throws -> APIKey? {
        try await database.reading { try Self.key(id, on: $0) }
    }

    package func keys(after: APIKeyID?, limit: PageLimit) async throws -> Page<APIKey, APIKeyID> {
        let rows = try await database.reading { connection in
            try connection.rows(
                "SELECT \(Self.columns) FROM api_keys WHERE id > $1 ORDER BY id LIMIT $2",
                [.text(after?.description ?? ""), .integer(Int64(limit.count) + 1)],
                APIKey.init
            )
        }
        let page = Array(rows.prefix(limit.count))
        return Page(elements: page, next: rows.count > page.count ? page.last?.id : nil)
    }

    package func revoke(_ id: APIKeyID, at moment: Timestamp) async throws -> APIKey? {
        try await database.writing { connection in
            try connection.execute(
                "UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL",
                [.text(id.description), .integer(moment.milliseconds)]
            )
            return try Self.key(id, on: connection)
        }
    }

    package func keysExpiring(from now: Timestamp, before deadline: Timestamp, limit: Int) async throws -> [APIKey] {
        try await database.reading { connection in
            try connection.rows(
                """
                SELECT \(Self.columns) FROM api_keys \
                WHERE expires_at > $1 AND expires_at < $2 AND revoked_at IS NULL ORDER BY id LIMIT $3
                """,
                [.integer(now.milliseconds), .integer(deadline.milliseconds), .integer(Int64(limit))],
                APIKey.init
            )
        }
    }

    private static func key(_ id: APIKeyID, on connection: any SQLConnection) throws -> APIKey? {
        try connection.firstRow(
            "SELECT \(columns) FROM api_keys WHERE id = $1",
            [.text(id.description)],
            APIKey.init
        )
    }
}

extension APIKey {
    fileprivate init(_ row: any SQLRow) throws {
        let scopes = try row.text(3).split(separator: " ").map { word in
            // A scope this program does not know opens nothing, and is not silently dropped either.
            guard let scope = Scope(rawValue: String(word)) else { throw SQLError.unexpectedValue(column: 3) }
            return scope
        }
        let requests = try row.optionalInteger(4)
        let windowSeconds = try row.optionalInteger(5)
        var rateLimit: RateLimit?
        if let requests, let windowSeconds {
            rateLimit = RateLimit(requests: requests, windowSeconds: windowSeconds)
            // A limit that cannot be read must not become none.
            guard rateLimit != nil else { throw SQLError.unexpectedValue(column: 4) }
        }
        self.init(
            id: APIKeyID(try row.uuid(0)),
            name: try row.text(1),
            secretHash: SecretHash(hex: try row.text(2)),
            scopes: Set(scopes),
            rateLimit: rateLimit,
            createdAt: Timestamp(milliseconds: try row.integer(6)),
            expiresAt: try row.optionalInteger(7).map(Timestamp.init(milliseconds:)),
            revokedAt: try row.optionalInteger(8).map(Timestamp.init(milliseconds:))
        )
    }
}
