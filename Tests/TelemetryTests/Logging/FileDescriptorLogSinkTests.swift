import Foundation
import Telemetry
import Testing

@Suite struct FileDescriptorLogSinkTests {
    let pipe = Pipe()

    private func sink(maximumBytes: Int = 4 << 20) -> FileDescriptorLogSink {
        FileDescriptorLogSink(
            descriptor: pipe.fileHandleForWriting.fileDescriptor,
            maximumBytes: maximumBytes
        ) { Array("dropped \($0)\n".utf8) }
    }

    private func line(_ index: Int, padding: Int = 0) -> [UInt8] {
        Array("line \(index) \(String(repeating: "x", count: padding))\n".utf8)
    }

    /// Reads to the end on a thread of its own, since the test's thread may be the pool's only one.
    private func received() -> Task<Data, Never> {
        let reader = pipe.fileHandleForReading
        let (stream, continuation) = AsyncStream<Data>.makeStream()
        Thread.detachNewThread {
            continuation.yield((try? reader.readToEnd()) ?? Data())
            continuation.finish()
        }
        return Task { await stream.first { _ in true } ?? Data() }
    }

    private func rest() throws -> [Substring] {
        try pipe.fileHandleForWriting.close()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        return String(decoding: data, as: UTF8.self).split(separator: "\n")
    }

    @Test func `lines of one task come in their order and whole`() throws {
        let sink = sink()
        for index in 0..<500 { sink.offer(line(index)) }
        #expect(sink.flush(within: .seconds(10)))
        #expect(try rest().map(String.init) == (0..<500).map { "line \($0) " })
    }

    @Test func `lines of many tasks never mix`() async throws {
        let sink = sink()
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask { for _ in 0..<50 { sink.offer(line(task, padding: 100)) } }
            }
        }
        #expect(sink.flush(within: .seconds(10)))
        let lines = try rest()
        #expect(lines.count == 400)
        #expect(Set(lines).count == 8)
    }

    @Test func `when nobody reads, offering never waits, and afterwards a line tells how many were dropped`()
        async throws
    {
        let sink = sink(maximumBytes: 100_000)
        // The pipe takes 64 KiB and the sink 100,000 bytes; the rest of these 2 MB has no place.
        for index in 0..<2_000 { sink.offer(line(index, padding: 1_000)) }
        #expect(sink.droppedLines > 1_500)
        #expect(!sink.flush(within: .milliseconds(10)))
        let received = received()
        #expect(sink.flush(within: .seconds(10)))
        try pipe.fileHandleForWriting.close()
        let text = String(decoding: await received.value, as: UTF8.self)
        let lines = text.split(separator: "\n")
        let told = lines.filter { $0.hasPrefix("dropped ") }.compactMap { Int($0.dropFirst(8)) }.reduce(0, +)
        #expect(told == sink.droppedLines)
        #expect(lines.filter { $0.hasPrefix("line ") }.count + told == 2_000)
    }

    @Test func `a lossless line waits for a reader instead of being dropped`() async throws {
        let sink = sink(maximumBytes: 1_000)
        let received = received()
        for index in 0..<300 { try await sink.write(line(index, padding: 1_000)) }
        try pipe.fileHandleForWriting.close()
        let text = String(decoding: await received.value, as: UTF8.self)
        #expect(text.split(separator: "\n").count == 300)
        #expect(sink.droppedLines == 0)
    }

    @Test func `a reader that went away is an error of the write, and the process lives on`() async throws {
        let sink = sink()
        try pipe.fileHandleForReading.close()
        let error = await #expect(throws: FileDescriptorLogSink.WriteError.self) { try await sink.write(line(1)) }
        #expect(error?.code == EPIPE)
        sink.offer(line(2))
        #expect(sink.flush(within: .seconds(10)))
    }
}
