import TemporalAPI
import TemporalSDK

extension ConformanceScenario {
    static let conversations: [ConformanceScenario] = [
        .init("signals_arrive_in_order_and_a_query_sees_them") { tried in
            let handle = try await tried.start("Collector")
            for item in ["a", "b", "c"] { try await handle.signal("add", input: item) }
            try expect(try await handle.query("items", as: [String].self), is: ["a", "b", "c"], "the answer")
            try await handle.signal("finish")
            try expect(try await handle.result(as: [String].self), is: ["a", "b", "c"], "the result")
        },
        .init("a_cancelled_workflow_compensates_before_it_ends") { tried in
            let handle = try await tried.start("Compensating")
            try await tried.untilTasks(2, of: handle)
            try await handle.cancel()
            let error = try await tried.failure(of: handle)
            try expect(error is CanceledError, is: true, "whether it was cancelled: \(error)")
            try await tried.expectHistory(
                of: handle,
                [
                    "WorkflowExecutionStarted", "Task", "ActivityTaskScheduled", "ActivityTaskStarted",
                    "ActivityTaskCompleted", "Task", "WorkflowExecutionCancelRequested", "Task",
                    "ActivityTaskScheduled", "ActivityTaskStarted", "ActivityTaskCompleted", "Task",
                    "WorkflowExecutionCanceled",
                ]
            )
        },
        .init("an_activity_is_answered_from_outside_by_its_id") { tried in
            let handle = try await tried.start("AnsweredElsewhere")
            try await tried.until("the activity is started") {
                let pending = try await handle.describe().pendingActivities
                return pending.first?.state == .started ? () : nil
            }
            let outside = tried.client.asyncActivityHandle(workflowID: handle.id, activityID: "answer")
            try await outside.complete("from outside")
            try expect(try await handle.result(as: String.self), is: "from outside", "the result")
        },
    ]
}
