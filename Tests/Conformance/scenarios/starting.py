"""Starting workflows: ids, policies, request ids, delays."""

import asyncio
import uuid
from datetime import timedelta

from temporalio import workflow
from temporalio.api.common.v1 import WorkflowType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import StartWorkflowExecutionRequest
from temporalio.client import WorkflowExecutionStatus
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from harness.scenario import scenario
from shared.workflows import Collector, Echo, OutOfStock


def start_request(env, workflow_id, request_id, **fields):
    return StartWorkflowExecutionRequest(
        namespace=env.namespace,
        workflow_id=workflow_id,
        workflow_type=WorkflowType(name="Collector"),
        task_queue=TaskQueue(name=env.task_queue),
        request_id=request_id,
        **fields,
    )


async def refused(call, status):
    """The error of a call that must be refused with that status."""
    try:
        await call
    except RPCError as error:
        assert error.status == status, f"{error.status.name}: {error}"
        return error
    raise AssertionError(f"the call was not refused with {status.name}")


async def already_started(call):
    try:
        await call
    except WorkflowAlreadyStartedError as error:
        return error
    raise AssertionError("the start was not refused")


@scenario
async def a_running_id_refuses_a_second_start(env):
    first = await env.start(Collector.run, id=env.id())
    error = await already_started(env.start(Collector.run, id=env.id()))
    assert error.run_id == first.result_run_id
    await env.expect(first, "WorkflowExecutionStarted\nWorkflowTaskScheduled")


@scenario
async def a_running_id_is_used_when_the_policy_says_so(env):
    first = await env.start(Collector.run, id=env.id())
    second = await env.start(Collector.run, id=env.id(), id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING)
    assert second.result_run_id == first.result_run_id
    await env.expect(first, "WorkflowExecutionStarted\nWorkflowTaskScheduled")


@scenario
async def a_running_id_is_terminated_when_the_policy_says_so(env):
    first = await env.start(Collector.run, id=env.id())
    policy = WorkflowIDConflictPolicy.TERMINATE_EXISTING
    second = await env.start(Collector.run, id=env.id(), id_conflict_policy=policy)
    assert second.result_run_id != first.result_run_id
    await env.expect(
        first,
        """
        WorkflowExecutionStarted
        WorkflowTaskScheduled
        WorkflowExecutionTerminated reason=* identity=history-service
        """,
    )
    await env.expect(second, "WorkflowExecutionStarted continuedExecutionRunId=-\nWorkflowTaskScheduled")


@scenario
async def a_closed_id_starts_again(env):
    async with env.worker([Echo]):
        first = await env.start(Echo.run, 1, id=env.id())
        assert await first.result() == 1
        second = await env.start(Echo.run, 2, id=env.id())
        assert await second.result() == 2
        assert first.result_run_id != second.result_run_id


@scenario
async def a_closed_id_is_refused_by_reject_duplicate(env):
    async with env.worker([Echo]):
        first = await env.start(Echo.run, 1, id=env.id())
        await first.result()
        policy = WorkflowIDReusePolicy.REJECT_DUPLICATE
        error = await already_started(env.start(Echo.run, 2, id=env.id(), id_reuse_policy=policy))
        assert error.run_id == first.result_run_id


@scenario
async def a_failed_id_starts_again_when_only_failed_ones_may(env):
    async with env.worker([Echo, OutOfStock]):
        policy = WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY
        done = await env.start(Echo.run, 1, id=env.id("done"))
        await done.result()
        await already_started(env.start(Echo.run, 2, id=env.id("done"), id_reuse_policy=policy))
        failed = await env.start(OutOfStock.run, "A-1", id=env.id("failed"))
        await env.closed_events(failed)
        again = await env.start(Echo.run, 3, id=env.id("failed"), id_reuse_policy=policy)
        assert await again.result() == 3


@scenario
async def terminate_if_running_replaces_a_running_one(env):
    first = await env.start(Collector.run, id=env.id())
    policy = WorkflowIDReusePolicy.TERMINATE_IF_RUNNING
    second = await env.start(Collector.run, id=env.id(), id_reuse_policy=policy)
    assert second.result_run_id != first.result_run_id
    assert (await env.describe(first, first.result_run_id)).workflow_execution_info.status == WorkflowExecutionStatus.TERMINATED


@scenario
async def a_conflict_policy_and_terminate_if_running_do_not_go_together(env):
    call = env.start(
        Collector.run,
        id_reuse_policy=WorkflowIDReusePolicy.TERMINATE_IF_RUNNING,
        id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
    )
    await refused(call, RPCStatusCode.INVALID_ARGUMENT)


@scenario
async def the_same_request_id_is_the_same_start(env):
    request_id = str(uuid.uuid4())
    first = await env.service.start_workflow_execution(start_request(env, env.id(), request_id))
    again = await env.service.start_workflow_execution(start_request(env, env.id(), request_id))
    assert first.started and first.run_id == again.run_id
    await refused(
        env.service.start_workflow_execution(start_request(env, env.id(), str(uuid.uuid4()))),
        RPCStatusCode.ALREADY_EXISTS,
    )


