package import OMSKernel

/// Which engine runs the workflows of these orders.
package struct EngineClaim: Sendable, Equatable {
    /// Names these orders to the engine; made with the first claim.
    package let deployment: String
    /// The id of the engine's namespace, which no other engine has.
    package let namespaceID: String
    /// Where the engine was last seen, for people.
    package let place: String
    /// Counts the starts of the engine, from 1.
    package let start: Int64
    /// Since when the engine is this one.
    package let since: Timestamp

    package init(deployment: String, namespaceID: String, place: String, start: Int64, since: Timestamp) {
        self.deployment = deployment
        self.namespaceID = namespaceID
        self.place = place
        self.start = start
        self.since = since
    }
}
