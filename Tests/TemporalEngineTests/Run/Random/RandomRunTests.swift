import TemporalAPI
import TemporalEngine
import TestSupport
import Testing

/// Random sequences of requests, answers, time and crashes.
@Suite
struct RandomRunTests {
    static let runs = 1_000
    static let steps = 90

    @Test
    func `whatever comes, histories are sound and what is stored makes the same state`() throws {
        var random = SeededRandom.announced(for: "random runs")
        var seen: [APIEventType: Int] = [:]
        var refusals: Set<RunRefusal> = []
        for number in 0..<Self.runs {
            var run = try RandomRun(random: &random)
            for _ in 0..<Self.steps where run.driver.state.isRunning {
                try run.step()
            }
            try run.step()
            try run.check()
            for type in run.driver.types { seen[type, default: 0] += 1 }
            refusals.formUnion(run.refusals)
            random = run.random
            #expect(run.driver.history.count > 1, "run \(number)")
        }
        // A generator that does not get everywhere proves little.
        let rarest = Self.expected.map { (type: $0, count: seen[$0, default: 0]) }.min { $0.count < $1.count }
        print("random runs: \(seen.values.reduce(0, +)) events, rarest \(String(describing: rarest))")
        #expect(Self.expected.subtracting(seen.keys) == [])
        #expect(refusals.count >= 9)
    }

    static let expected: Set<APIEventType> = [
        .workflowExecutionStarted, .workflowExecutionCompleted, .workflowExecutionFailed,
        .workflowExecutionTimedOut, .workflowExecutionCanceled, .workflowExecutionTerminated,
        .workflowExecutionContinuedAsNew, .workflowExecutionSignaled, .workflowExecutionCancelRequested,
        .workflowExecutionOptionsUpdated, .workflowTaskScheduled, .workflowTaskStarted, .workflowTaskCompleted,
        .workflowTaskFailed, .workflowTaskTimedOut, .activityTaskScheduled, .activityTaskStarted,
        .activityTaskCompleted, .activityTaskFailed, .activityTaskTimedOut, .activityTaskCancelRequested,
        .activityTaskCanceled, .timerStarted, .timerFired, .timerCanceled, .markerRecorded,
        .upsertWorkflowSearchAttributes, .workflowPropertiesModified, .startChildWorkflowExecutionInitiated,
        .startChildWorkflowExecutionFailed, .childWorkflowExecutionStarted, .childWorkflowExecutionCompleted,
        .childWorkflowExecutionFailed, .signalExternalWorkflowExecutionInitiated,
        .signalExternalWorkflowExecutionFailed, .externalWorkflowExecutionSignaled,
        .requestCancelExternalWorkflowExecutionInitiated, .requestCancelExternalWorkflowExecutionFailed,
        .externalWorkflowExecutionCancelRequested,
    ]
}
