"""The shared workflows, each once: what a worker in any language must do."""

import asyncio

from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowFailureError
from temporalio.exceptions import ActivityError, ApplicationError, CancelledError, TimeoutError, TimeoutType

from harness.scenario import scenario
from shared import activities, workflows


def shared_worker(env):
    return env.worker(workflows.ALL, activities.ALL)


async def failure_of(handle):
    """The error that a workflow ended with."""
    try:
        result = await handle.result()
    except WorkflowFailureError as error:
        return error.cause
    raise AssertionError(f"{handle.id} did not fail, it answered {result!r}")


@scenario(crossed=True)
async def an_activity_answers_its_workflow(env):
    async with shared_worker(env):
        handle = await env.start("Greeting", "Ada")
        assert await handle.result() == "Hello, Ada!"
        await env.expect(
            handle,
            f"""
            WorkflowExecutionStarted attempt=1 workflowType.name=Greeting input=["Ada"] taskQueue.name={env.task_queue} taskQueue.kind=NORMAL originalExecutionRunId={handle.result_run_id} firstExecutionRunId={handle.result_run_id} workflowId={handle.id} workflowTaskTimeout=10s continuedExecutionRunId=- parentWorkflowExecution=-
            WorkflowTaskScheduled taskQueue.name={env.task_queue} taskQueue.kind=NORMAL startToCloseTimeout=10s attempt=1
            WorkflowTaskStarted scheduledEventId=2 requestId=* identity=* historySizeBytes=*
            WorkflowTaskCompleted scheduledEventId=2 startedEventId=3 identity=*
            ActivityTaskScheduled activityId=* activityType.name=greet taskQueue.name={env.task_queue} input=["Ada"] scheduleToCloseTimeout=0s scheduleToStartTimeout=0s startToCloseTimeout=10s heartbeatTimeout=0s workflowTaskCompletedEventId=4 retryPolicy.initialInterval=1s retryPolicy.backoffCoefficient=2.0 retryPolicy.maximumInterval=100s
            ActivityTaskStarted scheduledEventId=5 attempt=1 identity=* requestId=* lastFailure=-
            ActivityTaskCompleted scheduledEventId=5 startedEventId=6 result=["Hello, Ada!"] identity=*
            WorkflowTaskScheduled taskQueue.kind=STICKY taskQueue.normalName={env.task_queue} startToCloseTimeout=10s attempt=1
            WorkflowTaskStarted scheduledEventId=8
            WorkflowTaskCompleted scheduledEventId=8 startedEventId=9
            WorkflowExecutionCompleted result=["Hello, Ada!"] workflowTaskCompletedEventId=10 newExecutionRunId=-
            """,
        )


@scenario(crossed=True)
async def values_of_every_json_kind_come_back_as_they_went(env):
    async with shared_worker(env):
        values = [None, True, 7, -2.5, "Grüße 🌍", [1, [2, "three"], {}], {"a": {"b": [None, False]}, "é": ""}]
        for value in values:
            answer = await env.execute("Echo", value)
            assert answer == value, f"{value!r} came back as {answer!r}"


@scenario(crossed=True)
async def bytes_travel_as_bytes(env):
    async with shared_worker(env):
        data = bytes(range(256))
        handle = await env.start("ReversedBytes", data, result_type=bytes)
        assert await handle.result() == bytes(reversed(data))
        events = await env.events(handle)
        payload = events[0].workflow_execution_started_event_attributes.input.payloads[0]
        assert payload.metadata["encoding"] == b"binary/plain", payload.metadata


