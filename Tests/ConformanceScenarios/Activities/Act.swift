import TemporalSDK

/// Does what its input says: a word, a colon, and what that word needs.
package struct Act: ActivityDefinition {
    package static let name = "act"

    package func run(input: String) async throws -> String {
        guard let context = ActivityExecutionContext.current else { throw ApplicationError("no context") }
        let parts = input.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let rest = parts.dropFirst().joined(separator: ":")
        let attempt = context.info.attempt
        switch parts[0] {
        case "say": return rest
        case "fail":
            guard attempt > Int(rest) ?? 0 else { throw ApplicationError("not yet", type: "Flaky") }
            return "attempt \(attempt)"
        case "refuse": throw ApplicationError(rest, type: "Refused", isNonRetryable: true)
        case "delayed":
            guard attempt > 1 else {
                throw ApplicationError("later", type: "Later", nextRetryDelay: .milliseconds(Int(rest) ?? 0))
            }
            return "attempt \(attempt)"
        case "silent":
            if attempt == 1 {
                context.heartbeat(details: rest)
                try await Task.sleep(for: .seconds(30))
            }
            return try context.info.heartbeatDetails.detail(as: String.self) ?? "nothing"
        case "slow":
            try await Task.sleep(for: .seconds(30))
            return "never"
        case "until cancelled": return try await untilCancelled(context, endsWell: rest == "well")
        case "big": return String(repeating: "x", count: Int(rest) ?? 0)
        case "elsewhere": throw CompleteAsyncError()
        default: throw ApplicationError("no such thing: \(input)", isNonRetryable: true)
        }
    }

    private func untilCancelled(_ context: ActivityExecutionContext, endsWell: Bool) async throws -> String {
        do {
            while true {
                context.heartbeat()
                try await Task.sleep(for: .milliseconds(50))
            }
        } catch is CancellationError where endsWell {
            return "done all the same"
        }
    }
}
