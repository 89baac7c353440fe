"""Workflows that go on while the engine is killed again and again, callers that keep account of what they were told,
and what must hold of it afterwards. The worker and the client are Temporal's official Python SDK."""

import asyncio
import contextlib
import random
import uuid
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.api.common.v1 import WorkflowExecution, WorkflowType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import (
    RespondActivityTaskCompletedRequest,
    SignalWorkflowExecutionRequest,
    StartWorkflowExecutionRequest,
)
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError
from temporalio.service import RPCError, RPCStatusCode

QUEUE = "soak"
CALL_LIMIT = timedelta(seconds=5)
RETRY_PAUSE_SECONDS = 0.05
GIVE_UP_SECONDS = 120
# A task whose worker never got it, because the engine died on the way, runs into this.
ATTEMPT_LIMIT = timedelta(seconds=3)
# What tells that a request may have been carried out or not, and is sent again.
AMBIGUOUS = {
    RPCStatusCode.UNAVAILABLE, RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.CANCELLED, RPCStatusCode.UNKNOWN,
    RPCStatusCode.RESOURCE_EXHAUSTED,
}


FAST_RETRIES = RetryPolicy(initial_interval=timedelta(milliseconds=50), maximum_interval=timedelta(milliseconds=500))


@workflow.defn
class Leg:
    """A child: one activity, then a signal to its parent."""

    @workflow.run
    async def run(self, parent: str) -> str:
        token = await workflow.execute_activity(
            "work", args=[parent, "leg"], start_to_close_timeout=ATTEMPT_LIMIT, retry_policy=FAST_RETRIES)
        await workflow.get_external_workflow_handle(parent).signal(Journey.note, "leg")
        return token


