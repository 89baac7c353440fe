"""Queries of running and closed runs, with and without a worker that has them in its cache."""

import asyncio
from datetime import timedelta

from temporalio import workflow
from temporalio.client import WorkflowQueryFailedError, WorkflowQueryRejectedError
from temporalio.common import QueryRejectCondition
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCStatusCode

from harness.scenario import scenario
from scenarios.signals import complete, poll
from scenarios.starting import refused
from shared.workflows import Collector


async def query_refused(call):
    try:
        answer = await call
    except WorkflowQueryFailedError as error:
        return str(error)
    raise AssertionError(f"the query was not refused, it answered {answer!r}")


@scenario(recorded=False)
async def a_query_of_a_cached_run_leaves_no_trace(env):
    async with env.worker([Collector]):
        handle = await env.start(Collector.run)
        await handle.signal("add", "a")
        for _ in range(5):
            assert await handle.query("items") == ["a"]
        await env.until_event(handle, "WorkflowTaskCompleted")
        before = len(await env.events(handle))
        assert await handle.query("items") == ["a"]
        assert len(await env.events(handle)) == before
        await handle.signal("finish")
        await handle.result()


@scenario(recorded=False)
async def a_query_without_a_cache_is_answered_from_history(env):
    async with env.worker([Collector], max_cached_workflows=0):
        handle = await env.start(Collector.run)
        await handle.signal("add", "a")
        await env.until_event(handle, "WorkflowTaskCompleted")
        assert await handle.query("items") == ["a"]
        await handle.signal("add", "b")
        await handle.signal("finish")
        assert await handle.result() == ["a", "b"]
        assert all(
            event.workflow_task_scheduled_event_attributes.task_queue.normal_name == ""
            for event in await env.events(handle)
        )


@scenario(recorded=False)
async def a_closed_run_answers_queries_to_another_worker(env):
    async with env.worker([Collector]):
        handle = await env.start(Collector.run)
        await handle.signal("add", "kept")
        await handle.signal("finish")
        await handle.result()
    async with env.worker([Collector]):
        assert await handle.query("items") == ["kept"]


@scenario(recorded=False)
async def a_worker_that_is_gone_is_replaced_for_queries(env):
    """The sticky queue of the first worker has nobody any more: the query goes to the others in time."""
    async with env.worker([Collector]):
        handle = await env.start(Collector.run)
        await handle.signal("add", "a")
        assert await handle.query("items") == ["a"]
    async with env.worker([Collector]):
        assert await handle.query("items", rpc_timeout=timedelta(seconds=30)) == ["a"]
        await handle.signal("finish")
        assert await handle.result() == ["a"]


@scenario
async def an_unknown_query_says_which_ones_there_are(env):
    async with env.worker([Collector]):
        handle = await env.start(Collector.run)
        told = await query_refused(handle.query("nothing_like_it"))
        assert "nothing_like_it" in told and "items" in told, told
        await handle.signal("finish")
        await handle.result()


@workflow.defn
class Guarded:
    """Its query handler raises."""

    @workflow.run
    async def run(self) -> None:
        await workflow.wait_condition(lambda: False)

    @workflow.query
    def secret(self) -> str:
        raise ApplicationError("not for you")


@scenario
async def a_query_handler_that_raises_fails_the_query_only(env):
    async with env.worker([Guarded]):
        handle = await env.start(Guarded.run)
        assert "not for you" in await query_refused(handle.query("secret"))
        await env.expect(handle, "WorkflowExecutionStarted\nTask")


@scenario
async def reject_conditions_keep_queries_from_closed_runs(env):
    async with env.worker([Collector]):
        handle = await env.start(Collector.run)
        condition = QueryRejectCondition.NOT_OPEN
        assert await handle.query("items", reject_condition=condition) == []
        await handle.signal("finish")
        await handle.result()
        try:
            await handle.query("items", reject_condition=condition)
            raise AssertionError("the query was not rejected")
        except WorkflowQueryRejectedError as error:
            assert error.status.name == "COMPLETED", error.status
        # It ended well: not what this condition rejects.
        clean = QueryRejectCondition.NOT_COMPLETED_CLEANLY
        assert await handle.query("items", reject_condition=clean) == []
        other = await env.start(Collector.run)
        await env.until_event(other, "WorkflowTaskCompleted")
        await other.terminate()
        try:
            await other.query("items", reject_condition=clean)
            raise AssertionError("the query was not rejected")
        except WorkflowQueryRejectedError as error:
            assert error.status.name == "TERMINATED", error.status


@scenario
async def a_query_waits_for_the_first_task_and_then_comes_with_it(env):
    handle = await env.start(Collector.run)
    waiting = asyncio.create_task(handle.query("items", rpc_timeout=timedelta(seconds=20)))
    await asyncio.sleep(0.3)
    assert not waiting.done()
    async with env.worker([Collector]):
        assert await waiting == []
        await handle.signal("finish")
        await handle.result()


@scenario
async def a_query_nobody_answers_ends_at_its_deadline(env):
    handle = await env.start(Collector.run)
    await complete(env, await poll(env))
    call = handle.query("items", rpc_timeout=timedelta(seconds=2))
    try:
        await call
        raise AssertionError("the query was answered")
    except Exception as error:
        assert getattr(error, "status", None) in {
            RPCStatusCode.DEADLINE_EXCEEDED,
            RPCStatusCode.CANCELLED,
            RPCStatusCode.FAILED_PRECONDITION,
        }, repr(error)


@scenario(recorded=False)
async def many_queries_at_once_are_all_answered(env):
    async with env.worker([Collector]):
        handle = await env.start(Collector.run)
        await handle.signal("add", "a")
        answers = await asyncio.gather(*(handle.query("items") for _ in range(50)))
        assert all(answer == ["a"] for answer in answers), answers
        await handle.signal("finish")
        await handle.result()


@scenario(recorded=False)
async def a_query_after_a_signal_sees_the_signal(env):
    """A signal that was acknowledged is seen by every query asked after it."""
    async with env.worker([Collector]):
        handle = await env.start(Collector.run)
        for number in range(20):
            await handle.signal("add", str(number))
            assert len(await handle.query("items")) == number + 1
        await handle.signal("finish")
        await handle.result()


@scenario
async def a_query_of_a_run_without_a_workflow_of_its_name_is_refused(env):
    handle = env.client.get_workflow_handle(env.id("nobody"))
    await refused(handle.query("items"), RPCStatusCode.NOT_FOUND)
