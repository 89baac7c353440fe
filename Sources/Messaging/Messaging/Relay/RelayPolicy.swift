/// How a relay works: how much at once, how often, and how long it tries.
package struct RelayPolicy: Sendable, Equatable {
    /// The most messages read and settled at once.
    package var batchSize = 512
    /// The most keys delivered at the same time. A workflow is asked with a commit of its own each time; those that are
    /// asked together share one.
    package var concurrency = 128
    /// How long the right to relay lasts without being renewed; it is renewed after a third of it.
    package var leaseDuration = Duration.seconds(15)
    /// How long an idle relay waits before it looks again by itself.
    package var pollInterval = Duration.milliseconds(500)
    /// How long a relay that was woken waits before it looks, so that messages written together come together.
    package var gatherInterval = Duration.milliseconds(5)
    /// The wait after a message's first failed attempt; it doubles with each further one.
    package var firstRetryDelay = Duration.seconds(1)
    package var maximumRetryDelay = Duration.seconds(300)
    /// The longest wait of a message whose destination is away, so that it goes soon after that is back.
    package var maximumOutageDelay = Duration.seconds(60)
    /// Failed attempts after which a message dies, unless its destination is away.
    package var maximumAttempts = 10
    /// The longest wait after an error of the store; the first is a tenth of a second.
    package var maximumStoreDelay = Duration.seconds(10)
    /// How long without a sign of life until the relay counts as stuck.
    package var stuckAfter = Duration.seconds(60)

    package init() {}
}
