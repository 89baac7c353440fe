"""Signals: their order, buffering while a workflow task runs, signal-with-start, and signals to other workflows."""

import asyncio
import uuid
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import (
    PollWorkflowTaskQueueRequest,
    RespondWorkflowTaskCompletedRequest,
    SignalWorkflowExecutionRequest,
)
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCStatusCode

from harness import history
from harness.scenario import scenario
from scenarios.starting import already_started, refused
from shared.workflows import Collector, Echo


async def poll(env):
    """A workflow task taken by hand."""
    request = PollWorkflowTaskQueueRequest(
        namespace=env.namespace, task_queue=TaskQueue(name=env.task_queue), identity="by-hand"
    )
    return await env.service.poll_workflow_task_queue(request)


async def complete(env, task, commands=(), **fields):
    return await env.service.respond_workflow_task_completed(
        RespondWorkflowTaskCompletedRequest(task_token=task.task_token, identity="by-hand", commands=commands, **fields)
    )


@scenario
async def a_signal_while_a_task_runs_is_buffered_until_it_ends(env):
    handle = await env.start(Collector.run)
    task = await poll(env)
    for item in ["a", "b"]:
        await handle.signal("add", item)
    # Nothing may stand between a task's start and its end.
    await env.expect(handle, "WorkflowExecutionStarted\nWorkflowTaskScheduled\nWorkflowTaskStarted")
    assert (await env.describe(handle)).workflow_execution_info.history_length == 3
    await complete(env, task)
    await env.expect(
        handle,
        """
        WorkflowExecutionStarted
        Task
        WorkflowExecutionSignaled input=["a"]
        WorkflowExecutionSignaled input=["b"]
        WorkflowTaskScheduled attempt=1
        """,
    )
    task = await poll(env)
    assert task.previous_started_event_id == 3 and task.started_event_id == 8, task
    await complete(env, task)


@scenario
async def a_signal_without_a_task_schedules_one(env):
    async with env.worker([Collector]):
        handle = await env.start(Collector.run)
        await env.until_event(handle, "WorkflowTaskCompleted")
        await handle.signal("add", "a")
        await env.until_event(handle, "WorkflowTaskCompleted", 2)
        await handle.signal("finish")
        assert await handle.result() == ["a"]
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            WorkflowExecutionSignaled signalName=add input=["a"]
            Task
            WorkflowExecutionSignaled signalName=finish input=-
            Task
            WorkflowExecutionCompleted
            """,
        )


@scenario(recorded=False)
async def a_hundred_signals_arrive_once_and_in_order(env):
    async with env.worker([Collector]):
        handle = await env.start(Collector.run)
        for number in range(100):
            await handle.signal("add", str(number))
        await handle.signal("finish")
        assert await handle.result() == [str(number) for number in range(100)]


@scenario
async def the_same_signal_request_arrives_once(env):
    async with env.worker([Collector]):
        handle = await env.start(Collector.run)
        request = SignalWorkflowExecutionRequest(
            namespace=env.namespace,
            workflow_execution=WorkflowExecution(workflow_id=handle.id),
            signal_name="add",
            request_id=str(uuid.uuid4()),
        )
        request.input.payloads.add(metadata={"encoding": b"json/plain"}, data=b'"once"')
        for _ in range(3):
            await env.service.signal_workflow_execution(request)
        await handle.signal("finish")
        assert await handle.result() == ["once"]


@scenario
async def signal_with_start_starts_with_the_signal_already_there(env):
    async with env.worker([Collector]):
        handle = await env.start(Collector.run, start_signal="add", start_signal_args=["first"])
        await env.until_event(handle, "WorkflowTaskCompleted")
        await handle.signal("finish")
        assert await handle.result() == ["first"]
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            WorkflowExecutionSignaled signalName=add input=["first"]
            Task
            WorkflowExecutionSignaled signalName=finish
            Task
            WorkflowExecutionCompleted
            """,
        )


@scenario(recorded=False)
async def signal_with_start_signals_a_run_that_is_there(env):
    async with env.worker([Collector]):
        first = await env.start(Collector.run, id=env.id())
        second = await env.start(Collector.run, id=env.id(), start_signal="add", start_signal_args=["again"])
        assert second.result_run_id == first.result_run_id
        await first.signal("finish")
        assert await first.result() == ["again"]


@scenario(recorded=False)
async def many_signal_with_starts_make_one_run_that_has_every_signal(env):
    async with env.worker([Collector]):
        handles = await asyncio.gather(
            *(
                env.start(Collector.run, id=env.id(), start_signal="add", start_signal_args=[str(number)])
                for number in range(50)
            )
        )
        assert len({handle.result_run_id for handle in handles}) == 1
        await handles[0].signal("finish")
        assert sorted(await handles[0].result(), key=int) == [str(number) for number in range(50)]


@scenario
async def signal_with_start_respects_reject_duplicate(env):
    async with env.worker([Collector, Echo]):
        first = await env.start(Echo.run, 1, id=env.id())
        await first.result()
        call = env.start(
            Collector.run,
            id=env.id(),
            start_signal="add",
            start_signal_args=["late"],
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
        )
        await already_started(call)


@scenario
async def a_signal_to_a_closed_run_is_refused(env):
    async with env.worker([Echo]):
        handle = await env.start(Echo.run, 1)
        await handle.result()
        error = await refused(handle.signal("add", "late"), RPCStatusCode.NOT_FOUND)
        assert "workflow execution already completed" in error.message, error.message


