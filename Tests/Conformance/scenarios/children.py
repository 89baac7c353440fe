"""Child workflows: their ends, parent close policies, cancellation types, and what stops one from starting."""

import asyncio
from datetime import timedelta

from temporalio import workflow
from temporalio.client import WorkflowExecutionStatus
from temporalio.common import RetryPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import (
    ApplicationError,
    CancelledError,
    ChildWorkflowError,
    TerminatedError,
    TimeoutError,
    WorkflowAlreadyStartedError,
)
from temporalio.workflow import ChildWorkflowCancellationType, ParentClosePolicy

from harness.history import names
from harness.scenario import scenario
from scenarios.basics import failure_of
from shared.workflows import Collector, Echo, OutOfStock, Sleeper, Span


@workflow.defn
class Family:
    """Starts a child, given by its type, arguments and options, and answers what became of it."""

    def __init__(self) -> None:
        self.is_let_go = False

    @workflow.run
    async def run(self, kind: str, arguments: list, options: dict) -> str:
        child = await workflow.start_child_workflow(
            kind,
            args=arguments,
            id=options.get("id", f"{workflow.info().workflow_id}-child"),
            parent_close_policy=ParentClosePolicy(options.get("close", 1)),
            cancellation_type=ChildWorkflowCancellationType(options.get("cancel", 2)),
            run_timeout=timedelta(milliseconds=options["run_timeout"]) if "run_timeout" in options else None,
            id_reuse_policy=WorkflowIDReusePolicy(options.get("reuse", 1)),
            retry_policy=(
                RetryPolicy(initial_interval=timedelta(milliseconds=50), maximum_attempts=options["attempts"])
                if "attempts" in options
                else None
            ),
        )
        if options.get("leave"):
            await workflow.wait_condition(lambda: self.is_let_go)
            return "left"
        return str(await child)

    @workflow.signal
    def leave(self) -> None:
        self.is_let_go = True


def worker(env, *more):
    return env.worker([Family, Collector, Echo, OutOfStock, Sleeper, *more], [])


def child_of(env, handle):
    return env.client.get_workflow_handle(f"{handle.id}-child")


async def started_child(env, handle):
    """The child's handle with its run id, once its parent knows that it started."""
    events = await env.until_event(handle, "ChildWorkflowExecutionStarted")
    event = next(event for event in events if event.HasField("child_workflow_execution_started_event_attributes"))
    run_id = event.child_workflow_execution_started_event_attributes.workflow_execution.run_id
    return env.client.get_workflow_handle(f"{handle.id}-child", run_id=run_id)


async def status_of(env, handle):
    return WorkflowExecutionStatus((await env.describe(handle)).workflow_execution_info.status)


@scenario
async def a_childs_failure_reaches_its_parent_whole(env):
    async with worker(env):
        handle = await env.start(Family.run, "OutOfStock", ["A-1"], {})
        error = await failure_of(handle)
        assert isinstance(error, ChildWorkflowError), error
        assert error.workflow_type == "OutOfStock" and error.workflow_id == f"{handle.id}-child"
        assert isinstance(error.cause, ApplicationError) and error.cause.type == "OutOfStock", error.cause
        assert list(error.cause.details) == ["A-1", 3] and error.cause.cause.type == "Shelf"
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            StartChildWorkflowExecutionInitiated
            ChildWorkflowExecutionStarted
            Task
            ChildWorkflowExecutionFailed initiatedEventId=5 startedEventId=6 retryState=RETRY_POLICY_NOT_SET failure.message=out of stock failure.applicationFailureInfo.type=OutOfStock
            Task
            WorkflowExecutionFailed failure.childWorkflowExecutionFailureInfo.initiatedEventId=5 failure.childWorkflowExecutionFailureInfo.startedEventId=6 failure.cause.message=out of stock
            """,
        )


@scenario
async def a_child_that_times_out_tells_its_parent(env):
    async with worker(env):
        handle = await env.start(Family.run, "Collector", [], {"run_timeout": 3000})
        error = await failure_of(handle)
        assert isinstance(error, ChildWorkflowError) and isinstance(error.cause, TimeoutError), error
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            StartChildWorkflowExecutionInitiated workflowRunTimeout=3s
            ChildWorkflowExecutionStarted
            Task
            ChildWorkflowExecutionTimedOut initiatedEventId=5 startedEventId=6 retryState=RETRY_POLICY_NOT_SET
            Task
            WorkflowExecutionFailed
            """,
        )


