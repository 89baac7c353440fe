/// What goes with a call beside its request.
package struct CallOptions: Sendable {
    /// When the caller stops waiting; nil: never.
    package var deadline: ContinuousClock.Instant?
    /// Names (in lower case) and values, as gRPC's metadata carries them: `temporal-namespace`, `authorization`.
    package var metadata: [String: String]

    package init(deadline: ContinuousClock.Instant? = nil, metadata: [String: String] = [:]) {
        self.deadline = deadline
        self.metadata = metadata
    }
}
