import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// Turns SIGTERM and Ctrl-C into a graceful shutdown, and a second one into the end.
struct SignalService: Sendable {
    let logger: Logger

    /// Waits for signals until the task is cancelled.
    /// - Parameter group: what is shut down by the first signal.
    func run(stopping group: ServiceGroup) async {
        var isStopping = false
        for await signal in await UnixSignalsSequence(trapping: .sigterm, .sigint) {
            let status: ExitStatus = signal == .sigint ? .interrupted : .terminated
            guard !isStopping else {
                Terminal.note("oms: second signal, ending at once")
                exit(status.rawValue)
            }
            isStopping = true
            logger.notice("Stopping: requests in flight are finished first", metadata: ["signal": "\(signal)"])
            await group.triggerGracefulShutdown()
        }
    }
}