@scenario
async def a_child_that_is_terminated_tells_its_parent(env):
    async with worker(env):
        handle = await env.start(Family.run, "Collector", [], {})
        child = await started_child(env, handle)
        # The parent's task about the start is done too: nothing is buffered.
        await env.until_event(handle, "WorkflowTaskCompleted", 2)
        await child.terminate()
        error = await failure_of(handle)
        assert isinstance(error.cause, TerminatedError), error.cause
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            StartChildWorkflowExecutionInitiated
            ChildWorkflowExecutionStarted
            Task
            ChildWorkflowExecutionTerminated initiatedEventId=5 startedEventId=6
            Task
            WorkflowExecutionFailed
            """,
        )


@scenario
async def a_childs_retries_are_its_own_runs(env):
    async with worker(env, FailsTwice):
        handle = await env.start(Family.run, "FailsTwice", [], {"attempts": 3})
        assert await handle.result() == "3"
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            StartChildWorkflowExecutionInitiated retryPolicy.maximumAttempts=3
            ChildWorkflowExecutionStarted
            Task
            ChildWorkflowExecutionCompleted result=[3]
            Task
            WorkflowExecutionCompleted
            """,
        )


@workflow.defn
class FailsTwice:
    @workflow.run
    async def run(self) -> int:
        if workflow.info().attempt < 3:
            raise ApplicationError("not yet")
        return workflow.info().attempt


@scenario
async def a_second_child_with_a_running_id_does_not_start(env):
    async with worker(env):
        other = await env.start(Collector.run, id=env.id("taken"))
        handle = await env.start(Family.run, "Collector", [], {"id": other.id})
        error = await failure_of(handle)
        assert isinstance(error, WorkflowAlreadyStartedError) or "already started" in str(error).lower(), repr(error)
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            StartChildWorkflowExecutionInitiated
            StartChildWorkflowExecutionFailed initiatedEventId=5 cause=WORKFLOW_ALREADY_EXISTS workflowId=* workflowTaskCompletedEventId=-
            Task
            WorkflowExecutionFailed
            """,
        )
        await other.terminate()


@scenario
async def closing_the_parent_terminates_its_child(env):
    async with worker(env):
        handle = await env.start(Family.run, "Collector", [], {"leave": True, "close": int(ParentClosePolicy.TERMINATE)})
        child = await started_child(env, handle)
        await handle.signal("leave")
        assert await handle.result() == "left"
        events = await env.closed_events(child, child.run_id)
        assert names(events)[-1] == "WorkflowExecutionTerminated"
        ended = events[-1].workflow_execution_terminated_event_attributes
        assert ended.reason == "by parent close policy", ended
        # The parent is closed: it learns nothing more.
        assert names(await env.events(handle))[-1] == "WorkflowExecutionCompleted"


@scenario
async def closing_the_parent_asks_its_child_to_cancel(env):
    async with worker(env):
        policy = int(ParentClosePolicy.REQUEST_CANCEL)
        handle = await env.start(Family.run, "Collector", [], {"leave": True, "close": policy})
        child = await started_child(env, handle)
        await handle.signal("leave")
        await handle.result()
        events = await env.closed_events(child, child.run_id)
        assert names(events)[-1] == "WorkflowExecutionCanceled"
        assert "WorkflowExecutionCancelRequested" in names(events)


@scenario
async def an_abandoned_child_lives_on(env):
    async with worker(env):
        handle = await env.start(Family.run, "Collector", [], {"leave": True, "close": int(ParentClosePolicy.ABANDON)})
        child = await started_child(env, handle)
        await handle.signal("leave")
        await handle.result()
        await child.signal("add", "alone")
        assert await status_of(env, child) == WorkflowExecutionStatus.RUNNING
        await child.signal("finish")
        assert await child.result() == ["alone"]


@scenario(recorded=False)
async def terminating_the_parent_applies_the_close_policy_too(env):
    async with worker(env):
        handle = await env.start(Family.run, "Collector", [], {"leave": True})
        child = await started_child(env, handle)
        await handle.terminate()
        assert names(await env.closed_events(child, child.run_id))[-1] == "WorkflowExecutionTerminated"


async def cancelled_family(env, kind):
    handle = await env.start(Family.run, "Collector", [], {"cancel": int(kind), "close": int(ParentClosePolicy.ABANDON)})
    child = await started_child(env, handle)
    await env.until_event(handle, "WorkflowTaskCompleted", 2)
    await env.until_event(child, "WorkflowTaskCompleted", run_id=child.run_id)
    await handle.cancel()
    return handle, child


@scenario
async def a_cancelled_parent_waits_for_its_cancelled_child(env):
    async with worker(env):
        handle, child = await cancelled_family(env, ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED)
        error = await failure_of(handle)
        assert isinstance(error, CancelledError), repr(error)
        await env.expect(
            handle,
            f"""
            WorkflowExecutionStarted
            Task
            StartChildWorkflowExecutionInitiated
            ChildWorkflowExecutionStarted
            Task
            WorkflowExecutionCancelRequested
            Task
            RequestCancelExternalWorkflowExecutionInitiated childWorkflowOnly=true workflowExecution.workflowId={child.id}
            ExternalWorkflowExecutionCancelRequested initiatedEventId=14
            Task
            ChildWorkflowExecutionCanceled initiatedEventId=5 startedEventId=6
            Task
            WorkflowExecutionCanceled
            """,
        )


@scenario
async def a_cancelled_parent_leaves_an_abandoned_child(env):
    async with worker(env):
        handle, child = await cancelled_family(env, ChildWorkflowCancellationType.ABANDON)
        assert isinstance(await failure_of(handle), CancelledError)
        assert await status_of(env, child) == WorkflowExecutionStatus.RUNNING
        await child.terminate()
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            StartChildWorkflowExecutionInitiated
            ChildWorkflowExecutionStarted
            Task
            WorkflowExecutionCancelRequested
            Task
            WorkflowExecutionCanceled
            """,
        )


