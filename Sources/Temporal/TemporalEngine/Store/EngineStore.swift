package import SQLPort

/// The engine's database: namespaces, runs, histories, records, and what runs ask of each other.
///
/// Each function is one transaction. A function that writes returns only once that is committed and durable.
package struct EngineStore: Sendable {
    package let database: any SQLDatabase

    /// - Parameter database: with the schema of ``EngineMigrations``.
    package init(database: any SQLDatabase) {
        self.database = database
    }
}

/// What only a defect or a foreign hand in the database can cause.
package enum EngineStoreError: Error, Equatable {
    /// A run that is loaded is not in the database any more.
    case runIsGone
    /// The stored bytes are none of this engine's.
    case damaged(String)
}