@scenario
async def many_starts_with_one_id_make_one_run(env):
    async def one():
        try:
            return (await env.start(Collector.run, id=env.id())).result_run_id
        except WorkflowAlreadyStartedError:
            return None

    runs = await asyncio.gather(*(one() for _ in range(20)))
    assert sum(run is not None for run in runs) == 1, runs


@scenario
async def a_delayed_start_waits(env):
    async with env.worker([Echo]):
        handle = await env.start(Echo.run, 1, start_delay=timedelta(seconds=1))
        await env.expect(handle, "WorkflowExecutionStarted firstWorkflowTaskBackoff=1s attempt=1")
        assert await handle.result() == 1
        events = await env.expect(handle, "WorkflowExecutionStarted\nTask\nWorkflowExecutionCompleted")
        waited = events[1].event_time.ToDatetime() - events[0].event_time.ToDatetime()
        assert 0.9 <= waited.total_seconds() < 5, waited


@scenario
async def a_signal_does_not_end_the_wait_of_a_delayed_start(env):
    async with env.worker([Collector]):
        handle = await env.start(Collector.run, start_delay=timedelta(seconds=2))
        await handle.signal("finish")
        assert await handle.result() == []
        events = await env.expect(
            handle,
            """
            WorkflowExecutionStarted firstWorkflowTaskBackoff=2s
            WorkflowExecutionSignaled
            Task
            WorkflowExecutionCompleted
            """,
        )
        waited = events[2].event_time.ToDatetime() - events[0].event_time.ToDatetime()
        assert waited.total_seconds() >= 1.9, waited


@scenario
async def memo_and_input_are_told_by_describe(env):
    handle = await env.start(Collector.run, memo={"note": "fragile", "count": 3})
    description = await handle.describe()
    assert await description.memo() == {"note": "fragile", "count": 3}
    assert description.workflow_type == "Collector"
    assert description.task_queue == env.task_queue
    assert description.status == WorkflowExecutionStatus.RUNNING
    # Two events so far.
    assert description.history_length == 2
    await env.expect(handle, "WorkflowExecutionStarted memo.fields.note=fragile\nWorkflowTaskScheduled")


@scenario
async def a_start_without_what_it_needs_is_refused(env):
    async def status_of(**changes):
        request = start_request(env, env.id(), str(uuid.uuid4()))
        for name, value in changes.items():
            request.ClearField(name) if value is None else setattr(request, name, value)
        error = await refused(env.service.start_workflow_execution(request), RPCStatusCode.INVALID_ARGUMENT)
        return error.message

    assert "WorkflowId" in await status_of(workflow_id="")
    assert "WorkflowType" in await status_of(workflow_type=None)
    assert "askQueue" in await status_of(task_queue=None)
    assert "WorkflowId" in await status_of(workflow_id="w" * 1001)


@scenario
async def what_is_not_there_is_not_found(env):
    handle = env.client.get_workflow_handle(env.id("nobody"))
    for call in [handle.describe(), handle.signal("add", "x"), handle.cancel(), handle.terminate(), handle.query("items")]:
        await refused(call, RPCStatusCode.NOT_FOUND)
    other = env.client.get_workflow_handle(env.id("nobody"), run_id=str(uuid.uuid4()))
    await refused(other.describe(), RPCStatusCode.NOT_FOUND)


@workflow.defn
class Told:
    """Answers with what it knows of itself."""

    @workflow.run
    async def run(self) -> dict:
        info = workflow.info()
        return {
            "attempt": info.attempt,
            "id": info.workflow_id,
            "run": info.run_id,
            "first": info.first_execution_run_id,
            "type": info.workflow_type,
            "queue": info.task_queue,
            "namespace": info.namespace,
            "timeouts": [str(value) for value in (info.execution_timeout, info.run_timeout, info.task_timeout)],
        }


@scenario
async def a_workflow_knows_its_ids_and_timeouts(env):
    async with env.worker([Told]):
        handle = await env.start(
            Told.run,
            execution_timeout=timedelta(hours=1),
            run_timeout=timedelta(minutes=30),
            task_timeout=timedelta(seconds=20),
        )
        told = await handle.result()
        assert told == {
            "attempt": 1,
            "id": handle.id,
            "run": handle.result_run_id,
            "first": handle.result_run_id,
            "type": "Told",
            "queue": env.task_queue,
            "namespace": env.namespace,
            "timeouts": ["1:00:00", "0:30:00", "0:00:20"],
        }, told
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted workflowExecutionTimeout=3600s workflowRunTimeout=1800s workflowTaskTimeout=20s workflowExecutionExpirationTime=*
            WorkflowTaskScheduled startToCloseTimeout=20s
            WorkflowTaskStarted
            WorkflowTaskCompleted
            WorkflowExecutionCompleted
            """,
        )
