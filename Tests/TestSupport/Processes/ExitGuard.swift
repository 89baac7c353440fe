import Foundation

/// A small shell beside the test process that runs a clean-up script once this object, or the whole test
/// process, is gone: also after a crash or `kill -9`, when no exit handler runs.
///
/// The shell waits for the end of a pipe whose other end only the test process holds.
final class ExitGuard: Sendable {
    private let pid: pid_t
    private let pipe: Pipe

    /// - Parameter script: for `/bin/sh`; its output goes nowhere.
    /// - Throws: what starting the shell throws.
    init(script: String) throws {
        pipe = Spawn.pipe()
        // HUP and INT reach the whole group of a terminal; the guard outlives them.
        pid = try Spawn.start(
            "/bin/sh",
            ["-c", "trap '' HUP INT TERM; cat >/dev/null; \(script)"],
            input: .descriptor(pipe.fileHandleForReading.fileDescriptor),
            ended: { _ in }
        )
    }

    /// Drops the script without running it.
    func dismiss() {
        kill(pid, SIGKILL)
    }
}
