import Foundation
import TemporalAPI
import TemporalSDK

extension ConformanceScenario {
    static let results: [ConformanceScenario] = [
        .init("an_activity_answers_its_workflow") { tried in
            let handle = try await tried.start("Greeting", "Ada")
            try expect(try await handle.result(as: String.self), is: "Hello, Ada!", "the result")
            try await tried.expectHistory(
                of: handle,
                [
                    "WorkflowExecutionStarted", "Task", "ActivityTaskScheduled", "ActivityTaskStarted",
                    "ActivityTaskCompleted", "Task", "WorkflowExecutionCompleted",
                ]
            )
        },
        .init("values_of_every_json_kind_come_back_as_they_went") { tried in
            try await echo(true, tried, "bool")
            try await echo(7, tried, "int")
            try await echo(-2.5, tried, "double")
            try await echo("Grüße 🌍", tried, "string")
            try await echo([1, 2, 3], tried, "list")
            try await echo(["a": ["b": [1]], "é": [:]], tried, "object")
            try await echo(String?.none, tried, "null")
        },
        .init("bytes_travel_as_bytes") { tried in
            let data = Data(UInt8.min...UInt8.max)
            let handle = try await tried.start("ReversedBytes", data)
            try expect(try await handle.result(as: Data.self), is: Data(data.reversed()), "the result")
            let started = try await tried.events(of: handle)[0].workflowExecutionStartedEventAttributes
            try expect(started.input.payloads[0].metadata["encoding"], is: Data("binary/plain".utf8), "the encoding")
        },
        .init("a_timer_fires") { tried in
            let handle = try await tried.start("Sleeper", 300)
            try expect(try await handle.result(as: String.self), is: "awake", "the result")
            try await tried.expectHistory(
                of: handle,
                [
                    "WorkflowExecutionStarted", "Task", "TimerStarted", "TimerFired", "Task",
                    "WorkflowExecutionCompleted",
                ]
            )
        },
        .init("a_child_answers_its_parent") { tried in
            let handle = try await tried.start("Parent", "Bob")
            try expect(try await handle.result(as: String.self), is: "Hello, Bob!", "the result")
            try await tried.expectHistory(
                of: handle,
                [
                    "WorkflowExecutionStarted", "Task", "StartChildWorkflowExecutionInitiated",
                    "ChildWorkflowExecutionStarted", "Task", "ChildWorkflowExecutionCompleted", "Task",
                    "WorkflowExecutionCompleted",
                ]
            )
        },
        .init("a_chain_of_runs_ends_with_the_last_ones_result") { tried in
            let handle = try await tried.start("Counter", Counter.Span(count: 1, end: 4))
            try expect(try await handle.result(as: Int.self), is: 4, "the result")
            var run = handle.resultRunID ?? ""
            for _ in 1..<4 {
                try await tried.expectHistory(
                    of: handle,
                    run: run,
                    ["WorkflowExecutionStarted", "Task", "WorkflowExecutionContinuedAsNew"]
                )
                let last = try await tried.events(of: handle, run: run).last
                run = last?.workflowExecutionContinuedAsNewEventAttributes.newExecutionRunID ?? ""
            }
            try await tried.expectHistory(
                of: handle,
                run: run,
                ["WorkflowExecutionStarted", "Task", "WorkflowExecutionCompleted"]
            )
        },
        .init("heartbeat_details_reach_the_next_attempt") { tried in
            let handle = try await tried.start("Progress")
            let report = try await handle.result(as: ProgressReport.self)
            try expect(report, is: ProgressReport(what: "half", percent: 50), "the result")
        },
    ]

    /// Sends a value through a workflow and back.
    private static func echo<Value: Codable & Sendable & Equatable>(
        _ value: Value,
        _ tried: ConformanceClient,
        _ id: String
    ) async throws {
        let handle = try await tried.start("Echo", id: id, value)
        try expect(try await handle.result(as: Value.self), is: value, id)
    }
}
