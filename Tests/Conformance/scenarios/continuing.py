"""Continue-as-new, workflow retries, and the timeouts of runs and executions."""

from datetime import timedelta

from temporalio import workflow
from temporalio.api.enums.v1 import RetryState
from temporalio.client import WorkflowExecutionStatus
from temporalio.common import RetryPolicy
from temporalio.exceptions import ApplicationError, TimeoutError

from harness.history import names
from harness.scenario import scenario
from scenarios.basics import failure_of
from shared.workflows import Collector, Counter, Span


@workflow.defn
class Carrier:
    """Carries memo, timeouts and signals over to further runs."""

    def __init__(self) -> None:
        self.items = []

    @workflow.run
    async def run(self, items: list[str]) -> dict:
        self.items = items + self.items
        await workflow.wait_condition(lambda: len(self.items) >= 2)
        if "again" in self.items:
            self.items.remove("again")
            workflow.continue_as_new(self.items)
        info = workflow.info()
        return {
            "items": self.items,
            "note": workflow.memo_value("note"),
            "run timeout": str(info.run_timeout),
            "continued": info.continued_run_id,
        }

    @workflow.signal
    def add(self, item: str) -> None:
        self.items.append(item)


@scenario(recorded=False)
async def a_new_run_inherits_what_was_not_changed(env):
    async with env.worker([Carrier]):
        handle = await env.start(
            Carrier.run,
            [],
            memo={"note": "kept"},
            run_timeout=timedelta(minutes=5),
            execution_timeout=timedelta(minutes=9),
        )
        await handle.signal(Carrier.add, "a")
        await handle.signal(Carrier.add, "again")
        await env.until_event(handle, "WorkflowExecutionContinuedAsNew")
        await handle.signal(Carrier.add, "b")
        told = await handle.result()
        assert told == {"items": ["a", "b"], "note": "kept", "run timeout": "0:05:00", "continued": handle.result_run_id}, told
        events = await env.events(env.client.get_workflow_handle(handle.id))
        started = events[0].workflow_execution_started_event_attributes
        assert started.workflow_execution_timeout.seconds == 540
        first = (await env.events(handle))[0].workflow_execution_started_event_attributes
        assert started.workflow_execution_expiration_time == first.workflow_execution_expiration_time


@scenario
async def a_signal_during_the_last_task_goes_to_no_run_silently(env):
    """Continuing as new is refused when a signal came in the meantime, so that the next task sees it."""
    from temporalio.api.command.v1 import Command, ContinueAsNewWorkflowExecutionCommandAttributes
    from temporalio.api.common.v1 import WorkflowType
    from temporalio.api.enums.v1 import CommandType
    from temporalio.service import RPCStatusCode

    from scenarios.signals import complete, poll
    from scenarios.starting import refused

    handle = await env.start(Collector.run)
    task = await poll(env)
    await handle.signal("add", "a")
    command = Command(
        command_type=CommandType.COMMAND_TYPE_CONTINUE_AS_NEW_WORKFLOW_EXECUTION,
        continue_as_new_workflow_execution_command_attributes=ContinueAsNewWorkflowExecutionCommandAttributes(
            workflow_type=WorkflowType(name="Collector")
        ),
    )
    await refused(complete(env, task, [command]), RPCStatusCode.INVALID_ARGUMENT)
    assert names(await env.events(handle))[3:5] == ["WorkflowTaskFailed", "WorkflowExecutionSignaled"]
    await handle.terminate()


@scenario
async def a_chain_keeps_one_workflow_id_and_ends_each_run(env):
    async with env.worker([Counter]):
        handle = await env.start(Counter.run, Span(1, 4))
        assert await handle.result() == 4
        first = await env.describe(handle, handle.result_run_id)
        assert first.workflow_execution_info.status == WorkflowExecutionStatus.CONTINUED_AS_NEW
        last = await env.describe(handle)
        assert last.workflow_execution_info.status == WorkflowExecutionStatus.COMPLETED
        assert last.workflow_execution_info.first_run_id == handle.result_run_id


@workflow.defn
class FailsUntil:
    """Fails until an attempt, by a type that a retry policy may know."""

    @workflow.run
    async def run(self, attempt: int, kind: str) -> int:
        if workflow.info().attempt < attempt:
            raise ApplicationError(f"attempt {workflow.info().attempt}", type=kind)
        return workflow.info().attempt


