/// One thing that must work for the process to be ready: the database, the migrations, the relay.
package struct HealthCheck: Sendable {
    package enum Status: Sendable, Equatable {
        case up
        /// - Parameter reason: a few words without internals; anybody may read them.
        case down(reason: String)
    }

    /// What the component is called in the answer: `database`.
    package let name: String
    /// Whether the process is not ready while it is down; otherwise it is only told of.
    package let isRequired: Bool
    package let check: @Sendable () async -> Status

    package init(name: String, isRequired: Bool = true, check: @escaping @Sendable () async -> Status) {
        self.name = name
        self.isRequired = isRequired
        self.check = check
    }
}
