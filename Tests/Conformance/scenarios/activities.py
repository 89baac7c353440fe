"""Activities: retries, timeouts of all kinds, heartbeats, completion from outside, many at once."""

import asyncio
import time
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.api.enums.v1 import PendingActivityState
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError, CancelledError, TimeoutError, TimeoutType
from temporalio.service import RPCStatusCode

from harness.scenario import scenario
from scenarios.basics import failure_of
from scenarios.starting import refused


@activity.defn
async def count(number: int) -> int:
    return number


@activity.defn
async def hang() -> None:
    await asyncio.sleep(60)


@activity.defn
async def fail(kind: str) -> None:
    raise ApplicationError(f"attempt {activity.info().attempt}", type=kind)


@activity.defn
async def fail_with_delay() -> int:
    if activity.info().attempt == 1:
        raise ApplicationError("come back", next_retry_delay=timedelta(seconds=1))
    return activity.info().attempt


@activity.defn
async def beat_then_hang() -> None:
    activity.heartbeat(activity.info().attempt)
    await asyncio.sleep(60)


@activity.defn
async def outside() -> str:
    activity.raise_complete_async()


def policy(**options):
    options.setdefault("initial_interval", timedelta(milliseconds=50))
    return RetryPolicy(**options)


@workflow.defn
class One:
    """Runs one activity of this file, its timeouts and retries given in milliseconds and numbers."""

    @workflow.run
    async def run(self, name: str, arguments: list, options: dict) -> str:
        retry = policy(
            maximum_attempts=options.get("attempts", 0),
            backoff_coefficient=options.get("backoff", 2.0),
            initial_interval=timedelta(milliseconds=options.get("interval", 50)),
            non_retryable_error_types=options.get("final"),
        )
        timeouts = {
            f"{kind}_timeout": timedelta(milliseconds=options[kind])
            for kind in ("schedule_to_close", "schedule_to_start", "start_to_close", "heartbeat")
            if kind in options
        }
        queue = options.get("queue")
        answer = await workflow.execute_activity(name, args=arguments, retry_policy=retry, task_queue=queue, **timeouts)
        return str(answer)


ACTIVITIES = [count, hang, fail, fail_with_delay, beat_then_hang, outside]


def worker(env, **options):
    return env.worker([One], ACTIVITIES, **options)


async def timed_out(handle, kind):
    """Checks that a run failed because its activity timed out in that way; returns the timeout."""
    error = await failure_of(handle)
    assert isinstance(error, ActivityError), error
    assert isinstance(error.cause, TimeoutError), error.cause
    assert error.cause.type == kind, error.cause.type
    return error.cause


@scenario
async def retries_back_off(env):
    async with worker(env):
        started = time.monotonic()
        options = {"start_to_close": 10000, "attempts": 4, "interval": 200, "backoff": 2.0}
        handle = await env.start(One.run, "fail", ["Busy"], options)
        error = await failure_of(handle)
        # 0.2 + 0.4 + 0.8 seconds between four attempts.
        assert time.monotonic() - started >= 1.4, time.monotonic() - started
        assert error.cause.message == "attempt 4"
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            ActivityTaskScheduled
            ActivityTaskStarted attempt=4 lastFailure.message=attempt 3
            ActivityTaskFailed retryState=MAXIMUM_ATTEMPTS_REACHED failure.message=attempt 4
            Task
            WorkflowExecutionFailed
            """,
        )


@scenario
async def a_final_type_is_not_tried_again(env):
    async with worker(env):
        handle = await env.start(One.run, "fail", ["Fatal"], {"start_to_close": 10000, "final": ["Other", "Fatal"]})
        assert (await failure_of(handle)).cause.message == "attempt 1"
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            ActivityTaskScheduled retryPolicy.nonRetryableErrorTypes=["Other", "Fatal"]
            ActivityTaskStarted attempt=1
            ActivityTaskFailed retryState=NON_RETRYABLE_FAILURE
            Task
            WorkflowExecutionFailed
            """,
        )