@scenario(crossed=True)
async def an_activity_is_tried_again_and_history_shows_the_last_attempt(env):
    async with shared_worker(env):
        handle = await env.start("FlakyWork", workflows.Plan(failures=2, attempts=5))
        assert await handle.result() == 3
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            ActivityTaskScheduled retryPolicy.maximumAttempts=5 retryPolicy.initialInterval=0.050s retryPolicy.maximumInterval=5s
            ActivityTaskStarted attempt=3 lastFailure.message=not yet lastFailure.applicationFailureInfo.type=Flaky lastFailure.applicationFailureInfo.details=[2]
            ActivityTaskCompleted result=[3]
            Task
            WorkflowExecutionCompleted result=[3]
            """,
        )


@scenario(crossed=True)
async def an_activity_that_ran_out_of_attempts_fails_its_workflow(env):
    async with shared_worker(env):
        handle = await env.start("FlakyWork", workflows.Plan(failures=5, attempts=2))
        error = await failure_of(handle)
        assert isinstance(error, ActivityError), error
        assert isinstance(error.cause, ApplicationError) and error.cause.type == "Flaky", error.cause
        assert list(error.cause.details) == [2]
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            ActivityTaskScheduled
            ActivityTaskStarted attempt=2 lastFailure.message=not yet
            ActivityTaskFailed scheduledEventId=5 startedEventId=6 retryState=MAXIMUM_ATTEMPTS_REACHED failure.message=not yet failure.applicationFailureInfo.type=Flaky
            Task
            WorkflowExecutionFailed retryState=RETRY_POLICY_NOT_SET workflowTaskCompletedEventId=10 failure.activityFailureInfo.retryState=MAXIMUM_ATTEMPTS_REACHED failure.activityFailureInfo.scheduledEventId=5 failure.activityFailureInfo.startedEventId=6 failure.cause.applicationFailureInfo.type=Flaky
            """,
        )


@scenario(crossed=True)
async def a_failure_keeps_type_message_details_and_cause(env):
    async with shared_worker(env):
        handle = await env.start("RefusedWork", "not with us")
        error = await failure_of(handle)
        assert isinstance(error, ActivityError), error
        inner = error.cause
        assert isinstance(inner, ApplicationError), inner
        assert (inner.message, inner.type, inner.non_retryable) == ("not with us", "Refused", True)
        assert list(inner.details) == [1, "two"]
        assert "the root of it" in str(inner.cause), inner.cause
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            ActivityTaskScheduled
            ActivityTaskStarted attempt=1 lastFailure=-
            ActivityTaskFailed retryState=NON_RETRYABLE_FAILURE failure.applicationFailureInfo.nonRetryable=true failure.cause.message=the root of it
            Task
            WorkflowExecutionFailed failure.cause.message=not with us failure.cause.cause.message=the root of it
            """,
        )


@scenario(crossed=True)
async def a_workflow_fails_with_details_and_a_cause(env):
    async with shared_worker(env):
        handle = await env.start("OutOfStock", "A-1")
        error = await failure_of(handle)
        assert isinstance(error, ApplicationError), error
        assert (error.message, error.type, list(error.details)) == ("out of stock", "OutOfStock", ["A-1", 3])
        assert isinstance(error.cause, ApplicationError) and error.cause.type == "Shelf", error.cause
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            WorkflowExecutionFailed failure.message=out of stock failure.applicationFailureInfo.type=OutOfStock failure.cause.applicationFailureInfo.type=Shelf newExecutionRunId=-
            """,
        )


@scenario(crossed=True, recorded=False)
async def signals_arrive_in_order_and_a_query_sees_them(env):
    async with shared_worker(env):
        handle = await env.start("Collector")
        for item in ["a", "b", "c"]:
            await handle.signal("add", item)
        assert await handle.query("items") == ["a", "b", "c"]
        await handle.signal("finish")
        assert await handle.result() == ["a", "b", "c"]
        events = await env.events(handle)
        signals = [event.workflow_execution_signaled_event_attributes for event in events if event.HasField("workflow_execution_signaled_event_attributes")]
        assert [signal.signal_name for signal in signals] == ["add", "add", "add", "finish"]
        assert all(signal.identity for signal in signals)


@scenario(crossed=True)
async def a_timer_fires(env):
    async with shared_worker(env):
        handle = await env.start("Sleeper", 300)
        assert await handle.result() == "awake"
        events = await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            TimerStarted timerId=* startToFireTimeout=0.300s workflowTaskCompletedEventId=4
            TimerFired timerId=* startedEventId=5
            Task
            WorkflowExecutionCompleted
            """,
        )
        waited = events[5].event_time.ToDatetime() - events[4].event_time.ToDatetime()
        assert 0.3 <= waited.total_seconds() < 5, waited


@scenario(crossed=True)
async def a_cancelled_workflow_compensates_before_it_ends(env):
    async with shared_worker(env):
        handle = await env.start("Compensating")
        await env.until_event(handle, "WorkflowTaskCompleted", 2)
        await handle.cancel()
        assert isinstance(await failure_of(handle), CancelledError)
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            ActivityTaskScheduled input=["do"]
            ActivityTaskStarted
            ActivityTaskCompleted
            Task
            WorkflowExecutionCancelRequested identity=*
            Task
            ActivityTaskScheduled input=["undo"] workflowTaskCompletedEventId=14
            ActivityTaskStarted
            ActivityTaskCompleted
            Task
            WorkflowExecutionCanceled workflowTaskCompletedEventId=20
            """,
        )


