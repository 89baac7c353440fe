"""The shared workflows. Their commands, and so their histories, are the same in every language."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ApplicationError

from shared import activities

TEN_SECONDS = timedelta(seconds=10)


@dataclass
class Plan:
    """How often an activity fails, and how often it may be tried."""

    failures: int
    attempts: int


@dataclass
class Span:
    """Where a count is, and where it ends."""

    count: int
    end: int


@workflow.defn
class Greeting:
    @workflow.run
    async def run(self, name: str) -> str:
        return await workflow.execute_activity(activities.greet, name, start_to_close_timeout=TEN_SECONDS)


@workflow.defn
class Echo:
    """Answers with what it was given."""

    @workflow.run
    async def run(self, value: Any) -> Any:
        return value


@workflow.defn
class ReversedBytes:
    @workflow.run
    async def run(self, data: bytes) -> bytes:
        return await workflow.execute_activity(activities.reverse, data, start_to_close_timeout=TEN_SECONDS)


@workflow.defn
class FlakyWork:
    """Its activity fails so many times before it answers."""

    @workflow.run
    async def run(self, plan: Plan) -> int:
        return await workflow.execute_activity(
            activities.flaky,
            plan.failures,
            start_to_close_timeout=TEN_SECONDS,
            retry_policy=RetryPolicy(
                initial_interval=timedelta(milliseconds=50), backoff_coefficient=2.0, maximum_attempts=plan.attempts
            ),
        )


@workflow.defn
class RefusedWork:
    @workflow.run
    async def run(self, reason: str) -> None:
        await workflow.execute_activity(activities.refuse, reason, start_to_close_timeout=TEN_SECONDS)


@workflow.defn
class OutOfStock:
    """Fails by itself, with details and a cause."""

    @workflow.run
    async def run(self, sku: str) -> None:
        try:
            raise ApplicationError("the shelf is empty", type="Shelf")
        except ApplicationError as cause:
            raise ApplicationError("out of stock", sku, 3, type="OutOfStock", non_retryable=True) from cause


@workflow.defn
class Collector:
    """Keeps what it is sent until it is told to finish."""

    def __init__(self) -> None:
        self._items = []
        self._is_finished = False

    @workflow.run
    async def run(self) -> list[str]:
        await workflow.wait_condition(lambda: self._is_finished)
        return self._items

    @workflow.signal
    def add(self, item: str) -> None:
        self._items.append(item)

    @workflow.signal
    def finish(self) -> None:
        self._is_finished = True

    @workflow.query
    def items(self) -> list[str]:
        return self._items


@workflow.defn
class Sleeper:
    @workflow.run
    async def run(self, milliseconds: int) -> str:
        await workflow.sleep(timedelta(milliseconds=milliseconds))
        return "awake"


@workflow.defn
class Compensating:
    """Does a thing, and undoes it when it is cancelled, whatever else happens."""

    @workflow.run
    async def run(self) -> None:
        await workflow.execute_activity(activities.note, "do", start_to_close_timeout=TEN_SECONDS)
        try:
            await workflow.wait_condition(lambda: False)
        except asyncio.CancelledError:
            await asyncio.shield(
                workflow.execute_activity(activities.note, "undo", start_to_close_timeout=TEN_SECONDS)
            )
            raise


@workflow.defn
class Parent:
    """Greets through a child with an id of its own."""

    @workflow.run
    async def run(self, name: str) -> str:
        return await workflow.execute_child_workflow(Greeting.run, name, id=f"{workflow.info().workflow_id}-child")


@workflow.defn
class Counter:
    """Counts up to the end, a run for each step."""

    @workflow.run
    async def run(self, span: Span) -> int:
        if span.count < span.end:
            workflow.continue_as_new(Span(span.count + 1, span.end))
        return span.count


@workflow.defn
class Progress:
    @workflow.run
    async def run(self) -> list:
        return await workflow.execute_activity(
            activities.progress,
            start_to_close_timeout=TEN_SECONDS,
            heartbeat_timeout=timedelta(seconds=1),
            retry_policy=RetryPolicy(initial_interval=timedelta(milliseconds=50), maximum_attempts=2),
        )


@workflow.defn
class AnsweredElsewhere:
    @workflow.run
    async def run(self) -> str:
        return await workflow.execute_activity(
            activities.answered_elsewhere, activity_id="answer", start_to_close_timeout=TEN_SECONDS
        )


ALL = [
    Greeting,
    Echo,
    ReversedBytes,
    FlakyWork,
    RefusedWork,
    OutOfStock,
    Collector,
    Sleeper,
    Compensating,
    Parent,
    Counter,
    Progress,
    AnsweredElsewhere,
]
