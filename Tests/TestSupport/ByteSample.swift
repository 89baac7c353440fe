/// Bytes that a database must give back as they came, shown by their count: a megabyte has no place in a test's name.
package struct ByteSample: Sendable, CustomStringConvertible {
    package let bytes: [UInt8]

    package var description: String { "\(bytes.count) bytes" }

    /// None, the zero byte, the characters that an escaped form of bytea gives a meaning, every byte, and a megabyte.
    package static let all = [
        [], [0], [0x5C, 0x78, 0x27], Array(0...255), [UInt8](repeating: 0xFF, count: 1_000_000),
    ].map(ByteSample.init)
}