@scenario
async def a_failure_can_name_the_next_delay(env):
    async with worker(env):
        started = time.monotonic()
        handle = await env.start(One.run, "fail_with_delay", [], {"start_to_close": 10000})
        assert await handle.result() == "2"
        assert time.monotonic() - started >= 1
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            ActivityTaskScheduled
            ActivityTaskStarted attempt=2 lastFailure.applicationFailureInfo.nextRetryDelay=1s
            ActivityTaskCompleted
            Task
            WorkflowExecutionCompleted
            """,
        )


@scenario
async def start_to_close_ends_each_attempt(env):
    async with worker(env):
        handle = await env.start(One.run, "hang", [], {"start_to_close": 500, "attempts": 2})
        await timed_out(handle, TimeoutType.START_TO_CLOSE)
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            ActivityTaskScheduled
            ActivityTaskStarted attempt=2 lastFailure.timeoutFailureInfo.timeoutType=START_TO_CLOSE
            ActivityTaskTimedOut scheduledEventId=5 startedEventId=6 retryState=MAXIMUM_ATTEMPTS_REACHED failure.message=activity StartToClose timeout failure.timeoutFailureInfo.timeoutType=START_TO_CLOSE
            Task
            WorkflowExecutionFailed failure.cause.timeoutFailureInfo.timeoutType=START_TO_CLOSE
            """,
        )


@scenario
async def schedule_to_start_ends_what_nobody_took(env):
    async with worker(env):
        options = {"schedule_to_start": 500, "start_to_close": 10000, "queue": env.id("nobody-polls")}
        handle = await env.start(One.run, "count", [1], options)
        await timed_out(handle, TimeoutType.SCHEDULE_TO_START)
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            ActivityTaskScheduled scheduleToStartTimeout=0.500s
            ActivityTaskTimedOut scheduledEventId=5 startedEventId=- retryState=TIMEOUT failure.timeoutFailureInfo.timeoutType=SCHEDULE_TO_START
            Task
            WorkflowExecutionFailed
            """,
        )


@scenario
async def schedule_to_close_ends_the_retries_with_the_last_failure(env):
    async with worker(env):
        options = {"schedule_to_close": 3500, "interval": 2000, "backoff": 1.0}
        handle = await env.start(One.run, "fail", ["Busy"], options)
        error = await failure_of(handle)
        assert isinstance(error.cause, ApplicationError) and error.cause.message == "attempt 2", error.cause
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            ActivityTaskScheduled scheduleToCloseTimeout=3.500s
            ActivityTaskStarted attempt=2
            ActivityTaskFailed retryState=TIMEOUT failure.message=attempt 2
            Task
            WorkflowExecutionFailed
            """,
        )


@scenario
async def an_attempt_that_times_out_without_time_for_another_ends_the_activity(env):
    async with worker(env):
        options = {"schedule_to_close": 1000, "start_to_close": 400, "interval": 800}
        handle = await env.start(One.run, "hang", [], options)
        await timed_out(handle, TimeoutType.SCHEDULE_TO_CLOSE)
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            ActivityTaskScheduled
            ActivityTaskStarted attempt=1
            ActivityTaskTimedOut retryState=TIMEOUT failure.message=Not enough time to schedule next retry before activity ScheduleToClose timeout, giving up retrying failure.timeoutFailureInfo.timeoutType=SCHEDULE_TO_CLOSE
            Task
            WorkflowExecutionFailed
            """,
        )


@scenario
async def schedule_to_close_ends_a_running_attempt(env):
    async with worker(env):
        handle = await env.start(One.run, "hang", [], {"schedule_to_close": 700})
        await timed_out(handle, TimeoutType.SCHEDULE_TO_CLOSE)
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            ActivityTaskScheduled scheduleToCloseTimeout=0.700s startToCloseTimeout=0.700s scheduleToStartTimeout=0.700s heartbeatTimeout=0s
            ActivityTaskStarted attempt=1
            ActivityTaskTimedOut retryState=* failure.timeoutFailureInfo.timeoutType=SCHEDULE_TO_CLOSE
            Task
            WorkflowExecutionFailed
            """,
        )


