import Foundation
import Synchronization
import UnixSignals

/// Ends long commands cleanly on Ctrl-C and SIGTERM.
enum Interruption {
    /// Runs a body that is cancelled by the first signal; the second one ends the process at once.
    ///
    /// - Returns: what the body returned, and the status to end with when a signal came.
    static func guarding<Result: Sendable>(
        _ body: sending @escaping () async throws -> Result
    ) async throws -> (result: Result, interruptedBy: ExitStatus?) {
        let caught = CaughtSignal()
        let work = Task { try await body() }
        let watch = Task {
            for await signal in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
                let status: ExitStatus = signal == .sigint ? .interrupted : .terminated
                if caught.note(status) { exit(status.rawValue) }
                work.cancel()
            }
        }
        defer { watch.cancel() }
        do {
            return (try await work.value, caught.status)
        } catch {
            if let status = caught.status, error is CancellationError { throw status }
            throw error
        }
    }
}

private final class CaughtSignal: Sendable {
    private let state = Mutex<ExitStatus?>(nil)

    var status: ExitStatus? { state.withLock { $0 } }

    /// - Returns: whether a signal had come before.
    func note(_ status: ExitStatus) -> Bool {
        state.withLock { state in
            let isSecond = state != nil
            state = state ?? status
            return isSecond
        }
    }
}
