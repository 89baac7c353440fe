package import Foundation
package import TemporalSDK

/// The activities that Tests/Conformance/shared has in Python, by the same names.
package enum ConformanceActivities {
    package static var all: [any ActivityDefinition] {
        [Greet(), Flaky(), Refuse(), Note(), Reverse(), Progressing(), AnsweredFromOutside(), Act()]
    }
}

package struct Greet: ActivityDefinition {
    package static let name = "greet"

    package func run(input: String) async throws -> String {
        "Hello, \(input)!"
    }
}

/// Fails that many times, then answers with the attempt it is.
package struct Flaky: ActivityDefinition {
    package static let name = "flaky"

    package func run(input: Int) async throws -> Int {
        let attempt = ActivityExecutionContext.current?.info.attempt ?? 0
        guard attempt > input else {
            throw ApplicationError("not yet", type: "Flaky", details: FailureDetails(attempt))
        }
        return attempt
    }
}

package struct Refuse: ActivityDefinition {
    package static let name = "refuse"

    package func run(input: String) async throws {
        throw ApplicationError(
            input,
            type: "Refused",
            details: FailureDetails(1, "two"),
            isNonRetryable: true,
            cause: ApplicationError("the root of it", type: "Root")
        )
    }
}

package struct Note: ActivityDefinition {
    package static let name = "note"

    package func run(input: String) async throws -> String {
        input
    }
}

package struct Reverse: ActivityDefinition {
    package static let name = "reverse"

    package func run(input: Data) async throws -> Data {
        Data(input.reversed())
    }
}

/// Says how far it came and is not heard of again; the next attempt answers what it was told.
package struct Progressing: ActivityDefinition {
    package static let name = "progress"

    package func run(input: Void) async throws -> ProgressReport {
        guard let context = ActivityExecutionContext.current else { throw ApplicationError("no context") }
        if context.info.attempt == 1 {
            context.heartbeat(details: "half", 50)
            try await Task.sleep(for: .seconds(30))
        }
        let details = context.info.heartbeatDetails
        guard let what = try details.detail(0, as: String.self), let percent = try details.detail(1, as: Int.self)
        else {
            throw ApplicationError("no details", isNonRetryable: true)
        }
        return ProgressReport(what: what, percent: percent)
    }
}

package struct AnsweredFromOutside: ActivityDefinition {
    package static let name = "answered_elsewhere"

    package func run(input: Void) async throws -> String {
        throw CompleteAsyncError()
    }
}
