import Foundation
import Synchronization

/// A program that runs beside the test: a server to talk to, or to kill. It is killed when this object or the
/// test process goes.
package final class ChildProcess: Sendable {
    /// What is kept of the two outputs at most; the oldest goes first.
    package static let maximumBufferedLines = 50_000

    package let pid: Int32
    /// Standard output, line by line, for one reader at a time; ends when the program closed it.
    package let lines: AsyncStream<String>

    private let exitGuard: ExitGuard
    private let ending = Ending()
    private let errorLines = Mutex<[String]>([])

    /// Starts the program.
    /// - Parameters:
    ///   - program: a path, or a name that is looked up on PATH.
    ///   - arguments: the arguments after the program's name.
    ///   - environment: variables added to those of the test process.
    ///   - workingDirectory: the folder it starts in; that of the test process when nil.
    /// - Throws: when it cannot be started.
    package init(
        _ program: String,
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        workingDirectory: String? = nil
    ) throws {
        let (lines, feed) = AsyncStream.makeStream(
            of: String.self,
            bufferingPolicy: .bufferingNewest(Self.maximumBufferedLines)
        )
        self.lines = lines
        let output = Spawn.pipe()
        let errors = Spawn.pipe()
        pid = try Spawn.start(
            program,
            arguments,
            environment: environment,
            workingDirectory: workingDirectory,
            output: .descriptor(output.fileHandleForWriting.fileDescriptor),
            errors: .descriptor(errors.fileHandleForWriting.fileDescriptor),
            ended: { [ending] in ending.finish($0) }
        )
        for pipe in [output, errors] { try pipe.fileHandleForWriting.close() }
        exitGuard = try ExitGuard(script: "kill -9 \(pid)")
        LineReader.read(output.fileHandleForReading, line: { feed.yield($0) }, end: { feed.finish() })
        LineReader.read(errors.fileHandleForReading, line: { [weak self] in self?.keepError($0) }, end: {})
    }

    deinit {
        if ending.status == nil { Foundation.kill(pid, SIGKILL) }
        exitGuard.dismiss()
    }

    /// Whether it still runs.
    package var isRunning: Bool { ending.status == nil }

    /// What it printed on standard error so far, the newest ``maximumBufferedLines`` lines.
    package var standardError: String { errorLines.withLock { $0.joined(separator: "\n") } }

    /// Reads standard output up to the first line that holds the text.
    /// - Returns: that line; nil when the output ended without one.
    package func line(containing text: String) async -> String? {
        for await line in lines where line.contains(text) { return line }
        return nil
    }

    /// Asks it to end (SIGTERM).
    package func terminate() { send(SIGTERM) }

    /// Ends it at once (`kill -9`).
    package func kill() { send(SIGKILL) }

    /// Sends any signal; nothing happens when it has ended.
    package func send(_ signal: Int32) {
        if isRunning { Foundation.kill(pid, signal) }
    }

    /// Waits until it has ended.
    /// - Returns: its exit code, or the signal's number when a signal ended it.
    @discardableResult
    package func wait() async -> Int32 {
        let status = await ending.wait()
        exitGuard.dismiss()
        return status
    }

    private func keepError(_ line: String) {
        errorLines.withLock { lines in
            lines.append(line)
            if lines.count > Self.maximumBufferedLines { lines.removeFirst(Self.maximumBufferedLines / 10) }
        }
    }
}

/// A child's end: its status, and who waits for it.
private final class Ending: Sendable {
    private struct State {
        var status: Int32?
        var waiters: [CheckedContinuation<Int32, Never>] = []
    }

    private let state = Mutex(State())

    var status: Int32? { state.withLock { $0.status } }

    func finish(_ status: Int32) {
        let waiters = state.withLock { state in
            state.status = status
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(returning: status) }
    }

    func wait() async -> Int32 {
        await withCheckedContinuation { continuation in
            let status = state.withLock { state in
                if state.status == nil { state.waiters.append(continuation) }
                return state.status
            }
            if let status { continuation.resume(returning: status) }
        }
    }
}
