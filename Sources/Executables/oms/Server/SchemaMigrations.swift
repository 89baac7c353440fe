/// What can be done to the schema of a database, whichever it is.
struct SchemaMigrations: Sendable {
    /// What is still to be applied; throws when an applied step was changed or is unknown here.
    let pending: @Sendable () async throws -> [SchemaStep]
    /// Applies what is pending, all of it or nothing, and tells what that was.
    let migrate: @Sendable () async throws -> [SchemaStep]
}

/// One migration, by its number and name.
struct SchemaStep: Sendable, Equatable {
    let number: Int
    let name: String
}
