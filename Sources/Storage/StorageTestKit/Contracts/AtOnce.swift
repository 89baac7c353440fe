/// Calls that come at the same time.
enum AtOnce {
    /// Lets so many callers call.
    /// - Parameters:
    ///   - callers: how many.
    ///   - call: what each does; it is told its number, from 0.
    /// - Returns: what they got, in the order in which they got it.
    /// - Throws: what a call throws.
    static func outcomes<Outcome: Sendable>(
        _ callers: Int = 12,
        _ call: @escaping @Sendable (Int) async throws -> Outcome
    ) async throws -> [Outcome] {
        try await withThrowingTaskGroup(of: Outcome.self) { group in
            for caller in 0..<callers {
                group.addTask { try await call(caller) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
