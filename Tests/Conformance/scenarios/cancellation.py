"""Cancellation in each phase of a run, of activities of each cancellation type, and of other workflows."""

import asyncio
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.exceptions import ActivityError, ApplicationError, CancelledError
from temporalio.service import RPCStatusCode
from temporalio.workflow import ActivityCancellationType

from harness.scenario import scenario
from scenarios.basics import failure_of
from scenarios.starting import refused
from shared.workflows import Collector, Echo, Sleeper

TEN_SECONDS = timedelta(seconds=10)


@activity.defn
async def beat_until_cancelled() -> str:
    """Beats its heart until it hears that it is cancelled."""
    try:
        while True:
            activity.heartbeat()
            await asyncio.sleep(0.05)
    except asyncio.CancelledError:
        await asyncio.sleep(0.2)
        raise


@activity.defn
async def beat_and_ignore() -> str:
    """Hears that it is cancelled and ends well all the same."""
    try:
        while True:
            activity.heartbeat()
            await asyncio.sleep(0.05)
    except asyncio.CancelledError:
        return "done anyway"


@workflow.defn
class CancelsActivity:
    """Runs an activity and lets cancellation reach it in a way that its argument names."""

    @workflow.run
    async def run(self, name: str, kind: int) -> str:
        return await workflow.execute_activity(
            name,
            start_to_close_timeout=timedelta(seconds=30),
            heartbeat_timeout=timedelta(seconds=5),
            cancellation_type=ActivityCancellationType(kind),
            result_type=str,
        )


def worker(env, *more):
    return env.worker(
        [CancelsActivity, Collector, Echo, Sleeper, *more],
        [beat_until_cancelled, beat_and_ignore],
        max_heartbeat_throttle_interval=timedelta(milliseconds=100),
    )


async def cancelled_while_it_beats(env, name, kind):
    handle = await env.start(CancelsActivity.run, name, int(kind))

    async def beats():
        pending = (await env.describe(handle)).pending_activities
        return pending and pending[0].HasField("last_heartbeat_time")

    await env.until(beats, "the activity beats")
    await handle.cancel()
    return handle


@scenario
async def cancelled_before_the_first_task(env):
    handle = await env.start(Sleeper.run, 60000)
    await handle.cancel()
    async with worker(env):
        assert isinstance(await failure_of(handle), CancelledError)
        events = await env.events(handle)
        from harness.history import names

        assert names(events)[:3] == ["WorkflowExecutionStarted", "WorkflowTaskScheduled", "WorkflowExecutionCancelRequested"]
        assert names(events)[-1] == "WorkflowExecutionCanceled"


@scenario
async def cancelled_during_a_timer(env):
    async with worker(env):
        handle = await env.start(Sleeper.run, 60000)
        await env.until_event(handle, "TimerStarted")
        await handle.cancel()
        assert isinstance(await failure_of(handle), CancelledError)
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            TimerStarted
            WorkflowExecutionCancelRequested
            Task
            TimerCanceled startedEventId=5 workflowTaskCompletedEventId=9
            WorkflowExecutionCanceled workflowTaskCompletedEventId=9
            """,
        )


@scenario
async def an_activity_that_may_be_left_is_left_at_once(env):
    """TRY_CANCEL: the workflow goes on at once, the activity is told."""
    async with worker(env):
        handle = await cancelled_while_it_beats(env, "beat_until_cancelled", ActivityCancellationType.TRY_CANCEL)
        error = await failure_of(handle)
        assert isinstance(error, CancelledError), error
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            ActivityTaskScheduled
            WorkflowExecutionCancelRequested
            Task
            ActivityTaskCancelRequested scheduledEventId=5 workflowTaskCompletedEventId=9
            WorkflowExecutionCanceled
            """,
        )


