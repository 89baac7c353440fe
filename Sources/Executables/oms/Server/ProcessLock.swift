import Foundation

/// Keeps a second process from writing the same SQLite file: an exclusive lock on a file that names its holder.
///
/// The system gives the lock back when the process ends, however it ends.
final class ProcessLock: Sendable {
    private let descriptor: Int32

    /// - Throws: ``StartupError`` that names the process which holds the lock.
    init(path: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StartupError("The lock file \(path) cannot be opened: \(SystemError.text(errno))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let number = errno
            let holder = SecretFile(path: path).read()
            close(descriptor)
            guard number == EWOULDBLOCK else {
                throw StartupError("The lock file \(path) cannot be locked: \(SystemError.text(number))")
            }
            let who = holder.map { "process \($0)" } ?? "another process"
            throw StartupError(
                "The database is in use by \(who) (it holds \(path)). One process writes a SQLite file: stop it, or "
                    + "use PostgreSQL for several"
            )
        }
        let text = "\(ProcessInfo.processInfo.processIdentifier)\n"
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, text, text.utf8.count, 0) == text.utf8.count else {
            throw StartupError("The lock file \(path) cannot be written: \(SystemError.text(errno))")
        }
    }

    deinit {
        close(descriptor)
    }
}