@scenario
async def a_missing_heartbeat_times_out_with_the_last_details(env):
    async with worker(env, max_heartbeat_throttle_interval=timedelta(milliseconds=100)):
        handle = await env.start(One.run, "beat_then_hang", [], {"start_to_close": 20000, "heartbeat": 1500, "attempts": 2})
        error = await timed_out(handle, TimeoutType.HEARTBEAT)
        assert list(error.last_heartbeat_details) == [2], error.last_heartbeat_details
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            ActivityTaskScheduled heartbeatTimeout=1.500s
            ActivityTaskStarted attempt=2 lastFailure.timeoutFailureInfo.timeoutType=HEARTBEAT lastFailure.timeoutFailureInfo.lastHeartbeatDetails=-
            ActivityTaskTimedOut retryState=MAXIMUM_ATTEMPTS_REACHED failure.message=activity Heartbeat timeout failure.timeoutFailureInfo.timeoutType=HEARTBEAT failure.timeoutFailureInfo.lastHeartbeatDetails=[2]
            Task
            WorkflowExecutionFailed
            """,
        )


@scenario
async def describe_tells_of_a_pending_activity_and_its_last_failure(env):
    async with worker(env):
        options = {"start_to_close": 10000, "interval": 60000}
        handle = await env.start(One.run, "fail", ["Busy"], options)

        async def waits():
            pending = (await env.describe(handle)).pending_activities
            return pending[0] if pending and pending[0].attempt == 2 else None

        pending = await env.until(waits, "the second attempt is waited for")
        assert pending.state == PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED, pending
        assert pending.activity_type.name == "fail"
        assert pending.last_failure.message == "attempt 1"
        assert pending.last_worker_identity
        assert pending.next_attempt_schedule_time.seconds > pending.last_attempt_complete_time.seconds
        # Neither the attempt nor its failure is in history yet.
        await env.expect(handle, "WorkflowExecutionStarted\nTask\nActivityTaskScheduled")
        await handle.terminate()


@scenario
async def describe_tells_of_a_started_activity_and_its_heartbeat(env):
    async with worker(env, max_heartbeat_throttle_interval=timedelta(milliseconds=100)):
        handle = await env.start(One.run, "beat_then_hang", [], {"start_to_close": 20000, "heartbeat": 10000})

        async def beaten():
            pending = (await env.describe(handle)).pending_activities
            return pending[0] if pending and pending[0].HasField("heartbeat_details") else None

        pending = await env.until(beaten, "a heartbeat is told")
        assert pending.state == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED
        assert pending.heartbeat_details.payloads[0].data == b"1"
        assert pending.attempt == 1 and pending.last_started_time.seconds and pending.last_heartbeat_time.seconds
        await handle.terminate()


async def started_outside(env):
    """A run whose activity waits for an answer from outside, and that activity's pending description."""
    handle = await env.start(One.run, "outside", [], {"start_to_close": 20000, "attempts": 1})

    async def is_started():
        pending = (await env.describe(handle)).pending_activities
        return pending[0] if pending and pending[0].state == 2 else None

    return handle, await env.until(is_started, "the activity is started")


@scenario
async def an_activity_is_failed_and_cancelled_from_outside(env):
    async with worker(env):
        handle, pending = await started_outside(env)
        by_id = env.client.get_async_activity_handle(workflow_id=handle.id, run_id=None, activity_id=pending.activity_id)
        await by_id.heartbeat("still there")
        details = (await env.describe(handle)).pending_activities[0].heartbeat_details
        assert details.payloads[0].data == b'"still there"'
        await by_id.fail(ApplicationError("given up", type="Outside"))
        error = await failure_of(handle)
        assert error.cause.message == "given up" and error.cause.type == "Outside"
        await refused(by_id.complete("late"), RPCStatusCode.NOT_FOUND)


