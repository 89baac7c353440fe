import Foundation

/// Reads a pipe on a thread of its own and hands on its lines, the last one also without a line feed.
enum LineReader {
    static func read(
        _ handle: FileHandle,
        line: @escaping @Sendable (String) -> Void,
        end: @escaping @Sendable () -> Void
    ) {
        let thread = Thread {
            var pending = Data()
            while case let chunk = handle.availableData, !chunk.isEmpty {
                pending.append(chunk)
                while let index = pending.firstIndex(of: UInt8(ascii: "\n")) {
                    line(String(decoding: pending[pending.startIndex..<index], as: UTF8.self))
                    pending = Data(pending[pending.index(after: index)...])
                }
            }
            if !pending.isEmpty { line(String(decoding: pending, as: UTF8.self)) }
            end()
        }
        thread.start()
    }
}
