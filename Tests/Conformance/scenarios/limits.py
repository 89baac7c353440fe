"""What is too much, and how it is refused."""

import asyncio
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ServerError
from temporalio.service import RPCStatusCode

from harness.scenario import scenario
from scenarios.basics import failure_of
from scenarios.starting import refused
from shared.workflows import Collector, Echo

MEBIBYTE = 1024 * 1024


@scenario
async def a_payload_of_three_megabytes_is_refused_clearly(env):
    error = await refused(env.start(Echo.run, "x" * 3 * MEBIBYTE), RPCStatusCode.INVALID_ARGUMENT)
    assert "exceeds limit" in error.message, error.message
    handle = await env.start(Collector.run)
    error = await refused(handle.signal("add", "x" * 3 * MEBIBYTE), RPCStatusCode.INVALID_ARGUMENT)
    assert "exceeds limit" in error.message, error.message
    await env.expect(handle, "WorkflowExecutionStarted\nWorkflowTaskScheduled")
    await handle.terminate()


@scenario
async def a_payload_under_the_limit_goes_through(env):
    async with env.worker([Echo]):
        text = "x" * (MEBIBYTE * 3 // 2)
        assert await env.execute(Echo.run, text) == text


@activity.defn
async def big_answer(size: int) -> str:
    return "x" * size


@workflow.defn
class BigActivity:
    @workflow.run
    async def run(self, size: int) -> int:
        answer = await workflow.execute_activity(
            big_answer,
            size,
            start_to_close_timeout=timedelta(seconds=10),
            retry_policy=RetryPolicy(maximum_attempts=1),
        )
        return len(answer)


@scenario
async def an_activitys_answer_that_is_too_big_fails_the_activity(env):
    async with env.worker([BigActivity], [big_answer], disable_payload_error_limit=True):
        assert await env.execute(BigActivity.run, 100_000) == 100_000
        handle = await env.start(BigActivity.run, 3 * MEBIBYTE)
        error = await failure_of(handle)
        assert isinstance(error, ActivityError) and isinstance(error.cause, ServerError), repr(error.cause)
        assert "exceeds size limit" in error.cause.message, error.cause.message
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            ActivityTaskScheduled
            ActivityTaskStarted
            ActivityTaskFailed failure.serverFailureInfo.nonRetryable=true
            Task
            WorkflowExecutionFailed
            """,
        )


@scenario
async def ids_and_names_have_a_longest_length(env):
    long = "n" * 1001
    await refused(env.start(Collector.run, id=long), RPCStatusCode.INVALID_ARGUMENT)
    await refused(env.start(long), RPCStatusCode.INVALID_ARGUMENT)
    await refused(env.start(Collector.run, task_queue=long), RPCStatusCode.INVALID_ARGUMENT)
    handle = await env.start(Collector.run, id="n" * 1000)
    await refused(handle.signal(long), RPCStatusCode.INVALID_ARGUMENT)
    await handle.terminate()


@scenario
async def a_memo_that_is_too_big_is_refused(env):
    await refused(env.start(Collector.run, memo={"note": "x" * 3 * MEBIBYTE}), RPCStatusCode.INVALID_ARGUMENT)


@workflow.defn
class Suggested:
    """Goes on until the service suggests to continue as new."""

    @workflow.run
    async def run(self, events: int) -> list:
        while not workflow.info().is_continue_as_new_suggested():
            if workflow.info().get_current_history_length() > events:
                return ["no suggestion", workflow.info().get_current_history_length()]
            await asyncio.gather(*(workflow.execute_activity(nothing, start_to_close_timeout=timedelta(seconds=30)) for _ in range(400)))
        return ["suggested", workflow.info().get_current_history_length(), workflow.info().get_current_history_size()]


@activity.defn
async def nothing() -> None:
    pass


@scenario(limit=240, alone=True, recorded=False)
async def continuing_as_new_is_suggested_when_history_grows(env):
    async with env.worker([Suggested], [nothing], max_concurrent_activities=100):
        told = await env.execute(Suggested.run, 8000)
        # 4 Ki events are where the service begins to suggest it.
        assert told[0] == "suggested" and 4096 <= told[1] < 8000, told
