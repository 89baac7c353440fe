/// Reads orders page by page and writes them to a file.
struct ExportRun {
    let client: APIClient
    let query: [(name: String, value: String?)]
    let records: OrderRecords
    let bar: ProgressBar

    /// - Returns: how many orders were written.
    /// - Throws: ``CommandFailure``, or `CancellationError`; the file that had the name stays as it was then.
    func run(to sink: ByteSink) async throws -> Int {
        do {
            let count = try await writeAll(to: sink)
            try await sink.commit()
            bar.clear()
            return count
        } catch {
            sink.discard()
            bar.clear()
            throw error
        }
    }

    private func writeAll(to sink: ByteSink) async throws -> Int {
        var count = 0
        var cursor: String?
        try await sink.write(records.header)
        repeat {
            let request = APIRequest(.get, "/orders", query: query + [("limit", "100"), ("cursor", cursor)])
            let answer = try await client.send(request, retry: .bulk)
            let next = try answer.decoded(as: Cursor.self).nextCursor
            var bytes: [UInt8] = []
            for order in JSONText.elements(of: "data", in: answer.body) ?? [] {
                bytes += try records.order(order)
                count += 1
            }
            try await sink.write(bytes)
            bar.show(count: count) { "\(count) orders" }
            guard next != cursor || next == nil else {
                throw CommandFailure("The server hands out the same cursor twice", exit: .failed)
            }
            cursor = next
        } while cursor != nil
        return count
    }

    private struct Cursor: Decodable {
        let nextCursor: String?
    }
}
