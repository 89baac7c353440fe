import SQLPort

/// The values of a statement as libpq's text format has them, in one piece of memory.
struct BoundParameters {
    private var bytes: [UInt8] = []
    /// Where each value begins; nil is NULL.
    private var offsets: [Int?] = []

    /// - Throws: a final ``PostgresFailure``: 22021 when a text holds NUL, which PostgreSQL cannot store, 54023
    ///   when there are more values than its protocol counts.
    init(_ values: [SQLValue]) throws(PostgresFailure) {
        guard values.count <= UInt16.max else {
            throw .final("54023", "A statement has more than \(UInt16.max) parameters")
        }
        offsets.reserveCapacity(values.count)
        for value in values {
            switch value {
            case .null:
                offsets.append(nil)
            case .integer(let integer):
                append(String(integer))
            case .text(let text):
                guard !text.utf8.contains(0) else {
                    throw .final("22021", "A text holds a NUL character, which PostgreSQL cannot store")
                }
                append(text)
            case .blob(let blob):
                append(hexadecimal: blob)
            }
        }
    }

    /// As `bytea` is written in text: `\x` and two digits a byte.
    private mutating func append(hexadecimal blob: [UInt8]) {
        offsets.append(bytes.count)
        bytes.reserveCapacity(bytes.count + 3 + blob.count * 2)
        bytes.append(contentsOf: "\\x".utf8)
        for byte in blob {
            bytes.append(Self.digits[Int(byte >> 4)])
            bytes.append(Self.digits[Int(byte & 15)])
        }
        bytes.append(0)
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private mutating func append(_ text: String) {
        offsets.append(bytes.count)
        bytes.append(contentsOf: text.utf8)
        bytes.append(0)
    }

    var count: Int32 { Int32(offsets.count) }

    /// The values as libpq takes them, for the time of the closure.
    func withPointers<Result>(_ body: ([UnsafePointer<CChar>?]) -> Result) -> Result {
        bytes.withUnsafeBytes { buffer in
            let base = buffer.bindMemory(to: CChar.self).baseAddress
            return body(offsets.map { offset in offset.flatMap { base?.advanced(by: $0) } })
        }
    }
}
