import Foundation

/// Writes a file in the background and puts it in place whole, or not at all.
///
/// The bytes go to `<path>.partial`, which takes the file's name when it is complete and on disk. `-` is the
/// standard output, written as it comes.
package final class ByteSink: Sendable {
    private let path: String
    private let partialPath: String
    private let descriptor: Int32
    private let queue = DispatchQueue(label: "oms.file-writer")

    private var isStandardOutput: Bool { path == "-" }

    /// - Throws: ``CommandFailure`` when the file cannot be made.
    package init(path: String) throws {
        self.path = path
        partialPath = path + ".partial"
        descriptor =
            path == "-" ? STDOUT_FILENO : open(partialPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure("\(partialPath) cannot be written: \(SystemError.text(errno))", exit: .failed)
        }
    }

    deinit {
        if !isStandardOutput { close(descriptor) }
    }

    package func write(_ bytes: [UInt8]) async throws {
        try await onQueue { try self.writeAll(bytes) }
    }

    /// Makes the file complete under its own name.
    package func commit() async throws {
        guard !isStandardOutput else { return }
        try await onQueue {
            guard fsync(self.descriptor) == 0, rename(self.partialPath, self.path) == 0 else {
                throw self.failure()
            }
        }
    }

    /// Removes what was written; a file that had the name before stays as it was.
    package func discard() {
        if !isStandardOutput { unlink(partialPath) }
    }

    private func writeAll(_ bytes: [UInt8]) throws {
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress?.advanced(by: offset), $0.count - offset)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure() }
            offset += count
        }
    }

    private func failure() -> CommandFailure {
        CommandFailure("\(path) cannot be written: \(SystemError.text(errno))", exit: .failed)
    }

    private func onQueue(_ body: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            queue.async { continuation.resume(with: Result(catching: body)) }
        }
    }
}
