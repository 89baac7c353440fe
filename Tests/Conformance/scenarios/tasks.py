"""Timers, and workflow tasks that fail, time out or do not fit their history."""

import asyncio
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.api.enums.v1 import WorkflowTaskFailedCause
from temporalio.client import WorkflowHistory
from temporalio.service import RPCStatusCode
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner

from harness.history import names
from harness.scenario import scenario
from scenarios.signals import complete, poll, until_task
from scenarios.starting import refused
from shared import workflows
from shared.workflows import Collector, Greeting, Sleeper

TEN_SECONDS = timedelta(seconds=10)


@workflow.defn
class Races:
    """The first of several timers wins; the others are cancelled."""

    @workflow.run
    async def run(self) -> float:
        timers = [asyncio.create_task(self.after(number)) for number in (60, 0.2, 30)]
        done, waiting = await workflow.wait(timers, return_when=asyncio.FIRST_COMPLETED)
        for timer in waiting:
            timer.cancel()
        return done.pop().result()

    async def after(self, seconds: float) -> float:
        await workflow.sleep(seconds)
        return seconds


@scenario
async def the_first_of_several_timers_fires(env):
    async with env.worker([Races]):
        handle = await env.start(Races.run)
        answer = await handle.result()
        assert answer == 0.2, answer
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            TimerStarted timerId=1 startToFireTimeout=60s
            TimerStarted timerId=2 startToFireTimeout=0.200s
            TimerStarted timerId=3 startToFireTimeout=30s
            TimerFired timerId=2 startedEventId=6
            Task
            TimerCanceled timerId=* startedEventId=* workflowTaskCompletedEventId=11
            TimerCanceled timerId=* workflowTaskCompletedEventId=11
            WorkflowExecutionCompleted
            """,
        )


@workflow.defn
class WaitsWithTimeout:
    @workflow.run
    async def run(self) -> str:
        try:
            await workflow.wait_condition(lambda: False, timeout=0.2)
        except asyncio.TimeoutError:
            return "timed out"
        return "came true"


@scenario
async def a_condition_is_given_up_after_its_timeout(env):
    async with env.worker([WaitsWithTimeout]):
        assert await env.execute(WaitsWithTimeout.run) == "timed out"


@scenario
async def timers_that_ran_out_without_a_worker_fire_in_order(env):
    async with env.new_worker([TwoTimers]):
        handle = await env.start(TwoTimers.run)
        await env.until_event(handle, "TimerStarted", 2)
    await env.until_event(handle, "TimerFired", 2)
    async with env.new_worker([TwoTimers]):
        assert await handle.result() == [1.5, 5]
    await env.expect(
        handle,
        """
        WorkflowExecutionStarted
        Task
        TimerStarted startToFireTimeout=5s
        TimerStarted startToFireTimeout=1.500s
        TimerFired startedEventId=6
        WorkflowTaskScheduled taskQueue.kind=*
        TimerFired startedEventId=5
        WorkflowTaskStarted
        WorkflowTaskCompleted
        WorkflowExecutionCompleted
        """
        if "WorkflowTaskTimedOut" not in names(await env.events(handle))
        else """
        WorkflowExecutionStarted
        Task
        TimerStarted startToFireTimeout=5s
        TimerStarted startToFireTimeout=1.500s
        TimerFired startedEventId=6
        WorkflowTaskScheduled taskQueue.kind=STICKY
        TimerFired startedEventId=5
        WorkflowTaskTimedOut scheduledEventId=8 startedEventId=- timeoutType=SCHEDULE_TO_START
        Task
        WorkflowExecutionCompleted
        """,
    )


@workflow.defn
class TwoTimers:
    @workflow.run
    async def run(self) -> list:
        order = []

        async def after(seconds):
            await workflow.sleep(seconds)
            order.append(seconds)

        await asyncio.gather(after(5), after(1.5))
        return order


class Broken:
    """How often a workflow's code raises before it works: in real life, a deployment that repairs it."""

    left = {}


