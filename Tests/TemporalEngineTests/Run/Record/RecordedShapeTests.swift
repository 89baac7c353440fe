import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

/// The fields of each event as the real service fills them: read off the histories that sdk-core recorded against it
/// (PyPI's `temporalio`, `sdk-core/tests/histories`), among them `ends_empty_wft_complete.bin`, `fail_wf_task.bin` and
/// `evict_while_la_running_no_interference-16_history.bin`.
@Suite
struct RecordedShapeTests {
    @Test
    func `one activity from start to end`() throws {
        var run = try RunDriver {
            $0.workflowTaskTimeout = Duration.seconds(10).protobuf
            $0.input = .json("{}")
        }
        try run.run([
            .schedule("1") {
                $0.scheduleToCloseTimeout = Duration.seconds(60).protobuf
                $0.startToCloseTimeout = Google_Protobuf_Duration()
                $0.header = APIHeader()
            }
        ]) {
            $0.binaryChecksum = "6a9d"
            $0.sdkMetadata = APIWorkflowTaskCompletedMetadata()
            $0.meteringMetadata = APIMeteringMetadata()
            $0.stickyAttributes = .worker1
        }
        let activity = try run.startActivity(5)
        try run.state.completeActivity(activity.reference, result: .json("1"), identity: "w", now: run.now)
        try run.take()
        try run.run { $0.binaryChecksum = "6a9d" }

        #expect(
            run.types == [
                .workflowExecutionStarted, .workflowTaskScheduled, .workflowTaskStarted, .workflowTaskCompleted,
                .activityTaskScheduled, .activityTaskStarted, .activityTaskCompleted, .workflowTaskScheduled,
                .workflowTaskStarted, .workflowTaskCompleted,
            ]
        )
        let scheduled = run.history[4].activityTaskScheduledEventAttributes
        #expect(scheduled.hasHeader && scheduled.hasHeartbeatTimeout && scheduled.hasRetryPolicy)
        #expect(scheduled.scheduleToStartTimeout == scheduled.scheduleToCloseTimeout)
        #expect(scheduled.startToCloseTimeout == scheduled.scheduleToCloseTimeout)
        #expect(scheduled.taskQueue.kind == .normal && scheduled.taskQueue.normalName.isEmpty)
        let started = run.history[0].workflowExecutionStartedEventAttributes
        #expect(started.hasFirstWorkflowTaskBackoff)
        #expect(!started.hasWorkflowRunTimeout && !started.hasWorkflowExecutionTimeout)
        #expect(!started.hasMemo && !started.hasSearchAttributes && !started.hasHeader)
        #expect(!started.hasRootWorkflowExecution && !started.hasParentWorkflowExecution)
        let sticky = run.history[7].workflowTaskScheduledEventAttributes
        #expect(sticky.taskQueue.kind == .sticky && sticky.taskQueue.normalName == "orders")
        let second = run.history[8].workflowTaskStartedEventAttributes
        #expect(second.historySizeBytes > run.history[2].workflowTaskStartedEventAttributes.historySizeBytes)
        #expect(!second.suggestContinueAsNew)
    }

    @Test
    func `all events of a run have version 0 and growing task ids`() throws {
        var run = try RunDriver()
        try run.run([.marker("m"), .complete()])
        #expect(run.history.allSatisfy { $0.version == 0 })
        #expect(run.history.map(\.taskID) == run.history.map { 1_048_576 + $0.eventID })
    }

    @Test
    func `a failed task on a sticky queue is followed by a first attempt on the normal one`() throws {
        var run = try RunDriver()
        try run.run([.startTimer("0", .milliseconds(200))]) { $0.stickyAttributes = .worker1 }
        try run.pass(.milliseconds(200))
        let task = try run.startTask()
        try run.state.failWorkflowTask(
            task.token,
            cause: .unspecified,
            failure: .with {
                $0.message = "I did an oopsie"
                $0.applicationFailureInfo = APIApplicationFailureInfo()
            },
            identity: "integ_tester",
            now: run.now
        )
        try run.take()
        try run.run([.complete()])
        #expect(
            run.types(from: 5) == [
                .timerStarted, .timerFired, .workflowTaskScheduled, .workflowTaskStarted, .workflowTaskFailed,
                .workflowTaskScheduled, .workflowTaskStarted, .workflowTaskCompleted, .workflowExecutionCompleted,
            ]
        )
        let again = run.history[9].workflowTaskScheduledEventAttributes
        #expect(again.attempt == 1 && again.taskQueue.kind == .normal)
        #expect(
            run.history[8].workflowTaskFailedEventAttributes
                == .with {
                    $0.scheduledEventID = 7
                    $0.startedEventID = 8
                    $0.failure = .with {
                        $0.message = "I did an oopsie"
                        $0.applicationFailureInfo = APIApplicationFailureInfo()
                    }
                    $0.identity = "integ_tester"
                }
        )
    }

    @Test
    func `a kept-alive task with a signal meanwhile goes on in the same answer`() throws {
        var run = try RunDriver()
        let task = try run.startTask()
        run.now = run.now + .seconds(1)
        try run.signal("whaatever")
        run.now = run.now + .seconds(7)
        let outcome = try run.complete(task) {
            $0.forceCreateNewWorkflowTask = true
            $0.returnNewWorkflowTask = true
            $0.stickyAttributes = .worker1
        }
        #expect(
            run.types(from: 4)
                == [.workflowTaskCompleted, .workflowExecutionSignaled, .workflowTaskScheduled, .workflowTaskStarted]
        )
        #expect(run.history[4].eventTime.seconds < run.history[3].eventTime.seconds)
        #expect(outcome.nextTask?.startedEventID == 7)
        // Not answered in time on the sticky queue, then not on the normal one: the second is the last one written.
        try run.pass(.seconds(10))
        _ = try run.startTask()
        try run.pass(.seconds(10))
        #expect(
            run.types(from: 8)
                == [.workflowTaskTimedOut, .workflowTaskScheduled, .workflowTaskStarted, .workflowTaskTimedOut]
        )
        _ = try run.startTask()
        try run.pass(.seconds(10))
        #expect(run.history.count == 11)
    }
}
