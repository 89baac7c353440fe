/// Sends one order and judges the answer.
struct RowSender: Sendable {
    let client: APIClient
    let retry: RetryPolicy

    /// - Throws: ``CommandFailure`` when no further row can do better: the key is refused, or the server is
    ///   away for longer than the policy waits.
    func send(_ order: ImportOrder, of row: ImportRow) async throws -> RowResult {
        var headers: [(name: String, value: String)] = []
        if let key = order.key { headers.append(("idempotency-key", "\"\(key)\"")) }
        // Safe to send again: each row has its idempotency key.
        let request = APIRequest(.post, "/orders", body: order.body, headers: headers, isRepeatable: true)
        let answer = try await client.answer(to: request, retry: retry)
        switch answer.status {
        case 201: return RowResult(row: row, outcome: .created)
        case 200: return RowResult(row: row, outcome: .alreadyThere)
        case 401, 403: throw answer.problem.failure
        case 400..<500:
            let refused = row.refused(status: answer.status, reasons: answer.problem.reasons)
            return RowResult(row: row, outcome: .refused(refused))
        default: throw answer.problem.failure
        }
    }
}
