"""What one scenario has for itself: a task queue, workflow ids, workers, and what it saw."""

import asyncio
import contextlib
import time
import uuid

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.workflowservice.v1 import (
    DescribeWorkflowExecutionRequest,
    GetWorkflowExecutionHistoryRequest,
)
from temporalio.client import Client, WorkflowHistory
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner, Worker

from harness import history, invariants, recording
from harness.codec import decrypt_all

# How often a state that comes by itself is looked at.
LOOK_SECONDS = 0.05
_PYTHON_SDK = "temporal-python"


class Environment:
    """`client` is connected to the service; `task_queue` and ids are this scenario's own."""

    def __init__(self, name, client, worker_elsewhere=None, codec=None):
        self.name = name
        self.client = client
        self.service = client.workflow_service
        self.namespace = client.namespace
        # What decrypts the payloads of histories, when the client's codec encrypts them.
        self._codec = codec
        self.encrypted_payloads = 0
        # A worker in another language that is up already, by its task queue.
        self._worker_elsewhere = worker_elsewhere
        self.is_crossed = worker_elsewhere is not None
        self._unique = uuid.uuid4().hex[:8]
        self.task_queue = worker_elsewhere or f"{name}-{self._unique}"
        self._workflows = {}
        self._runs = {}
        self._count = 0
        self.recording = None

    # Workers and runs

    @contextlib.asynccontextmanager
    async def worker(self, workflows=(), activities=(), **options):
        """A worker on the scenario's task queue, or none where one in another language does its work."""
        for workflow in workflows:
            self._workflows[workflow.__name__] = workflow
        if self._worker_elsewhere:
            yield None
            return
        async with self.new_worker(workflows, activities, **options) as worker:
            yield worker

    def new_worker(self, workflows=(), activities=(), **options):
        """A worker that the caller starts and ends."""
        for workflow in workflows:
            self._workflows[workflow.__name__] = workflow
        options.setdefault("task_queue", self.task_queue)
        options.setdefault("workflow_runner", UnsandboxedWorkflowRunner())
        client = options.pop("client", self.client)
        return Worker(client, workflows=list(workflows), activities=list(activities), **options)

    def id(self, part="run"):
        """A workflow id that no other scenario has."""
        return f"{self.name}-{self._unique}-{part}"

    async def another_client(self):
        """A client with a connection of its own."""
        return await Client.connect(self.client.service_client.config.target_host, namespace=self.namespace)

    async def start(self, workflow, *args, **options):
        """Starts a workflow on the scenario's task queue; the handle follows continue-as-new."""
        self._count += 1
        options.setdefault("id", self.id(f"run-{self._count}"))
        options.setdefault("task_queue", self.task_queue)
        judged = options.pop("judged", True)
        handle = await self.client.start_workflow(workflow, args=args, **options)
        if judged:
            self._runs[(handle.id, handle.result_run_id)] = None
        return handle

    async def execute(self, workflow, *args, **options):
        return await (await self.start(workflow, *args, **options)).result()

    # Histories

    async def events(self, handle, run_id=None):
        """All events of a run: of the handle's first one when none is named."""
        run_id = run_id or handle.result_run_id or handle.run_id or handle.first_execution_run_id or ""
        found, token = [], b""
        while True:
            request = GetWorkflowExecutionHistoryRequest(
                namespace=self.namespace,
                execution=WorkflowExecution(workflow_id=handle.id, run_id=run_id),
                next_page_token=token,
            )
            answer = await self.service.get_workflow_execution_history(request)
            found += answer.history.events
            token = answer.next_page_token
            if not token:
                break
        found = without_further_attempts(found)
        if self._codec:
            self.encrypted_payloads += sum(decrypt_all(event, self._codec) for event in found)
        if run_id:
            self._runs[(handle.id, run_id)] = found
        return found

    async def expect(self, handle, text, run_id=None):
        """Compares a run's history with the notation of `harness.history`, and returns its events."""
        events = await self.events(handle, run_id)
        history.expect(events, text)
        return events

    async def closed_events(self, handle, run_id=None):
        """The history of a run that is about to close, once its last event is there."""
        await self.until(lambda: self._is_closed(handle, run_id), "the run closes")
        return await self.events(handle, run_id)

    async def _is_closed(self, handle, run_id):
        return history.names(await self.events(handle, run_id))[-1] in invariants.CLOSES

    async def describe(self, handle, run_id=""):
        request = DescribeWorkflowExecutionRequest(
            namespace=self.namespace, execution=WorkflowExecution(workflow_id=handle.id, run_id=run_id)
        )
        return await self.service.describe_workflow_execution(request)

    # Waiting

    async def until(self, condition, what, limit=20.0):
        """Looks again and again until the condition (sync or async) is true; returns what it answered."""
        end = time.monotonic() + limit
        while True:
            value = condition()
            if asyncio.iscoroutine(value):
                value = await value
            if value:
                return value
            if time.monotonic() > end:
                raise AssertionError(f"not within {limit:.0f} s: {what}")
            await asyncio.sleep(LOOK_SECONDS)

    async def until_event(self, handle, name, count=1, run_id=None):
        """Waits until a history holds that many events of a type, and returns it."""

        async def has_them():
            events = await self.events(handle, run_id)
            return events if history.names(events).count(name) >= count else None

        return await self.until(has_them, f"{count} {name} in {handle.id}")

    # What holds after every scenario

    def forget(self, handle):
        """A run that is not to be judged afterwards: it was deleted, or its code was changed on purpose."""
        self._runs = {key: value for key, value in self._runs.items() if key[0] != handle.id}

    async def judge(self):
        """Reads every run that was started or looked at: its references hold, its code replays over it, and it is
        as it was recorded. Returns how many were replayed."""
        replayed = 0
        self.recording = recording.Recording(self._unique)
        replayer = None
        if self._workflows:
            replayer = Replayer(
                workflows=list(self._workflows.values()),
                workflow_runner=UnsandboxedWorkflowRunner(),
            )
        for (workflow_id, run_id) in list(self._runs):
            handle = self.client.get_workflow_handle(workflow_id, run_id=run_id)
            events = await self.events(handle, run_id)
            found = invariants.problems(events)
            if found:
                raise AssertionError(f"{workflow_id}: " + "; ".join(found))
            self.recording.add(workflow_id, events)
            if self.is_crossed and _PYTHON_SDK in _worker_sdks(events):
                raise AssertionError(f"{workflow_id}: its worker was in Python")
            kind = events[0].workflow_execution_started_event_attributes.workflow_type.name
            if replayer and kind in self._workflows:
                await replayer.replay_workflow(WorkflowHistory(workflow_id, events))
                replayed += 1
        return replayed


def _worker_sdks(events):
    """The names of the SDKs whose workers completed tasks."""
    completed = (event.workflow_task_completed_event_attributes for event in events)
    return {attributes.sdk_metadata.sdk_name for attributes in completed}


def without_further_attempts(events):
    """The second and later attempts of a workflow task are no part of history until they end well; a service may
    show the one that is under way at the end all the same."""
    for back in (1, 2):
        if len(events) > back and events[-back].event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED:
            if events[-back].workflow_task_scheduled_event_attributes.attempt > 1:
                return events[:-back]
    return events
