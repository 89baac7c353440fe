"""A workflow that does what its input says, and its activity. ConformanceScenarios/Script is the same in Swift."""

import asyncio
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import (
    ActivityError,
    ApplicationError,
    ChildWorkflowError,
    TerminatedError,
    TimeoutError,
    WorkflowAlreadyStartedError,
    is_cancelled_exception,
)
from temporalio.workflow import ActivityCancellationType, ChildWorkflowCancellationType, ParentClosePolicy

ACTIVITY_CANCELLATION = {
    "try": ActivityCancellationType.TRY_CANCEL,
    "wait": ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    "abandon": ActivityCancellationType.ABANDON,
}
CHILD_CANCELLATION = {
    "try": ChildWorkflowCancellationType.TRY_CANCEL,
    "wait": ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
    "abandon": ChildWorkflowCancellationType.ABANDON,
}
PARENT_CLOSE = {
    "terminate": ParentClosePolicy.TERMINATE,
    "abandon": ParentClosePolicy.ABANDON,
    "cancel": ParentClosePolicy.REQUEST_CANCEL,
}


def text_of(error):
    """An error in words that are the same in both languages."""
    if is_cancelled_exception(error):
        return "cancelled"
    if isinstance(error, ActivityError):
        return "activity " + (text_of(error.cause) if error.cause else "failed")
    if isinstance(error, ChildWorkflowError):
        return "child " + (text_of(error.cause) if error.cause else "failed")
    if isinstance(error, WorkflowAlreadyStartedError):
        return "already started"
    if isinstance(error, ApplicationError):
        return f"{error.type or ''}: {error.message}"
    if isinstance(error, TimeoutError):
        name = error.type.name.lower().split("_")
        return "timeout " + name[0] + "".join(word.capitalize() for word in name[1:])
    if isinstance(error, TerminatedError):
        return "terminated"
    return f"other {type(error).__name__}"


@activity.defn(name="act")
async def act(what: str) -> str:
    """Does what its input says: a word, a colon, and what that word needs."""
    word, _, rest = what.partition(":")
    info = activity.info()
    if word == "say":
        return rest
    if word == "fail":
        if info.attempt <= int(rest):
            raise ApplicationError("not yet", type="Flaky")
        return f"attempt {info.attempt}"
    if word == "refuse":
        raise ApplicationError(rest, type="Refused", non_retryable=True)
    if word == "delayed":
        if info.attempt == 1:
            raise ApplicationError("later", type="Later", next_retry_delay=timedelta(milliseconds=int(rest)))
        return f"attempt {info.attempt}"
    if word == "silent":
        if info.attempt == 1:
            activity.heartbeat(rest)
            await asyncio.sleep(30)
        return info.heartbeat_details[0]
    if word == "slow":
        await asyncio.sleep(30)
        return "never"
    if word == "until cancelled":
        try:
            while True:
                activity.heartbeat()
                await asyncio.sleep(0.05)
        except asyncio.CancelledError:
            if rest == "well":
                return "done all the same"
            raise
    if word == "big":
        return "x" * int(rest)
    if word == "elsewhere":
        activity.raise_complete_async()
    raise ApplicationError(f"no such thing: {what}", non_retryable=True)


def milliseconds(number):
    return None if number is None else timedelta(milliseconds=number)


def retry_policy(step):
    return RetryPolicy(
        initial_interval=timedelta(milliseconds=50), backoff_coefficient=1.0, maximum_attempts=step.get("attempts", 1)
    )


@workflow.defn
class Script:
    def __init__(self) -> None:
        self._heard = []
        self._results = []

    @workflow.run
    async def run(self, steps: list) -> list[str]:
        await self._carry_out(steps)
        return self._results

    @workflow.signal
    def add(self, text: str) -> None:
        self._heard.append(text)

    @workflow.query
    def results(self) -> list[str]:
        return self._results

    async def _carry_out(self, steps):
        for step in steps:
            self._results.extend(await self._outcome(step))

    async def _outcome(self, step):
        try:
            return await getattr(self, "_do_" + step["do"])(step)
        except (Exception, asyncio.CancelledError) as error:
            if not step.get("caught"):
                raise
            return [text_of(error)]

    @staticmethod
    def _other(step):
        return f"{workflow.info().workflow_id}-{step.get('id', '')}"

    async def _do_activity(self, step):
        options = {"activity_id": step["id"]} if "id" in step else {}
        return [
            await workflow.execute_activity(
                act,
                step.get("text", ""),
                start_to_close_timeout=milliseconds(step.get("startToClose", 10_000)),
                schedule_to_close_timeout=milliseconds(step.get("scheduleToClose")),
                heartbeat_timeout=milliseconds(step.get("heartbeat")),
                retry_policy=retry_policy(step),
                cancellation_type=ACTIVITY_CANCELLATION[step.get("cancellation", "try")],
                **options,
            )
        ]

    def _child_options(self, step):
        return {
            "id": self._other(step),
            "run_timeout": milliseconds(step.get("runTimeout")),
            "retry_policy": retry_policy(step) if "attempts" in step else None,
            "parent_close_policy": PARENT_CLOSE[step.get("policy", "terminate")],
            "cancellation_type": CHILD_CANCELLATION[step.get("cancellation", "wait")],
        }

    async def _do_child(self, step):
        results = await workflow.execute_child_workflow(Script.run, step.get("steps", []), **self._child_options(step))
        return ["child: " + ",".join(results)]

    async def _do_startChild(self, step):
        await workflow.start_child_workflow(Script.run, step.get("steps", []), **self._child_options(step))
        return ["child started"]

    async def _do_parallel(self, step):
        return [text for texts in await asyncio.gather(*map(self._outcome, step["steps"])) for text in texts]

    async def _do_guard(self, step):
        try:
            await self._carry_out(step["steps"])
            return []
        except (Exception, asyncio.CancelledError) as error:
            if not is_cancelled_exception(error):
                raise
            self._results.append("cancelled")
            await asyncio.shield(self._carry_out(step.get("cleanup", [])))
            raise

    async def _do_shield(self, step):
        await asyncio.shield(self._carry_out(step["steps"]))
        return []

    async def _do_sleep(self, step):
        await workflow.sleep(milliseconds(step["number"]))
        return ["slept"]

    async def _do_wait(self, step):
        await workflow.wait_condition(lambda: len(self._heard) >= step.get("number", 1))
        return ["heard " + ",".join(self._heard)]

    async def _do_waitAWhile(self, step):
        try:
            await workflow.wait_condition(lambda: bool(self._heard), timeout=milliseconds(step["number"]))
            return ["heard"]
        except asyncio.TimeoutError:
            return ["silence"]

    async def _do_signal(self, step):
        await workflow.get_external_workflow_handle(self._other(step)).signal("add", step.get("text", ""))
        return ["signalled"]

    async def _do_cancel(self, step):
        await workflow.get_external_workflow_handle(self._other(step)).cancel()
        return ["asked"]

    async def _do_patch(self, step):
        return ["true" if workflow.patched(step["id"]) else "false"]

    async def _do_memo(self, step):
        workflow.upsert_memo({"text": step["text"]})
        return ["noted"]

    async def _do_continue(self, step):
        workflow.continue_as_new(step.get("steps", []))

    async def _do_fail(self, step):
        raise ApplicationError(
            step.get("text", ""), "detail", 7, type=step.get("type"), non_retryable=step.get("final", False)
        )