@workflow.defn
class Messenger:
    """Signals another workflow."""

    @workflow.run
    async def run(self, other: str, run_id: str) -> str:
        handle = workflow.get_external_workflow_handle(other, run_id=run_id or None)
        try:
            await handle.signal("add", "hello from outside")
        except ApplicationError as error:
            return f"{error.type}: {error.message}"
        await handle.signal("finish")
        return "told"


@scenario
async def a_workflow_signals_another(env):
    async with env.worker([Collector, Messenger]):
        other = await env.start(Collector.run)
        await env.until_event(other, "WorkflowTaskCompleted")
        handle = await env.start(Messenger.run, other.id, "")
        assert await handle.result() == "told"
        assert await other.result() == ["hello from outside"]
        await env.expect(
            handle,
            f"""
            WorkflowExecutionStarted
            Task
            SignalExternalWorkflowExecutionInitiated workflowExecution.workflowId={other.id} signalName=add input=["hello from outside"] workflowTaskCompletedEventId=4
            ExternalWorkflowExecutionSignaled initiatedEventId=5 workflowExecution.workflowId={other.id}
            Task
            SignalExternalWorkflowExecutionInitiated signalName=finish
            ExternalWorkflowExecutionSignaled initiatedEventId=10
            Task
            WorkflowExecutionCompleted
            """,
        )
        signaled = [event for event in await env.events(other) if history.event_name(event) == "WorkflowExecutionSignaled"]
        source = signaled[0].workflow_execution_signaled_event_attributes.external_workflow_execution
        assert (source.workflow_id, source.run_id) == (handle.id, handle.result_run_id), source


@scenario
async def a_signal_to_nobody_fails_in_the_workflow(env):
    async with env.worker([Messenger]):
        handle = await env.start(Messenger.run, env.id("nobody"), "")
        told = await handle.result()
        assert "not found" in told.lower() or "NotFound" in told, told
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            SignalExternalWorkflowExecutionInitiated
            SignalExternalWorkflowExecutionFailed initiatedEventId=5 cause=EXTERNAL_WORKFLOW_EXECUTION_NOT_FOUND workflowTaskCompletedEventId=-
            Task
            WorkflowExecutionCompleted
            """,
        )


@activity.defn
async def quick() -> None:
    pass


@workflow.defn
class SignalledActivity:
    """Ends when its activity is done; signals are only counted."""

    def __init__(self) -> None:
        self.count = 0

    @workflow.run
    async def run(self) -> int:
        await workflow.execute_activity(quick, start_to_close_timeout=timedelta(seconds=10))
        return self.count

    @workflow.signal
    def poke(self) -> None:
        self.count += 1


@scenario
async def a_completion_is_refused_when_events_came_in_the_meantime(env):
    """The last command of a run cannot pass over a signal that it did not see."""
    from temporalio.api.command.v1 import Command, CompleteWorkflowExecutionCommandAttributes
    from temporalio.api.enums.v1 import CommandType

    handle = await env.start(Collector.run)
    task = await poll(env)
    await handle.signal("add", "a")
    done = Command(
        command_type=CommandType.COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION,
        complete_workflow_execution_command_attributes=CompleteWorkflowExecutionCommandAttributes(),
    )
    error = await refused(complete(env, task, [done]), RPCStatusCode.INVALID_ARGUMENT)
    assert "UnhandledCommand" in error.message, error.message
    await env.expect(
        handle,
        """
        WorkflowExecutionStarted
        WorkflowTaskScheduled
        WorkflowTaskStarted
        WorkflowTaskFailed cause=UNHANDLED_COMMAND
        WorkflowExecutionSignaled
        WorkflowTaskScheduled attempt=1
        """,
    )
    await complete(env, await poll(env), [done])
    events = await env.events(handle)
    assert history.names(events)[-1] == "WorkflowExecutionCompleted"


@scenario
async def an_activity_that_ends_while_a_task_runs_comes_after_the_signals(env):
    """Buffered ends of activities are written behind the other buffered events."""
    from temporalio.api.workflowservice.v1 import PollActivityTaskQueueRequest, RespondActivityTaskCompletedRequest

    async with env.new_worker([SignalledActivity], []):
        handle = await env.start(SignalledActivity.run)
        await env.until_event(handle, "ActivityTaskScheduled")
    polled = await env.service.poll_activity_task_queue(
        PollActivityTaskQueueRequest(namespace=env.namespace, task_queue=TaskQueue(name=env.task_queue), identity="by-hand")
    )
    await handle.signal("poke")
    await env.service.reset_sticky_task_queue(reset_request(env, handle))
    task = await until_task(env)
    await env.service.respond_activity_task_completed(
        RespondActivityTaskCompletedRequest(task_token=polled.task_token, identity="by-hand")
    )
    await handle.signal("poke")
    await complete(env, task)
    async with env.new_worker([SignalledActivity], []):
        assert await handle.result() == 2
    await env.expect(
        handle,
        """
        WorkflowExecutionStarted
        Task
        ActivityTaskScheduled
        WorkflowExecutionSignaled
        Task
        ActivityTaskStarted scheduledEventId=5
        WorkflowExecutionSignaled
        ActivityTaskCompleted scheduledEventId=5 startedEventId=10
        Task
        WorkflowExecutionCompleted
        """,
    )


def reset_request(env, handle):
    from temporalio.api.workflowservice.v1 import ResetStickyTaskQueueRequest

    return ResetStickyTaskQueueRequest(namespace=env.namespace, execution=WorkflowExecution(workflow_id=handle.id))


async def until_task(env):
    """Polls until there is a task: a poll may come back empty."""
    while True:
        task = await poll(env)
        if task.task_token:
            return task
