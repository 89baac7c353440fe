import Foundation
import NIOCore

/// One keep-alive connection for requests that are sent one after the other.
struct BlockingClient: ~Copyable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private static let bufferBytes = 65_536

    private let descriptor: Int32
    private let apiKey: String
    private var parser = AnswerParser()

    /// Connects to a port on 127.0.0.1.
    init(port: Int, apiKey: String) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(clamping: port)).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard descriptor >= 0, code == 0 else { throw Failure(description: "nothing listens on port \(port)") }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        self.descriptor = descriptor
        self.apiKey = apiKey
    }

    deinit {
        close(descriptor)
    }

    /// Sends a request and waits for its answer.
    /// - Parameter path: with its query.
    /// - Returns: the answer's body.
    /// - Throws: ``Failure`` for any answer but 200.
    mutating func get(_ path: String) throws -> ByteBuffer {
        let text = "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-Key: \(apiKey)\r\n\r\n"
        let sent = Array(text.utf8).withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, 0) }
        guard sent == text.utf8.count else { throw Failure(description: "the connection broke") }
        var buffer = [UInt8](repeating: 0, count: Self.bufferBytes)
        while true {
            if let answer = try parser.next() {
                guard answer.status == 200 else {
                    throw Failure(description: "\(path): \(answer.status) \(String(buffer: answer.body))")
                }
                return answer.body
            }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { throw Failure(description: "the connection broke") }
            parser.append(ByteBuffer(bytes: buffer[..<count]))
        }
    }
}
