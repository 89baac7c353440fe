import Crypto
import Foundation

/// Hashes the first lines of a file, further and further, reading every byte once.
package struct FilePrefixHash: Sendable {
    private let handle: FileHandle
    private var hash = SHA256()
    /// How many bytes are hashed.
    package private(set) var bytes = 0
    private var lines = 0
    private var chunk: [UInt8] = []
    private var position = 0

    /// - Throws: ``CommandFailure`` when the file cannot be opened.
    package init(path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw CommandFailure("\(path) cannot be read: \(SystemError.text(errno))", exit: .failed)
        }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// SHA-256 of the bytes so far, in hexadecimal.
    package var hex: String {
        hash.finalize().map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    /// Goes on to the end of a line, counted from 1, or of the file.
    package mutating func advance(toEndOfLine line: Int) throws {
        while lines < line, try fill() {
            var end = position
            while end < chunk.count, lines < line {
                if chunk[end] == UInt8(ascii: "\n") { lines += 1 }
                end += 1
            }
            take(upTo: end)
        }
    }

    /// Goes on to a number of bytes, or to the end of the file.
    package mutating func advance(toByte count: Int) throws {
        while bytes < count, try fill() {
            let end = min(chunk.count, position + count - bytes)
            lines += chunk[position..<end].count { $0 == UInt8(ascii: "\n") }
            take(upTo: end)
        }
    }

    /// - Returns: false at the end of the file.
    private mutating func fill() throws -> Bool {
        if position == chunk.count {
            chunk = try Array(handle.read(upToCount: 262_144) ?? Data())
            position = 0
        }
        return !chunk.isEmpty
    }

    private mutating func take(upTo end: Int) {
        hash.update(data: chunk[position..<end])
        bytes += end - position
        position = end
    }
}
