import SQLPort

/// A namespace as it is stored.
package struct NamespaceRow: Sendable, Equatable {
    package let id: String
    package let name: String
    /// A number of `temporal.api.enums.v1.NamespaceState`.
    package var state: Int
    package var description: String
    package var ownerEmail: String
    /// A `temporal.api.namespace.v1.NamespaceInfo` with the caller's own data.
    package var data: [UInt8]
    /// How long closed runs are kept, in nanoseconds.
    package var retention: Int64
    /// Nanoseconds since 1970.
    package let createdAt: Int64

    package init(
        id: String,
        name: String,
        state: Int,
        description: String,
        ownerEmail: String,
        data: [UInt8],
        retention: Int64,
        createdAt: Int64
    ) {
        self.id = id
        self.name = name
        self.state = state
        self.description = description
        self.ownerEmail = ownerEmail
        self.data = data
        self.retention = retention
        self.createdAt = createdAt
    }
}

/// A search attribute of a namespace.
package struct SearchAttributeRow: Sendable, Equatable {
    package let namespaceID: String
    package let name: String
    package let type: SearchAttributeType
}

extension EngineStore {
    /// - Returns: all namespaces; their number has a limit of its own.
    /// - Throws: `SQLError`.
    package func namespaces() async throws -> [NamespaceRow] {
        try await database.read { connection in
            try connection.rows(
                """
                SELECT id, name, state, description, owner_email, data, retention, created_at FROM namespaces
                ORDER BY name
                """
            ) {
                NamespaceRow(
                    id: try $0.text(0),
                    name: try $0.text(1),
                    state: Int(try $0.integer(2)),
                    description: try $0.text(3),
                    ownerEmail: try $0.text(4),
                    data: try $0.blob(5),
                    retention: try $0.integer(6),
                    createdAt: try $0.integer(7)
                )
            }
        }
    }

    /// - Parameter row: a new namespace.
    /// - Returns: whether it was added; a namespace of that name may exist.
    /// - Throws: `SQLError`.
    package func add(_ row: NamespaceRow) async throws -> Bool {
        try await database.write { connection in
            try connection.execute(
                """
                INSERT INTO namespaces (id, name, state, description, owner_email, data, retention, created_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (name) DO NOTHING
                """,
                [
                    .text(row.id), .text(row.name), .integer(Int64(row.state)), .text(row.description),
                    .text(row.ownerEmail), .blob(row.data), .integer(row.retention), .integer(row.createdAt),
                ]
            ) == 1
        }
    }

    /// - Parameter row: a namespace that exists, as it is to be.
    /// - Throws: `SQLError`.
    package func update(_ row: NamespaceRow) async throws {
        try await database.write { connection in
            _ = try connection.execute(
                """
                UPDATE namespaces SET state = $2, description = $3, owner_email = $4, data = $5, retention = $6
                WHERE id = $1
                """,
                [
                    .text(row.id), .integer(Int64(row.state)), .text(row.description), .text(row.ownerEmail),
                    .blob(row.data), .integer(row.retention),
                ]
            )
        }
    }

    /// - Returns: the search attributes of all namespaces.
    /// - Throws: `SQLError`, ``EngineStoreError``.
    package func searchAttributes() async throws -> [SearchAttributeRow] {
        try await database.read { connection in
            try connection.rows("SELECT namespace_id, name, type FROM search_attributes") {
                guard let type = SearchAttributeType(rawValue: Int(try $0.integer(2))) else {
                    throw EngineStoreError.damaged("search_attributes.type")
                }
                return SearchAttributeRow(namespaceID: try $0.text(0), name: try $0.text(1), type: type)
            }
        }
    }

    /// - Parameter rows: new attributes.
    /// - Throws: `SQLError`; a name that exists is a violated constraint, and none is added.
    package func add(_ rows: [SearchAttributeRow]) async throws {
        try await database.write { connection in
            for row in rows {
                try connection.execute(
                    "INSERT INTO search_attributes (namespace_id, name, type) VALUES ($1, $2, $3)",
                    [.text(row.namespaceID), .text(row.name), .integer(Int64(row.type.rawValue))]
                )
            }
        }
    }

    /// Removes attributes; runs keep their values, which nothing finds any more.
    ///
    /// - Parameters:
    ///   - names: which.
    ///   - namespaceID: whose.
    /// - Throws: `SQLError`.
    package func removeSearchAttributes(_ names: [String], of namespaceID: String) async throws {
        try await database.write { connection in
            for name in names {
                try connection.execute(
                    "DELETE FROM search_attributes WHERE namespace_id = $1 AND name = $2",
                    [.text(namespaceID), .text(name)]
                )
            }
        }
    }
}
