import Foundation

/// The lines that come in, read on a thread of their own: whoever waits for one holds no thread of Swift's pool.
///
/// Not by `readLine()`: it keeps the input's lock while it waits, and `flushOutput()` would wait for that lock.
func inputLines() -> AsyncStream<String> {
    let (lines, continuation) = AsyncStream.makeStream(of: String.self)
    let thread = Thread {
        var rest = Data()
        while case let more = FileHandle.standardInput.availableData, !more.isEmpty {
            rest += more
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                continuation.yield(String(decoding: rest[..<end], as: UTF8.self))
                rest = Data(rest[(end + 1)...])
            }
        }
        continuation.finish()
    }
    thread.start()
    return lines
}

extension Duration {
    var wholeNanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}

/// How long the process's threads have worked, all together.
func processorTime() -> Duration {
    // In microseconds, on every system that follows POSIX.
    .microseconds(Int64(clock()))
}