@scenario
async def a_cancelled_parent_may_go_on_without_waiting_for_its_child(env):
    async with worker(env):
        handle, child = await cancelled_family(env, ChildWorkflowCancellationType.TRY_CANCEL)
        assert isinstance(await failure_of(handle), CancelledError)
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            StartChildWorkflowExecutionInitiated
            ChildWorkflowExecutionStarted
            Task
            WorkflowExecutionCancelRequested
            Task
            RequestCancelExternalWorkflowExecutionInitiated
            WorkflowExecutionCanceled
            """,
        )
        # What a run asked for in the task that closed it is not promised to arrive.
        if await status_of(env, child) == WorkflowExecutionStatus.RUNNING:
            await child.terminate()


@scenario
async def describe_tells_of_pending_children(env):
    async with worker(env):
        handle = await env.start(Family.run, "Collector", [], {"leave": True, "close": int(ParentClosePolicy.REQUEST_CANCEL)})
        child = await started_child(env, handle)
        pending = (await env.describe(handle)).pending_children
        assert len(pending) == 1, pending
        assert (pending[0].workflow_id, pending[0].run_id) == (child.id, child.run_id)
        assert pending[0].workflow_type_name == "Collector" and pending[0].initiated_id == 5
        assert pending[0].parent_close_policy == ParentClosePolicy.REQUEST_CANCEL
        described = (await env.describe(child)).workflow_execution_info
        assert described.parent_execution.workflow_id == handle.id
        assert described.root_execution.workflow_id == handle.id
        await handle.terminate()


@workflow.defn
class ManyChildren:
    @workflow.run
    async def run(self, number: int) -> int:
        answers = await asyncio.gather(
            *(workflow.execute_child_workflow(Echo.run, item, id=f"{workflow.info().workflow_id}-{item}") for item in range(number))
        )
        return sum(answers)


@scenario
async def thirty_children_run_side_by_side(env):
    async with worker(env, ManyChildren):
        handle = await env.start(ManyChildren.run, 30)
        assert await handle.result() == sum(range(30))
        found = names(await env.events(handle))
        for name in ["StartChildWorkflowExecutionInitiated", "ChildWorkflowExecutionStarted", "ChildWorkflowExecutionCompleted"]:
            assert found.count(name) == 30, name


@workflow.defn
class ChainParent:
    @workflow.run
    async def run(self) -> int:
        return await workflow.execute_child_workflow("Counter", Span(1, 3), id=f"{workflow.info().workflow_id}-child")


@scenario
async def a_childs_chain_of_runs_is_one_child(env):
    from shared.workflows import Counter

    async with worker(env, ChainParent, Counter):
        handle = await env.start(ChainParent.run)
        assert await handle.result() == 3
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            StartChildWorkflowExecutionInitiated
            ChildWorkflowExecutionStarted
            Task
            ChildWorkflowExecutionCompleted result=[3]
            Task
            WorkflowExecutionCompleted
            """,
        )
