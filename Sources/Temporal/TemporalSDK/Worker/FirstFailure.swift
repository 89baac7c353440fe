import Synchronization

/// Remembers why a worker ended. The first reason counts.
final class FirstFailure: Sendable {
    private let state = Mutex<WorkerFailure?>(nil)

    var value: WorkerFailure? { state.withLock { $0 } }

    func note(_ failure: WorkerFailure) {
        state.withLock { $0 = $0 ?? failure }
    }
}
