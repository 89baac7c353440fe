/// One thing that must work for the process to be ready: the database, the migrations, the relay.
package struct HealthCheck: Sendable {
    package enum Status: Sendable, Equatable {
        case up
        /// - Parameter reason: a few words without internals; anybody may read them.
        case down(reason: String)
    }

    /// What the component is called in the answer: `database`.
    package let name: String
    package let check: @Sendable () async -> Status

    package init(name: String, check: @escaping @Sendable () async -> Status) {
        self.name = name
        self.check = check
    }
}
