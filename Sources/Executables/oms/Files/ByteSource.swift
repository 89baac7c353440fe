import Foundation

/// Reads a file or the standard input in chunks, on a thread of its own.
package final class ByteSource: Sendable {
    private static let chunkSize = 262_144
    private let descriptor: Int32
    private let closesAtEnd: Bool
    private let queue = DispatchQueue(label: "oms.file-reader")

    /// - Parameter path: a file, or `-` for the standard input.
    /// - Throws: ``CommandFailure`` when the file cannot be opened.
    package init(path: String) throws {
        if path == "-" {
            descriptor = STDIN_FILENO
            closesAtEnd = false
        } else {
            descriptor = open(path, O_RDONLY | O_CLOEXEC)
            closesAtEnd = true
            guard descriptor >= 0 else {
                throw CommandFailure("\(path) cannot be read: \(SystemError.text(errno))", exit: .failed)
            }
        }
    }

    deinit {
        if closesAtEnd { close(descriptor) }
    }

    /// The next bytes; empty at the end. Gives up when the task is cancelled, also while nothing comes in.
    package func read() async throws -> [UInt8] {
        while true {
            try Task.checkCancellation()
            let bytes: [UInt8]? = try await withCheckedThrowingContinuation { continuation in
                queue.async { continuation.resume(with: Result { try self.readAvailable() }) }
            }
            if let bytes { return bytes }
        }
    }

    /// - Returns: nil when nothing came in for a moment, so that the caller can look whether it should stop.
    private func readAvailable() throws -> [UInt8]? {
        var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let ready = poll(&poller, 1, 200)
        if ready == 0 || (ready < 0 && errno == EINTR) { return nil }
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Self.chunkSize) { buffer, initialized in
            count = Foundation.read(descriptor, buffer.baseAddress, Self.chunkSize)
            initialized = max(0, count)
        }
        guard count >= 0 else {
            throw CommandFailure("The input cannot be read: \(SystemError.text(errno))", exit: .failed)
        }
        return bytes
    }
}