@scenario
async def a_workflow_is_tried_again_in_new_runs(env):
    async with env.worker([FailsUntil]):
        retry = RetryPolicy(initial_interval=timedelta(milliseconds=100), maximum_attempts=5)
        handle = await env.start(FailsUntil.run, 3, "Busy", retry_policy=retry)
        assert await handle.result() == 3
        events = await env.expect(
            handle,
            """
            WorkflowExecutionStarted attempt=1 retryPolicy.maximumAttempts=5 retryPolicy.backoffCoefficient=2.0
            Task
            WorkflowExecutionFailed retryState=IN_PROGRESS newExecutionRunId=* failure.message=attempt 1
            """,
        )
        second = events[-1].workflow_execution_failed_event_attributes.new_execution_run_id
        events = await env.expect(
            handle,
            f"""
            WorkflowExecutionStarted attempt=2 continuedExecutionRunId={handle.result_run_id} initiator=RETRY continuedFailure.message=attempt 1 firstExecutionRunId={handle.result_run_id} originalExecutionRunId={second} firstWorkflowTaskBackoff=*
            Task
            WorkflowExecutionFailed retryState=IN_PROGRESS
            """,
            run_id=second,
        )
        third = events[-1].workflow_execution_failed_event_attributes.new_execution_run_id
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted attempt=3 initiator=RETRY
            Task
            WorkflowExecutionCompleted result=[3]
            """,
            run_id=third,
        )


@scenario
async def a_workflow_that_ran_out_of_attempts_has_failed(env):
    async with env.worker([FailsUntil]):
        retry = RetryPolicy(initial_interval=timedelta(milliseconds=50), maximum_attempts=2)
        handle = await env.start(FailsUntil.run, 9, "Busy", retry_policy=retry)
        error = await failure_of(handle)
        assert error.message == "attempt 2", error
        last = await env.events(env.client.get_workflow_handle(handle.id))
        ended = last[-1].workflow_execution_failed_event_attributes
        assert ended.retry_state == RetryState.RETRY_STATE_MAXIMUM_ATTEMPTS_REACHED and not ended.new_execution_run_id, ended


@scenario
async def a_final_type_ends_the_retries_of_a_workflow(env):
    async with env.worker([FailsUntil]):
        retry = RetryPolicy(initial_interval=timedelta(milliseconds=50), non_retryable_error_types=["Fatal"])
        handle = await env.start(FailsUntil.run, 9, "Fatal", retry_policy=retry)
        assert (await failure_of(handle)).message == "attempt 1"
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            WorkflowExecutionFailed retryState=NON_RETRYABLE_FAILURE newExecutionRunId=-
            """,
        )


@scenario
async def a_run_that_takes_too_long_times_out(env):
    async with env.worker([Collector]):
        handle = await env.start(Collector.run, run_timeout=timedelta(seconds=3))
        error = await failure_of(handle)
        assert isinstance(error, TimeoutError), error
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted workflowRunTimeout=3s
            Task
            WorkflowExecutionTimedOut retryState=RETRY_POLICY_NOT_SET newExecutionRunId=-
            """,
        )


@scenario
async def an_execution_timeout_spans_the_runs(env):
    async with env.worker([Endless]):
        handle = await env.start(Endless.run, execution_timeout=timedelta(seconds=5))
        error = await failure_of(handle)
        assert isinstance(error, TimeoutError), error
        last = env.client.get_workflow_handle(handle.id)
        events = await env.events(last)
        assert names(events)[-1] == "WorkflowExecutionTimedOut"
        assert events[0].workflow_execution_started_event_attributes.continued_execution_run_id


@workflow.defn
class Endless:
    @workflow.run
    async def run(self) -> None:
        await workflow.sleep(timedelta(milliseconds=700))
        workflow.continue_as_new()


@scenario
async def a_timed_out_run_is_tried_again(env):
    async with env.worker([Collector]):
        retry = RetryPolicy(initial_interval=timedelta(milliseconds=50), maximum_attempts=2)
        handle = await env.start(Collector.run, run_timeout=timedelta(seconds=3), retry_policy=retry)
        events = await env.closed_events(handle)
        ended = events[-1].workflow_execution_timed_out_event_attributes
        assert names(events)[-1] == "WorkflowExecutionTimedOut" and ended.new_execution_run_id
        again = env.client.get_workflow_handle(handle.id, run_id=ended.new_execution_run_id)
        await again.signal("finish")
        assert await handle.result() == []


@scenario
async def a_timeout_during_a_task_fails_the_task_first(env):
    from scenarios.signals import poll

    handle = await env.start(Collector.run, run_timeout=timedelta(seconds=3))
    await poll(env)
    await env.closed_events(handle)
    await env.expect(
        handle,
        """
        WorkflowExecutionStarted
        WorkflowTaskScheduled
        WorkflowTaskStarted
        WorkflowTaskFailed cause=FORCE_CLOSE_COMMAND
        WorkflowExecutionTimedOut
        """,
    )