@scenario(crossed=True)
async def a_child_answers_its_parent(env):
    async with shared_worker(env):
        handle = await env.start("Parent", "Bob")
        assert await handle.result() == "Hello, Bob!"
        child_id = f"{handle.id}-child"
        events = await env.expect(
            handle,
            f"""
            WorkflowExecutionStarted
            Task
            StartChildWorkflowExecutionInitiated workflowId={child_id} workflowType.name=Greeting namespace={env.namespace} parentClosePolicy=TERMINATE workflowIdReusePolicy=ALLOW_DUPLICATE input=["Bob"] taskQueue.name={env.task_queue} workflowTaskCompletedEventId=4
            ChildWorkflowExecutionStarted initiatedEventId=5 workflowExecution.workflowId={child_id} workflowExecution.runId=* workflowType.name=Greeting
            Task
            ChildWorkflowExecutionCompleted initiatedEventId=5 startedEventId=6 result=["Hello, Bob!"] workflowExecution.workflowId={child_id}
            Task
            WorkflowExecutionCompleted
            """,
        )
        child_run = events[5].child_workflow_execution_started_event_attributes.workflow_execution.run_id
        await env.expect(
            env.client.get_workflow_handle(child_id),
            f"""
            WorkflowExecutionStarted parentWorkflowExecution.workflowId={handle.id} parentWorkflowExecution.runId={handle.result_run_id} parentInitiatedEventId=5 parentWorkflowNamespace={env.namespace} rootWorkflowExecution.workflowId={handle.id}
            Task
            ActivityTaskScheduled
            ActivityTaskStarted
            ActivityTaskCompleted
            Task
            WorkflowExecutionCompleted
            """,
            run_id=child_run,
        )


@scenario(crossed=True)
async def a_chain_of_runs_ends_with_the_last_ones_result(env):
    async with shared_worker(env):
        handle = await env.start("Counter", workflows.Span(1, 4))
        assert await handle.result() == 4
        run_id, before = handle.result_run_id, ""
        for count in range(1, 4):
            initiator = "WORKFLOW" if before else "-"
            events = await env.expect(
                handle,
                f"""
                WorkflowExecutionStarted input=[{{"count": {count}, "end": 4}}] attempt=1 originalExecutionRunId={run_id} firstExecutionRunId={handle.result_run_id} continuedExecutionRunId={before or "-"} initiator={initiator}
                Task
                WorkflowExecutionContinuedAsNew newExecutionRunId=* workflowType.name=Counter input=[{{"count": {count + 1}, "end": 4}}] workflowTaskCompletedEventId=4 taskQueue.name={env.task_queue}
                """,
                run_id=run_id,
            )
            before, run_id = run_id, events[-1].workflow_execution_continued_as_new_event_attributes.new_execution_run_id
        last = await env.events(handle, run_id)
        assert last[0].workflow_execution_started_event_attributes.continued_execution_run_id == before
        assert last[-1].event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED


@scenario(crossed=True)
async def heartbeat_details_reach_the_next_attempt(env):
    async with shared_worker(env):
        handle = await env.start("Progress")
        assert await handle.result() == ["half", 50]
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            ActivityTaskScheduled heartbeatTimeout=1s
            ActivityTaskStarted attempt=2 lastFailure.message=activity Heartbeat timeout lastFailure.timeoutFailureInfo.timeoutType=HEARTBEAT
            ActivityTaskCompleted result=[["half", 50]]
            Task
            WorkflowExecutionCompleted
            """,
        )


@scenario(crossed=True)
async def an_activity_is_answered_from_outside_by_its_id(env):
    async with shared_worker(env):
        handle = await env.start("AnsweredElsewhere")

        async def is_started():
            pending = (await env.describe(handle)).pending_activities
            return pending and pending[0].state == 2

        await env.until(is_started, "the activity is started")
        outside = env.client.get_async_activity_handle(workflow_id=handle.id, run_id=None, activity_id="answer")
        await outside.complete("from outside")
        assert await handle.result() == "from outside"
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            ActivityTaskScheduled activityId=answer
            ActivityTaskStarted
            ActivityTaskCompleted result=["from outside"]
            Task
            WorkflowExecutionCompleted
            """,
        )
