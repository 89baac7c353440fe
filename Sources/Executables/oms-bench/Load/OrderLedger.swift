import Foundation
import NIOCore

/// Writes down which orders were acknowledged: a line for each, the order's number and its id.
///
/// `@unchecked Sendable`: written by the load run's thread alone, and closed after the run.
final class OrderLedger: @unchecked Sendable {
    private static let bufferBytes = 65_536
    /// An order's answer starts so; the id follows.
    private static let start = #"{"orderId":""#
    private static let idBytes = 36

    private let file: FileHandle
    private var buffer: [UInt8] = []
    private var failure: (any Error)?

    /// - Parameter path: the file; made anew.
    /// - Throws: when it cannot be made.
    init(path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil) else { throw CocoaError(.fileWriteUnknown) }
        file = try FileHandle(forWritingTo: URL(filePath: path))
    }

    func note(_ request: PreparedRequest, _ answer: AnswerParser.Answer) {
        guard answer.status == 200 || answer.status == 201,
            let id = answer.body.getString(at: answer.body.readerIndex + Self.start.utf8.count, length: Self.idBytes)
        else { return }
        buffer.append(contentsOf: "\(request.number) \(id)\n".utf8)
        if buffer.count >= Self.bufferBytes { write() }
    }

    /// Writes the rest.
    /// - Throws: the first error of any write.
    func close() throws {
        write()
        try file.close()
        if let failure { throw failure }
    }

    private func write() {
        do {
            try file.write(contentsOf: Data(buffer))
        } catch {
            failure = failure ?? error
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
