import Dispatch

/// Blocking work of tests, kept off the threads of Swift concurrency.
package enum Blocking {
    /// Runs the body on a thread that may block.
    /// - Throws: what the body throws.
    package static func run<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Swift.Result { try body() })
            }
        }
    }
}
