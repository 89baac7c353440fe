import Foundation
import Synchronization

/// Starts programs by `posix_spawn`, with no signal blocked.
///
/// Foundation's `Process` hands on the blocked signals of the thread that starts it, and a socket whose end it
/// waits for: a daemon that the program leaves behind would keep it waiting.
enum Spawn {
    /// The program could not be started.
    struct Failure: Error, CustomStringConvertible {
        let program: String
        let code: Int32

        var description: String { "\(program) could not be started: \(String(cString: strerror(code)))" }
    }

    /// Held while a pipe is made and while a program starts, so that none inherits a pipe that is not its own.
    private static let lock = Mutex(())

    /// Where a standard file of the program comes from, or goes.
    enum Standard {
        case nothing
        case descriptor(Int32)
        case path(String)
    }

    /// Starts a program and waits for its end on a thread of its own.
    /// - Parameters:
    ///   - program: a path, or a name that is looked up on PATH.
    ///   - arguments: the arguments after the program's name.
    ///   - environment: variables added to those of the test process.
    ///   - workingDirectory: the folder it starts in; that of the test process when nil.
    ///   - input: standard input.
    ///   - output: standard output.
    ///   - errors: standard error.
    ///   - ended: gets the exit code, or the signal's number when a signal ended it.
    /// - Returns: the process id.
    /// - Throws: ``Failure``.
    static func start(
        _ program: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        workingDirectory: String? = nil,
        input: Standard = .nothing,
        output: Standard = .nothing,
        errors: Standard = .nothing,
        ended: @escaping @Sendable (Int32) -> Void
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        add(input, as: 0, to: &actions)
        add(output, as: 1, to: &actions)
        add(errors, as: 2, to: &actions)
        closeOthers(&actions)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        // `env` changes the folder and becomes the program: the process id stays.
        let words = (workingDirectory.map { ["env", "-C", $0] } ?? []) + [program] + arguments
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        var pid = pid_t()
        let first = words[0]
        let code = lock.withLock { _ in
            withCStrings(words) { words in
                withCStrings(variables.map { "\($0)=\($1)" }) { variables in
                    posix_spawnp(&pid, first, &actions, &attributes, words, variables)
                }
            }
        }
        guard code == 0 else { throw Failure(program: program, code: code) }
        Thread { [pid] in ended(end(of: pid)) }.start()
        return pid
    }

    /// A pipe that no program inherits unless it is given an end.
    static func pipe() -> Pipe {
        lock.withLock { _ in
            let pipe = Pipe()
            for end in [pipe.fileHandleForReading, pipe.fileHandleForWriting] {
                _ = fcntl(end.fileDescriptor, F_SETFD, FD_CLOEXEC)
            }
            return pipe
        }
    }

    private static func add(_ standard: Standard, as number: Int32, to actions: inout posix_spawn_file_actions_t) {
        switch standard {
        case .nothing:
            posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
        case .descriptor(let descriptor):
            posix_spawn_file_actions_adddup2(&actions, descriptor, number)
        case .path(let path):
            let flags = number == 0 ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC
            posix_spawn_file_actions_addopen(&actions, number, path, flags, 0o644)
        }
    }

    /// A server that lives on must not hold a connection or a pipe of some other test open.
    private static func closeOthers(_ actions: inout posix_spawn_file_actions_t) {
        let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        // Some more than are open now: others may be opened before the program starts.
        let highest = (open.compactMap { Int32($0) }.max() ?? 2) + 64
        for descriptor in 3...max(3, highest) { posix_spawn_file_actions_addclose(&actions, descriptor) }
    }

    private static func end(of pid: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) == -1, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : signal
    }

    private static func withCStrings<Result>(
        _ strings: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
