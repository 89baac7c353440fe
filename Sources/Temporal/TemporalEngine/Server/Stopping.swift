import Synchronization

/// Whether the server was told to stop.
final class Stopping: Sendable {
    private let flag = Atomic(false)

    var isStopping: Bool { flag.load(ordering: .relaxed) }

    func stop() {
        flag.store(true, ordering: .relaxed)
    }
}
