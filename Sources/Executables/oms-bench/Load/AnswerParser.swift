import NIOCore

/// Finds the ends of HTTP answers in what a connection delivers, and looks at little else: the status, and the
/// `Content-Length` that every answer to a measured request has.
struct AnswerParser {
    struct Answer {
        let status: Int
        let body: ByteBuffer
    }

    struct Malformed: Error {}

    /// Longer heads are no answers of the server.
    private static let maximumHeadBytes = 32_768

    private var pending = ByteBuffer()

    mutating func append(_ bytes: ByteBuffer) {
        if pending.readableBytes == 0 {
            pending = bytes
        } else {
            pending.writeImmutableBuffer(bytes)
        }
    }

    /// Takes the next whole answer.
    /// - Returns: nil when more bytes are needed.
    /// - Throws: ``Malformed``.
    mutating func next() throws(Malformed) -> Answer? {
        guard let head = pending.withUnsafeReadableBytes({ Head($0) }) else {
            if pending.readableBytes > Self.maximumHeadBytes { throw Malformed() }
            return nil
        }
        guard let status = head.status, let bodyBytes = head.bodyBytes else { throw Malformed() }
        guard pending.readableBytes >= head.count + bodyBytes else { return nil }
        pending.moveReaderIndex(forwardBy: head.count)
        guard let body = pending.readSlice(length: bodyBytes) else { throw Malformed() }
        return Answer(status: status, body: body)
    }

    /// The head of an answer, up to and with its empty line.
    private struct Head {
        let count: Int
        let status: Int?
        let bodyBytes: Int?

        init?(_ bytes: UnsafeRawBufferPointer) {
            var end = 0
            var lineStart = 0
            var length: Int?
            while true {
                guard let lineEnd = bytes[end...].firstIndex(of: 0x0A) else { return nil }
                if lineEnd - lineStart <= 1 {
                    count = lineEnd + 1
                    break
                }
                if let value = Self.contentLength(bytes[lineStart..<lineEnd]) { length = value }
                end = lineEnd + 1
                lineStart = end
            }
            // "HTTP/1.1 201 Created"
            status = count > 12 ? Self.number(bytes[9..<12]) : nil
            bodyBytes = length
        }

        private static let name = Array("content-length:".utf8)

        private static func contentLength(_ line: Slice<UnsafeRawBufferPointer>) -> Int? {
            guard line.count > name.count else { return nil }
            for (offset, byte) in name.enumerated() where line[line.startIndex + offset] | 0x20 != byte | 0x20 {
                return nil
            }
            return number(line.dropFirst(name.count).filter { $0 > 0x20 })
        }

        private static func number(_ digits: some Sequence<UInt8>) -> Int? {
            var number = 0
            for digit in digits {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit), number < 1 << 40 else { return nil }
                number = number * 10 + Int(digit - UInt8(ascii: "0"))
            }
            return number
        }
    }
}
