import TemporalAPI
import TemporalSDK

extension ConformanceScenario {
    static let failures: [ConformanceScenario] = [
        .init("an_activity_is_tried_again_and_history_shows_the_last_attempt") { tried in
            let handle = try await tried.start("FlakyWork", FlakyWork.Plan(failures: 2, attempts: 5))
            try expect(try await handle.result(as: Int.self), is: 3, "the result")
            let started = try await tried.events(of: handle)[5].activityTaskStartedEventAttributes
            try expect(started.attempt, is: 3, "the attempt")
            try expect(started.lastFailure.message, is: "not yet", "the last failure")
        },
        .init("an_activity_that_ran_out_of_attempts_fails_its_workflow") { tried in
            let handle = try await tried.start("FlakyWork", FlakyWork.Plan(failures: 5, attempts: 2))
            let error = try await activityFailure(tried, handle)
            try expect(error.message, is: "not yet", "the message")
            try expect(error.type, is: "Flaky", "the type")
            try expect(try error.details.detail(0, as: Int.self), is: 2, "the detail")
        },
        .init("a_failure_keeps_type_message_details_and_cause") { tried in
            let handle = try await tried.start("RefusedWork", "not with us")
            let error = try await activityFailure(tried, handle)
            try expect(error.message, is: "not with us", "the message")
            try expect(error.type, is: "Refused", "the type")
            try expect(error.isNonRetryable, is: true, "whether it is final")
            try expect(try error.details.detail(0, as: Int.self), is: 1, "the first detail")
            try expect(try error.details.detail(1, as: String.self), is: "two", "the second detail")
            try expect((error.cause as? ApplicationError)?.message, is: "the root of it", "the cause")
        },
        .init("a_workflow_fails_with_details_and_a_cause") { tried in
            let handle = try await tried.start("OutOfStock", "A-1")
            guard let error = try await tried.failure(of: handle) as? ApplicationError else {
                throw ConformanceProblem("it is no application error")
            }
            try expect(error.message, is: "out of stock", "the message")
            try expect(error.type, is: "OutOfStock", "the type")
            try expect(try error.details.detail(0, as: String.self), is: "A-1", "the first detail")
            try expect(try error.details.detail(1, as: Int.self), is: 3, "the second detail")
            try expect((error.cause as? ApplicationError)?.type, is: "Shelf", "the cause")
            try await tried.expectHistory(of: handle, ["WorkflowExecutionStarted", "Task", "WorkflowExecutionFailed"])
        },
    ]

    /// The application error for which an activity, and so its workflow, failed.
    private static func activityFailure(
        _ tried: ConformanceClient,
        _ handle: UntypedWorkflowHandle
    ) async throws -> ApplicationError {
        let error = try await tried.failure(of: handle)
        guard let failure = (error as? ActivityError)?.cause as? ApplicationError else {
            throw ConformanceProblem("the workflow ended with \(error)")
        }
        return failure
    }
}