@scenario
async def an_activity_is_waited_for_until_it_says_that_it_is_cancelled(env):
    async with worker(env):
        kind = ActivityCancellationType.WAIT_CANCELLATION_COMPLETED
        handle = await cancelled_while_it_beats(env, "beat_until_cancelled", kind)
        assert isinstance(await failure_of(handle), CancelledError)
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            ActivityTaskScheduled
            WorkflowExecutionCancelRequested
            Task
            ActivityTaskCancelRequested scheduledEventId=5
            ActivityTaskStarted
            ActivityTaskCanceled scheduledEventId=5 startedEventId=11 latestCancelRequestedEventId=10 identity=*
            Task
            WorkflowExecutionCanceled
            """,
        )


@scenario
async def an_activity_that_ends_well_all_the_same_is_done(env):
    async with worker(env):
        kind = ActivityCancellationType.WAIT_CANCELLATION_COMPLETED
        handle = await cancelled_while_it_beats(env, "beat_and_ignore", kind)
        assert await handle.result() == "done anyway"
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            ActivityTaskScheduled
            WorkflowExecutionCancelRequested
            Task
            ActivityTaskCancelRequested
            ActivityTaskStarted
            ActivityTaskCompleted result=["done anyway"]
            Task
            WorkflowExecutionCompleted
            """,
        )


@scenario
async def an_abandoned_activity_is_not_told(env):
    async with worker(env):
        handle = await cancelled_while_it_beats(env, "beat_until_cancelled", ActivityCancellationType.ABANDON)
        assert isinstance(await failure_of(handle), CancelledError)
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            ActivityTaskScheduled
            WorkflowExecutionCancelRequested
            Task
            WorkflowExecutionCanceled
            """,
        )


@workflow.defn
class CancelsWhatNobodyTook:
    """Cancels an activity that is on a queue without workers, and waits until that is done."""

    @workflow.run
    async def run(self, queue: str) -> str:
        handle = workflow.start_activity(
            "nobody_has_it",
            task_queue=queue,
            start_to_close_timeout=TEN_SECONDS,
            cancellation_type=ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
        )
        await workflow.sleep(timedelta(milliseconds=100))
        handle.cancel()
        try:
            await handle
        except ActivityError as error:
            return type(error.cause).__name__
        return "it ran"


@scenario
async def an_activity_that_nobody_took_is_cancelled_by_the_service(env):
    async with worker(env, CancelsWhatNobodyTook):
        handle = await env.start(CancelsWhatNobodyTook.run, env.id("nobody"))
        assert await handle.result() == "CancelledError"
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            ActivityTaskScheduled
            TimerStarted
            TimerFired
            Task
            ActivityTaskCancelRequested scheduledEventId=5
            ActivityTaskCanceled scheduledEventId=5 startedEventId=- latestCancelRequestedEventId=11
            Task
            WorkflowExecutionCompleted
            """,
        )


@workflow.defn
class CancelsAtOnce:
    """Schedules an activity, a timer and a child and cancels them before the task ends: no command goes out."""

    @workflow.run
    async def run(self) -> str:
        handle = workflow.start_activity("nobody_has_it", start_to_close_timeout=TEN_SECONDS)
        timer = asyncio.create_task(workflow.sleep(60))
        await asyncio.sleep(0)
        timer.cancel()
        handle.cancel()
        found = await asyncio.gather(handle, timer, return_exceptions=True)
        return " ".join(type(error).__name__ for error in found)


@scenario
async def what_is_cancelled_in_the_task_that_made_it_never_was(env):
    async with worker(env, CancelsAtOnce):
        handle = await env.start(CancelsAtOnce.run)
        assert await handle.result() == "ActivityError CancelledError"
        await env.expect(handle, "WorkflowExecutionStarted\nTask\nWorkflowExecutionCompleted")


@workflow.defn
class IgnoresCancellation:
    @workflow.run
    async def run(self) -> str:
        try:
            await workflow.sleep(60)
        except asyncio.CancelledError:
            await asyncio.shield(asyncio.create_task(asyncio.sleep(0.1)))
        return "went on"


