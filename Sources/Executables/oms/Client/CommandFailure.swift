/// How a command ends; the numbers are a promise to scripts and stand in `oms --help`.
package enum ExitStatus: Int32, Sendable {
    case ok = 0
    /// The command failed, or some rows were refused.
    case failed = 1
    /// The command line is wrong.
    case usage = 2
    /// What was named does not exist.
    case notFound = 3
    /// The state of the system forbids it: a conflict, a stale version, a key used for something else.
    case conflict = 4
    /// The key is missing, wrong or lacks the scope.
    case denied = 5
    /// The server cannot be reached or is not available.
    case unavailable = 6
    /// The server refused what was sent as invalid.
    case invalid = 7
    /// Ended by Ctrl-C.
    case interrupted = 130
    /// Ended by SIGTERM.
    case terminated = 143
}

/// Why a command failed, for the person who ran it, and how the process ends.
package struct CommandFailure: Error, Sendable, Equatable, CustomStringConvertible {
    package let description: String
    package let exit: ExitStatus

    package init(_ description: String, exit: ExitStatus) {
        self.description = description
        self.exit = exit
    }
}
