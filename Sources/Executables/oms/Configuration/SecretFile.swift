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
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            // Another process of this machine made it a moment ago.
            if errno == EEXIST, let text = read() { return text }
            throw StartupError("The secret file \(path) cannot be made: \(SystemError.text(errno))")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: Data((secret + "\n").utf8))
        try handle.synchronize()
        return secret
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