@scenario
async def a_workflow_may_end_well_though_it_was_cancelled(env):
    async with worker(env, IgnoresCancellation):
        handle = await env.start(IgnoresCancellation.run)
        await env.until_event(handle, "TimerStarted")
        await handle.cancel()
        assert await handle.result() == "went on"
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            TimerStarted
            WorkflowExecutionCancelRequested
            Task
            TimerCanceled
            TimerStarted
            TimerFired
            Task
            WorkflowExecutionCompleted
            """,
        )


@scenario
async def a_second_request_to_cancel_changes_nothing(env):
    async with worker(env):
        handle = await env.start(Collector.run)
        await env.until_event(handle, "WorkflowTaskCompleted")
        handle_without_worker = env.client.get_workflow_handle(handle.id)
        await asyncio.gather(*(handle_without_worker.cancel() for _ in range(3)))
        assert isinstance(await failure_of(handle), CancelledError)
        from harness.history import names

        assert names(await env.events(handle)).count("WorkflowExecutionCancelRequested") == 1
        # A run that is closed already needs no refusal.
        await handle.cancel()


@workflow.defn
class Canceller:
    """Asks another workflow to cancel."""

    @workflow.run
    async def run(self, other: str) -> str:
        try:
            await workflow.get_external_workflow_handle(other).cancel()
        except ApplicationError as error:
            return f"{error.type}: {error.message}"
        return "asked"


@scenario
async def a_workflow_cancels_another(env):
    async with worker(env, Canceller):
        other = await env.start(Collector.run)
        handle = await env.start(Canceller.run, other.id)
        assert await handle.result() == "asked"
        assert isinstance(await failure_of(other), CancelledError)
        await env.expect(
            handle,
            f"""
            WorkflowExecutionStarted
            Task
            RequestCancelExternalWorkflowExecutionInitiated workflowExecution.workflowId={other.id} workflowTaskCompletedEventId=4
            ExternalWorkflowExecutionCancelRequested initiatedEventId=5 workflowExecution.workflowId={other.id}
            Task
            WorkflowExecutionCompleted
            """,
        )
        from harness.history import attributes, names

        events = await env.events(other)
        requested = attributes(events[names(events).index("WorkflowExecutionCancelRequested")])
        assert requested["externalWorkflowExecution"]["workflowId"] == handle.id, requested
        assert requested["externalInitiatedEventId"] == "5", requested


@scenario
async def a_workflow_that_cancels_nobody_is_told(env):
    async with worker(env, Canceller):
        handle = await env.start(Canceller.run, env.id("nobody"))
        assert "not found" in (await handle.result()).lower()
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            RequestCancelExternalWorkflowExecutionInitiated
            RequestCancelExternalWorkflowExecutionFailed initiatedEventId=5 cause=EXTERNAL_WORKFLOW_EXECUTION_NOT_FOUND
            Task
            WorkflowExecutionCompleted
            """,
        )


@scenario
async def terminating_ends_a_run_at_once(env):
    async with worker(env):
        handle = await env.start(Collector.run)
        await env.until_event(handle, "WorkflowTaskCompleted")
        await handle.terminate("why", 7, reason="no longer wanted")
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            WorkflowExecutionTerminated reason=no longer wanted details=["why", 7] identity=*
            """,
        )
        await refused(handle.terminate(), RPCStatusCode.NOT_FOUND)


@scenario
async def terminating_during_a_task_fails_the_task_first(env):
    from scenarios.signals import complete, poll

    handle = await env.start(Collector.run)
    task = await poll(env)
    await handle.signal("add", "a")
    await handle.terminate()
    await env.expect(
        handle,
        """
        WorkflowExecutionStarted
        WorkflowTaskScheduled
        WorkflowTaskStarted
        WorkflowTaskFailed scheduledEventId=2 startedEventId=3 cause=FORCE_CLOSE_COMMAND
        WorkflowExecutionSignaled
        WorkflowExecutionTerminated
        """,
    )
    await refused(complete(env, task), RPCStatusCode.NOT_FOUND)
