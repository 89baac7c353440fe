package import OMSKernel

/// The time as a relay needs it: a port, so that tests do not wait.
package protocol RelayTime: WallClock {
    /// Waits.
    /// - Parameter duration: how long.
    /// - Throws: `CancellationError` when the task is cancelled meanwhile.
    func sleep(for duration: Duration) async throws
}

/// The machine's time.
package struct SystemRelayTime: RelayTime {
    package init() {}

    package func now() -> Timestamp { SystemWallClock().now() }

    package func sleep(for duration: Duration) async throws {
        try await Task.sleep(for: duration)
    }
}