@activity.defn
async def hand_over_token() -> str:
    TOKENS[activity.info().workflow_id] = activity.info().task_token
    activity.raise_complete_async()


TOKENS = {}


@workflow.defn
class ByToken:
    @workflow.run
    async def run(self) -> str:
        return await workflow.execute_activity(hand_over_token, start_to_close_timeout=timedelta(seconds=20))


@scenario
async def an_activity_is_answered_by_its_token_once(env):
    async with env.worker([ByToken], [hand_over_token]):
        handle = await env.start(ByToken.run)
        token = await env.until(lambda: TOKENS.get(handle.id), "the token is handed over")
        by_token = env.client.get_async_activity_handle(task_token=token)
        await by_token.complete("first")
        assert await handle.result() == "first"
        await refused(by_token.complete("second"), RPCStatusCode.NOT_FOUND)
        await refused(by_token.heartbeat(), RPCStatusCode.NOT_FOUND)


@workflow.defn
class ManyActivities:
    @workflow.run
    async def run(self, number: int) -> int:
        answers = await asyncio.gather(
            *(
                workflow.execute_activity(count, item, start_to_close_timeout=timedelta(seconds=60))
                for item in range(number)
            )
        )
        return sum(answers)


@scenario(limit=120)
async def two_hundred_activities_run_side_by_side(env):
    async with env.worker([ManyActivities], ACTIVITIES, max_concurrent_activities=50):
        handle = await env.start(ManyActivities.run, 200)
        assert await handle.result() == sum(range(200))
        from harness.history import names

        found = names(await env.events(handle))
        for kind in ["Scheduled", "Started", "Completed"]:
            assert found.count(f"ActivityTask{kind}") == 200, kind
        # All are scheduled by one task.
        assert found[4:204] == ["ActivityTaskScheduled"] * 200


@scenario
async def an_unknown_activity_is_tried_again_until_its_limit(env):
    async with worker(env):
        handle = await env.start(One.run, "nobody_knows_it", [], {"start_to_close": 10000, "attempts": 2})
        error = await failure_of(handle)
        assert "nobody_knows_it" in error.cause.message and error.cause.type == "NotFoundError", error.cause


@scenario
async def an_activity_without_timeouts_or_name_fails_the_workflow_task(env):
    from temporalio.api.command.v1 import Command, ScheduleActivityTaskCommandAttributes
    from temporalio.api.common.v1 import ActivityType
    from temporalio.api.enums.v1 import CommandType

    from scenarios.signals import complete, poll

    def schedule(**fields):
        return Command(
            command_type=CommandType.COMMAND_TYPE_SCHEDULE_ACTIVITY_TASK,
            schedule_activity_task_command_attributes=ScheduleActivityTaskCommandAttributes(**fields),
        )

    handle = await env.start(One.run, "count", [1], {})
    task = await poll(env)
    command = schedule(activity_id="1", activity_type=ActivityType(name="count"))
    error = await refused(complete(env, task, [command]), RPCStatusCode.INVALID_ARGUMENT)
    assert "BadScheduleActivityAttributes" in error.message, error.message
    events = await env.expect(
        handle,
        """
        WorkflowExecutionStarted
        WorkflowTaskScheduled
        WorkflowTaskStarted
        WorkflowTaskFailed scheduledEventId=2 startedEventId=3 cause=BAD_SCHEDULE_ACTIVITY_ATTRIBUTES failure.message=* identity=by-hand
        """,
    )
    assert events
    await handle.terminate()


@scenario
async def a_task_queue_keeps_its_rate(env):
    """Ten activities at two a second need more than three seconds, over any number of workers."""
    async with env.worker([ManyActivities], ACTIVITIES, max_task_queue_activities_per_second=2):
        started = time.monotonic()
        assert await env.execute(ManyActivities.run, 10) == 45
        assert time.monotonic() - started >= 2.5, time.monotonic() - started
