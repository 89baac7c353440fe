import Crypto
import Foundation

/// Files on their way to and from backups: read in pieces, for their owner alone, and on the disk when done.
enum StoredFile {
    private static let pieceLength = 1_048_576

    /// - Returns: a file's length and SHA-256 in hexadecimal.
    /// - Throws: ``CommandFailure`` when it cannot be read.
    static func digest(of path: String) throws -> (bytes: Int64, sha256: String) {
        try reading(path) { _ in }
    }

    /// Copies a file to a new one, mode 0600, and waits until it is on the disk.
    /// - Returns: the length and SHA-256 of what was copied.
    /// - Throws: ``CommandFailure`` when one can be neither read nor made.
    @discardableResult
    static func copy(_ path: String, to target: String) throws -> (bytes: Int64, sha256: String) {
        let descriptor = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(target, "cannot be made") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let digest = try reading(path) { try handle.write(contentsOf: $0) }
        try handle.synchronize()
        return digest
    }

    static func write(_ data: Data, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path, "cannot be made") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: data)
        try handle.synchronize()
    }

    /// Waits until a file's content, or a folder's names, are on the disk.
    static func synchronize(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, "cannot be opened") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(path, "cannot be written to the disk") }
    }

    static func move(_ path: String, to target: String) throws {
        guard rename(path, target) == 0 else { throw failure(target, "cannot be put in its place") }
    }

    static func remove(_ path: String) throws {
        guard unlink(path) == 0 || errno == ENOENT else { throw failure(path, "cannot be removed") }
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    private static func reading(
        _ path: String,
        _ body: (Data) throws -> Void
    ) throws -> (bytes: Int64, sha256: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, "cannot be read") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var hash = SHA256()
        var bytes: Int64 = 0
        while let piece = try handle.read(upToCount: pieceLength), !piece.isEmpty {
            hash.update(data: piece)
            bytes += Int64(piece.count)
            try body(piece)
        }
        let hex = hash.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "0" + digits : digits
        }
        return (bytes, hex.joined())
    }

    static func failure(_ path: String, _ what: String) -> CommandFailure {
        CommandFailure("\(path) \(what): \(SystemError.text(errno))", exit: .failed)
    }
}
