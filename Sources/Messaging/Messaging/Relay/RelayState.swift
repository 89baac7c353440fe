import Synchronization

/// What a relay remembers between its steps.
final class RelayState: Sendable {
    private struct Content {
        var pulse = RelayPulse()
        var unsettled: [OutboxResult] = []
        var isStopping = false
    }

    private let content = Mutex(Content())

    /// What became of messages while the store could not be told; at most one batch.
    var unsettled: [OutboxResult] {
        get { content.withLock { $0.unsettled } }
        set { content.withLock { $0.unsettled = newValue } }
    }

    var isStopping: Bool { content.withLock { $0.isStopping } }

    func stop() {
        content.withLock { $0.isStopping = true }
    }

    func withPulse<Result: Sendable>(_ body: (inout RelayPulse) -> Result) -> Result {
        content.withLock { body(&$0.pulse) }
    }
}
