"""The activities of the shared workflows, by their names on the wire."""

import asyncio

from temporalio import activity
from temporalio.exceptions import ApplicationError


@activity.defn(name="greet")
async def greet(name: str) -> str:
    return f"Hello, {name}!"


@activity.defn(name="flaky")
async def flaky(failures: int) -> int:
    """Fails that many times, then answers with the attempt it is."""
    attempt = activity.info().attempt
    if attempt <= failures:
        raise ApplicationError("not yet", attempt, type="Flaky")
    return attempt


@activity.defn(name="refuse")
async def refuse(reason: str) -> None:
    raise ApplicationError(reason, 1, "two", type="Refused", non_retryable=True) from ValueError("the root of it")


@activity.defn(name="note")
async def note(text: str) -> str:
    return text


@activity.defn(name="reverse")
async def reverse(data: bytes) -> bytes:
    return bytes(reversed(data))


@activity.defn(name="progress")
async def progress() -> list:
    """Says how far it came and is not heard of again; the next attempt answers what it was told."""
    if activity.info().attempt == 1:
        activity.heartbeat("half", 50)
        await asyncio.sleep(30)
    return list(activity.info().heartbeat_details)


@activity.defn(name="answered_elsewhere")
async def answered_elsewhere() -> str:
    activity.raise_complete_async()


ALL = [greet, flaky, refuse, note, reverse, progress, answered_elsewhere]