@workflow.defn
class BreaksTwice:
    @workflow.run
    async def run(self) -> str:
        key = workflow.info().workflow_id
        if Broken.left.setdefault(key, 2) > 0 and not workflow.unsafe.is_replaying():
            Broken.left[key] -= 1
            raise RuntimeError("a mistake in the code")
        return "repaired"


@scenario
async def a_workflow_whose_code_raises_is_tried_until_it_works(env):
    async with env.worker([BreaksTwice]):
        handle = await env.start(BreaksTwice.run, task_timeout=timedelta(seconds=2))
        assert await handle.result() == "repaired"
        events = await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            WorkflowTaskScheduled attempt=1
            WorkflowTaskStarted
            WorkflowTaskFailed scheduledEventId=2 startedEventId=3 cause=WORKFLOW_WORKER_UNHANDLED_FAILURE failure.message=a mistake in the code identity=*
            WorkflowTaskScheduled attempt=3
            WorkflowTaskStarted scheduledEventId=5
            WorkflowTaskCompleted scheduledEventId=5 startedEventId=6
            WorkflowExecutionCompleted
            """,
        )
        assert events


@scenario
async def a_worker_that_lost_a_task_is_timed_out(env):
    handle = await env.start(Collector.run, task_timeout=timedelta(seconds=1))
    lost = await poll(env)
    again = await until_task(env)
    assert again.attempt == 2, again.attempt
    await refused(complete(env, lost), RPCStatusCode.NOT_FOUND)
    await env.expect(
        handle,
        """
        WorkflowExecutionStarted
        WorkflowTaskScheduled startToCloseTimeout=1s
        WorkflowTaskStarted
        WorkflowTaskTimedOut scheduledEventId=2 startedEventId=3 timeoutType=START_TO_CLOSE
        """,
    )
    # The task itself carries the events of its second attempt.
    assert names(again.history.events)[-2:] == ["WorkflowTaskScheduled", "WorkflowTaskStarted"]
    assert again.started_event_id == 6
    await complete(env, again)
    await env.expect(
        handle,
        """
        WorkflowExecutionStarted
        WorkflowTaskScheduled
        WorkflowTaskStarted
        WorkflowTaskTimedOut
        WorkflowTaskScheduled attempt=2
        WorkflowTaskStarted scheduledEventId=5
        WorkflowTaskCompleted scheduledEventId=5 startedEventId=6
        """,
    )


@scenario
async def a_task_that_was_answered_is_not_answered_again(env):
    handle = await env.start(Collector.run)
    task = await poll(env)
    await complete(env, task)
    await refused(complete(env, task), RPCStatusCode.NOT_FOUND)
    await env.expect(handle, "WorkflowExecutionStarted\nTask")


@workflow.defn(name="Changeable")
class WithTimer:
    @workflow.run
    async def run(self) -> None:
        await workflow.sleep(timedelta(milliseconds=200))
        await workflow.wait_condition(lambda: False)


@workflow.defn(name="Changeable")
class WithActivity:
    @workflow.run
    async def run(self) -> None:
        await workflow.execute_activity("greet", "x", start_to_close_timeout=TEN_SECONDS)


@scenario
async def changed_code_fails_the_task_and_not_the_workflow(env):
    async with env.new_worker([WithTimer]):
        handle = await env.start("Changeable", task_timeout=timedelta(seconds=2))
        await env.until_event(handle, "WorkflowTaskCompleted", 2)
    env.forget(handle)
    async with env.new_worker([WithActivity]):
        await handle.signal("anything")
        events = await env.until_event(handle, "WorkflowTaskFailed")
        failed = next(event for event in events if event.HasField("workflow_task_failed_event_attributes"))
        cause = failed.workflow_task_failed_event_attributes.cause
        assert cause == WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR, cause
        assert (await handle.describe()).status.name == "RUNNING"
    async with env.new_worker([WithTimer]):
        # The old code is back: the run goes on.
        await env.until_event(handle, "WorkflowTaskCompleted", 3)
    await handle.terminate()


@scenario
async def a_changed_history_is_refused_by_the_replayer(env):
    from shared import activities

    async with env.worker(workflows.ALL, activities.ALL):
        handle = await env.start(Greeting.run, "Ada")
        await handle.result()
    events = await env.events(handle)
    replayer = Replayer(workflows=[Greeting], workflow_runner=UnsandboxedWorkflowRunner())
    await replayer.replay_workflow(WorkflowHistory(handle.id, events))
    for event in events:
        if event.HasField("activity_task_scheduled_event_attributes"):
            event.activity_task_scheduled_event_attributes.activity_type.name = "another"
    result = await replayer.replay_workflow(WorkflowHistory(handle.id, events), raise_on_replay_failure=False)
    assert isinstance(result.replay_failure, workflow.NondeterminismError), result.replay_failure
    # `events` are changed: what is judged is what the service has.
    await env.events(handle)


@scenario
async def a_sticky_queue_without_its_worker_gives_the_task_back(env):
    async with env.new_worker([Collector], sticky_queue_schedule_to_start_timeout=timedelta(seconds=1)) as first:
        handle = await env.start(Collector.run)
        await env.until_event(handle, "WorkflowTaskCompleted")
        assert first
    await handle.signal("finish")
    async with env.new_worker([Collector]):
        assert await handle.result() == []


@scenario
async def a_sticky_queue_can_be_reset(env):
    from scenarios.signals import reset_request

    async with env.new_worker([Collector]):
        handle = await env.start(Collector.run)
        await env.until_event(handle, "WorkflowTaskCompleted")
        await env.service.reset_sticky_task_queue(reset_request(env, handle))
        await handle.signal("finish")
        await handle.result()
    events = await env.events(handle)
    kinds = [
        event.workflow_task_scheduled_event_attributes.task_queue.kind
        for event in events
        if event.HasField("workflow_task_scheduled_event_attributes")
    ]
    # Both tasks were offered to every worker of the queue.
    assert kinds == [1, 1], kinds


@scenario(recorded=False)
async def a_run_goes_on_with_another_worker_in_the_middle(env):
    async with env.new_worker([Steps], [step]):
        handle = await env.start(Steps.run, 6)
        await env.until_event(handle, "ActivityTaskCompleted", 2)
    async with env.new_worker([Steps], [step]):
        assert await handle.result() == list(range(6))


@activity.defn
async def step(number: int) -> int:
    await asyncio.sleep(0.1)
    return number


@workflow.defn
class Steps:
    @workflow.run
    async def run(self, number: int) -> list:
        return [
            await workflow.execute_activity(step, item, start_to_close_timeout=timedelta(seconds=3))
            for item in range(number)
        ]


@workflow.defn
class Patched:
    """Uses the versioning marker, and side values that must be the same in a replay."""

    @workflow.run
    async def run(self) -> list:
        is_new = workflow.patched("a-change")
        first = str(workflow.uuid4())
        await workflow.sleep(timedelta(milliseconds=100))
        return [is_new, first, workflow.random().randint(0, 1_000_000), workflow.now().isoformat()]


@scenario
async def a_patch_is_marked_in_history(env):
    async with env.worker([Patched], max_cached_workflows=0):
        handle = await env.start(Patched.run)
        assert (await handle.result())[0] is True
        events = await env.events(handle)
        found = names(events)
        assert "MarkerRecorded" in found, found
        marker = events[found.index("MarkerRecorded")].marker_recorded_event_attributes
        assert marker.marker_name == "core_patch" and marker.workflow_task_completed_event_id == 4, marker


@scenario
async def a_bad_token_is_refused(env):
    class Forged:
        task_token = b"not one of ours"

    await refused(complete(env, Forged), RPCStatusCode.INVALID_ARGUMENT)
    outside = env.client.get_async_activity_handle(task_token=b"not one of ours")
    await refused(outside.complete("x"), RPCStatusCode.INVALID_ARGUMENT)
    nowhere = env.client.get_async_activity_handle(workflow_id=env.id("nobody"), run_id=None, activity_id="1")
    await refused(nowhere.complete("x"), RPCStatusCode.NOT_FOUND)
