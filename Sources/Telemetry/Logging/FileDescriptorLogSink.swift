import Dispatch
import Foundation
import Synchronization

/// Writes lines to a file descriptor from a thread of its own, one `write(2)` a line.
///
/// Two ways in (docs/decisions/0008):
/// - ``offer(_:)`` for logs never waits. When the reader of the descriptor is slower than the log, at most
///   `maximumBytes` wait; further lines are dropped and counted, and one line says how many once there is
///   room again. A log storm or a stopped reader therefore costs lines, never the server.
/// - ``write(_:)`` for lines that must not be lost returns once they are written, or throws.
///
/// Lines that wait are lost when the process is killed; ``flush(within:)`` writes them before an orderly exit.
package final class FileDescriptorLogSink: LogSink {
    /// The descriptor refused a line; the number is `errno`.
    package struct WriteError: Error, Equatable {
        package let code: Int32
    }

    private enum Entry {
        case line([UInt8])
        case lossless([UInt8], CheckedContinuation<Void, any Error>)
    }

    private struct State {
        var waiting: [Entry] = []
        /// Who waits until everything before is written.
        var marks: [DispatchSemaphore] = []
        var waitingBytes = 0
        var dropped = 0
        var threadSleeps = false
    }

    private let descriptor: Int32
    private let maximumBytes: Int
    private let droppedLine: @Sendable (Int) -> [UInt8]
    private let state = Mutex(State())
    private let work = DispatchSemaphore(value: 0)
    private let total = Atomic<Int>(0)

    /// Starts the thread, which lives as long as the process.
    /// - Parameters:
    ///   - descriptor: where lines go; it stays open.
    ///   - maximumBytes: how much may wait before offered lines are dropped.
    ///   - droppedLine: the line, with its line break, that tells of lines that were dropped.
    package init(
        descriptor: Int32,
        maximumBytes: Int = 4 << 20,
        droppedLine: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.descriptor = descriptor
        self.maximumBytes = maximumBytes
        self.droppedLine = droppedLine
        let thread = Thread { self.run() }
        thread.name = "log-writer"
        thread.start()
    }

    /// Whether people read the descriptor directly and have not asked for plain text (https://no-color.org).
    package var isTerminal: Bool {
        isatty(descriptor) == 1 && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
    }

    /// How many lines were dropped since the start.
    package var droppedLines: Int { total.load(ordering: .relaxed) }

    package func offer(_ line: [UInt8]) {
        let wakes = state.withLock { state -> Bool in
            guard state.waitingBytes + line.count <= maximumBytes else {
                state.dropped += 1
                total.wrappingAdd(1, ordering: .relaxed)
                return false
            }
            state.waitingBytes += line.count
            state.waiting.append(.line(line))
            return Self.takeSleep(&state)
        }
        if wakes { work.signal() }
    }

    /// Writes a line and returns once the descriptor took it. It is never dropped: the caller waits instead,
    /// so callers bound how many lines wait.
    /// - Throws: ``WriteError`` when the descriptor is closed or broken.
    package func write(_ line: [UInt8]) async throws {
        try await withCheckedThrowingContinuation { continuation in
            enqueue { $0.waiting.append(.lossless(line, continuation)) }
        }
    }

    /// Blocks until all lines handed over before are written.
    /// - Parameter limit: how long to wait at most, since the descriptor's reader may have stopped.
    /// - Returns: whether all were written.
    @discardableResult
    package func flush(within limit: Duration) -> Bool {
        let mark = DispatchSemaphore(value: 0)
        enqueue { $0.marks.append(mark) }
        let milliseconds = Int(limit.components.seconds * 1_000 + limit.components.attoseconds / 1_000_000_000_000_000)
        return mark.wait(timeout: .now() + .milliseconds(milliseconds)) == .success
    }

    private func enqueue(_ change: (inout State) -> Void) {
        let wakes = state.withLock { state -> Bool in
            change(&state)
            return Self.takeSleep(&state)
        }
        if wakes { work.signal() }
    }

    private static func takeSleep(_ state: inout State) -> Bool {
        defer { state.threadSleeps = false }
        return state.threadSleeps
    }

    // MARK: The thread

    private func run() {
        // A reader that went away is an error of the write, not the end of the process.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        while true {
            let (entries, dropped, marks) = state.withLock { state in
                let taken = (state.waiting, state.dropped, state.marks)
                state.waiting = []
                state.dropped = 0
                state.marks = []
                state.threadSleeps = taken.0.isEmpty && taken.1 == 0 && taken.2.isEmpty
                return taken
            }
            for entry in entries { perform(entry) }
            if dropped > 0 { _ = writeFully(droppedLine(dropped)) }
            for mark in marks { mark.signal() }
            if entries.isEmpty && dropped == 0 && marks.isEmpty { work.wait() }
        }
    }

    private func perform(_ entry: Entry) {
        switch entry {
        case .line(let line):
            _ = writeFully(line)
            state.withLock { $0.waitingBytes -= line.count }
        case .lossless(let line, let continuation):
            let code = writeFully(line)
            if code == 0 { continuation.resume() } else { continuation.resume(throwing: WriteError(code: code)) }
        }
    }

    /// One `write(2)`; more only when the descriptor took a part of the line.
    /// - Returns: 0, or `errno`.
    private func writeFully(_ line: [UInt8]) -> Int32 {
        line.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let written = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest))
                if written >= 0 {
                    rest = rest.dropFirst(written)
                } else if errno == EAGAIN {
                    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&waiting, 1, 1_000)
                } else if errno != EINTR {
                    return errno
                }
            }
            return 0
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
