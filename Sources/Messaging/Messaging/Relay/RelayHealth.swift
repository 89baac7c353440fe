package import OMSKernel

/// How a relay is doing.
package struct RelayHealth: Sendable, Equatable {
    /// What it did last.
    package enum Activity: String, Sendable, Equatable {
        case starting
        /// It has the right to relay.
        case relaying
        /// Another process has it.
        case standby
        /// The store cannot be reached.
        case storeUnavailable
        case stopped
    }

    package let activity: Activity
    /// The end of the last pass without an error of the store.
    package let lastPass: Timestamp?
    /// Whether it has shown no sign of life for too long: the store is away, or a transport hangs. An idle
    /// relay looks again at every poll, so silence is never idleness.
    package let isStuck: Bool

    package init(activity: Activity, lastPass: Timestamp?, isStuck: Bool) {
        self.activity = activity
        self.lastPass = lastPass
        self.isStuck = isStuck
    }
}

/// Keeps what ``RelayHealth`` is made of.
struct RelayPulse {
    private(set) var activity = RelayHealth.Activity.starting
    private var lastPass: Timestamp?
    /// The last pass, or a key that was delivered within a long one.
    private var lastSign: Timestamp?

    mutating func started(at now: Timestamp) {
        activity = .starting
        lastSign = now
    }

    mutating func progressed(at now: Timestamp) { lastSign = now }

    mutating func passed(_ activity: RelayHealth.Activity, at now: Timestamp) {
        self.activity = activity
        lastPass = now
        lastSign = now
    }

    mutating func storeFailed() { activity = .storeUnavailable }

    mutating func stopped() { activity = .stopped }

    func health(now: Timestamp, stuckAfter: Duration) -> RelayHealth {
        let isSilent = lastSign.map { now.duration(since: $0) > stuckAfter } ?? false
        return RelayHealth(activity: activity, lastPass: lastPass, isStuck: isSilent && activity != .stopped)
    }
}
