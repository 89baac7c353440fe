/// How often heartbeats are sent, however often an activity calls for one.
package struct HeartbeatThrottle: Sendable {
    /// The interval of an activity without a heartbeat timeout.
    package var defaultInterval: Duration
    package var maximumInterval: Duration

    package init(defaultInterval: Duration = .seconds(30), maximumInterval: Duration = .seconds(60)) {
        self.defaultInterval = defaultInterval
        self.maximumInterval = maximumInterval
    }

    /// 80 % of the heartbeat timeout, as in the official SDKs: late enough to spare the service, early enough for
    /// a retry.
    func interval(heartbeatTimeout: Duration?) -> Duration {
        guard let heartbeatTimeout, heartbeatTimeout > .zero else { return min(defaultInterval, maximumInterval) }
        return min(heartbeatTimeout * 8 / 10, maximumInterval)
    }
}