@workflow.defn
class Journey:
    """Some activities one after the other and side by side, timers, a child; it ends when the caller said so."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    @workflow.run
    async def run(self, steps: int, has_child: bool) -> dict:
        options = {"start_to_close_timeout": ATTEMPT_LIMIT, "retry_policy": FAST_RETRIES}
        tokens = {}
        for step in range(steps):
            both = [
                workflow.execute_activity(kind, args=[workflow.info().workflow_id, f"{kind}-{step}"], **options)
                for kind in ("work", "outside")
            ]
            tokens[f"work-{step}"], tokens[f"outside-{step}"] = await asyncio.gather(*both)
            tokens[f"once-{step}"] = await self.once(f"once-{step}")
            await workflow.sleep(timedelta(milliseconds=20))
        if has_child:
            tokens["leg"] = await workflow.execute_child_workflow(
                Leg.run, workflow.info().workflow_id, id=f"{workflow.info().workflow_id}-leg")
            await workflow.wait_condition(lambda: "leg" in self.notes)
        await workflow.wait_condition(lambda: "end" in self.notes)
        return {"tokens": tokens, "notes": self.notes}

    async def once(self, step: str) -> str:
        """An activity that may begin one time only, whatever happens; empty when it was lost on the way."""
        try:
            return await workflow.execute_activity(
                "work", args=[workflow.info().workflow_id, step], start_to_close_timeout=ATTEMPT_LIMIT,
                retry_policy=RetryPolicy(maximum_attempts=1))
        except ActivityError:
            return ""

    @workflow.signal
    def note(self, text: str) -> None:
        self.notes.append(text)


class Account:
    """What the callers sent and were told."""

    def __init__(self):
        self.runs = {}       # workflow id: the run id that was answered
        self.notes = {}      # workflow id: the signals that were answered, in order
        self.tokens = {}     # (workflow id, step): what attempts of it returned or said by a completion
        self.completed = {}  # (workflow id, step): the completion that was answered
        self.shapes = {}     # workflow id: steps, has a child
        self.results = {}
        self.begun = {}      # (workflow id, step): how many attempts began
        self.problems = []
        self.repeated = 0
        self.refusals = {}   # what the engine said of its database: how often

    def token(self, workflow_id, step):
        token = uuid.uuid4().hex
        self.tokens.setdefault((workflow_id, step), set()).add(token)
        return token


class Load:
    def __init__(self, client, seed, callers):
        self.account = Account()
        self._client = client
        self._seed = seed
        self._callers = callers
        self._stopping = asyncio.Event()
        self._completions = set()
        self._chance = random.Random(f"{seed}/activities")

    # The activities.

    def activities(self):
        @activity.defn(name="work")
        async def work(workflow_id: str, step: str) -> str:
            begun = self.account.begun
            begun[workflow_id, step] = begun.get((workflow_id, step), 0) + 1
            await asyncio.sleep(self._chance.uniform(0, 0.03))
            if self._chance.random() < 0.1:
                raise ApplicationError("again")
            return self.account.token(workflow_id, step)

        @activity.defn(name="outside")
        async def outside(workflow_id: str, step: str) -> str:
            """Its end is reported by a call of its own, whose answer counts."""
            task = asyncio.create_task(self._complete(activity.info().task_token, workflow_id, step))
            self._completions.add(task)
            task.add_done_callback(self._completions.discard)
            activity.raise_complete_async()

        return [work, outside]

    async def _complete(self, task_token, workflow_id, step):
        token = self.account.token(workflow_id, step)
        result = await self._client.data_converter.encode([token])
        request = RespondActivityTaskCompletedRequest(namespace=self._client.namespace, task_token=task_token)
        request.result.payloads.extend(result)
        # Not found: the attempt timed out, or an earlier try was carried out and its answer lost.
        answer = await self._insist(self._client.workflow_service.respond_activity_task_completed, request,
                                    {RPCStatusCode.NOT_FOUND})
        if answer is not None:
            told = self.account.completed.setdefault((workflow_id, step), token)
            if told != token:
                self.account.problems.append(f"{workflow_id} {step}: two completions were taken")

    # The callers.

    async def run(self):
        """Until `stop`; then every caller ends what it began."""
        await asyncio.gather(*(self._caller(index) for index in range(self._callers)))

    def stop(self):
        self._stopping.set()

    async def _caller(self, index):
        chance = random.Random(f"{self._seed}/{index}")
        number = 0
        while not self._stopping.is_set():
            number += 1
            try:
                await self._journey(chance, f"journey-{self._seed}-{index}-{number}")
            except Exception as error:  # A caller that dies in silence would make the run look quiet and right.
                self.account.problems.append(f"caller {index}: {error!r}")
                return

    async def _journey(self, chance, workflow_id):
        shape = (chance.randint(1, 3), chance.random() < 0.3)
        self.account.shapes[workflow_id] = shape
        start = StartWorkflowExecutionRequest(
            namespace=self._client.namespace, workflow_id=workflow_id, workflow_type=WorkflowType(name="Journey"),
            task_queue=TaskQueue(name=QUEUE), request_id=uuid.uuid4().hex)
        start.workflow_task_timeout.FromTimedelta(ATTEMPT_LIMIT)
        start.input.payloads.extend(await self._client.data_converter.encode(shape))
        answer = await self._insist(self._client.workflow_service.start_workflow_execution, start)
        self.account.runs[workflow_id] = answer.run_id
        told = self.account.notes.setdefault(workflow_id, [])
        for note in [f"note-{number}" for number in range(chance.randint(0, 4))] + ["end"]:
            await asyncio.sleep(chance.uniform(0, 0.1))
            signal = SignalWorkflowExecutionRequest(
                namespace=self._client.namespace, workflow_execution=WorkflowExecution(workflow_id=workflow_id),
                signal_name="note", request_id=uuid.uuid4().hex)
            signal.input.payloads.extend(await self._client.data_converter.encode([note]))
            await self._insist(self._client.workflow_service.signal_workflow_execution, signal)
            told.append(note)
        handle = self._client.get_workflow_handle(workflow_id, run_id=answer.run_id, result_type=dict)
        self.account.results[workflow_id] = await self._result(handle)

    async def _result(self, handle):
        end = asyncio.get_running_loop().time() + GIVE_UP_SECONDS
        while True:
            try:
                return await asyncio.wait_for(handle.result(), GIVE_UP_SECONDS)
            except RPCError as error:
                if error.status not in AMBIGUOUS or asyncio.get_running_loop().time() > end:
                    raise
            await asyncio.sleep(RETRY_PAUSE_SECONDS)

    async def _insist(self, call, request, given_up=frozenset()):
        """Sends the same request until it is answered; None when it is answered with a status of `given_up`."""
        end = asyncio.get_running_loop().time() + GIVE_UP_SECONDS
        while True:
            try:
                return await call(request, retry=False, timeout=CALL_LIMIT)
            except RPCError as error:
                if error.status in given_up:
                    return None
                if error.status not in AMBIGUOUS or asyncio.get_running_loop().time() > end:
                    raise
                self.account.repeated += 1
                if "engine's database" in error.message:
                    self.account.refusals[error.message] = self.account.refusals.get(error.message, 0) + 1
            await asyncio.sleep(RETRY_PAUSE_SECONDS)

    async def settle(self):
        """Waits for the completions that are still on their way."""
        with contextlib.suppress(ValueError):
            await asyncio.wait(set(self._completions), timeout=GIVE_UP_SECONDS)
