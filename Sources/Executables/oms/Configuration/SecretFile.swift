import Crypto
import Foundation

/// A secret that a machine makes for itself at the first start and keeps in a file only its owner can read.
package struct SecretFile: Sendable {
    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// What the file holds; nil when it is not there, cannot be read or is empty.
    package func read() -> String? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let text = String(decoding: data, as: UTF8.self).trimmed
        return text.isEmpty ? nil : text
    }

    /// What the file holds; a new secret when there is no file yet.
    /// - Parameter make: the new secret.
    /// - Returns: the secret.
    /// - Throws: ``StartupError`` when the file can be neither read nor made.
    package func readOrMake(_ make: () -> String) throws -> String {
        if let text = read() { return text }
        let secret = make()
        // Written beside its place and linked there whole: neither another process that starts at the same time nor one
        // that starts after this one was killed finds it empty.
        let unfinished = "\(path).\(UUID().uuidString)"
        try write(secret, to: unfinished)
        defer { unlink(unfinished) }
        guard link(unfinished, path) == 0 else {
            let number = errno
            guard number == EEXIST else { throw failure(number) }
            // Another process of this machine made it a moment ago.
            if let text = read() { return text }
            throw StartupError("The secret file \(path) is empty or cannot be read: put the secret back")
        }
        try StoredFile.synchronize(URL(fileURLWithPath: path).deletingLastPathComponent().path)
        return secret
    }

    private func write(_ secret: String, to unfinished: String) throws {
        let descriptor = open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(errno) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: Data((secret + "\n").utf8))
        try handle.synchronize()
    }

    private func failure(_ number: Int32) -> StartupError {
        StartupError("The secret file \(path) cannot be made: \(SystemError.text(number))")
    }

    /// 256 random bits in hexadecimal.
    package static func randomText() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { bytes in
            bytes.map { byte in
                let digits = String(byte, radix: 16)
                return digits.utf8.count == 1 ? "0" + digits : digits
            }.joined()
        }
    }
}

/// Texts of the system's error numbers.
package enum SystemError {
    package static func text(_ number: Int32) -> String { String(cString: strerror(number)) }
}
