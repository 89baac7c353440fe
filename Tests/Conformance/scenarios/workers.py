"""Workers that come and go, and many workflows at once."""

import asyncio
import time
from datetime import timedelta

from temporalio import activity, workflow

from harness.history import names
from harness.scenario import scenario
from shared.workflows import Collector, Echo


@activity.defn
async def slow(number: int) -> int:
    await asyncio.sleep(0.5)
    return number


@workflow.defn
class SlowWork:
    @workflow.run
    async def run(self, number: int) -> int:
        return await workflow.execute_activity(slow, number, start_to_close_timeout=timedelta(seconds=10))


@scenario
async def a_worker_that_shuts_down_ends_its_activities_first(env):
    first = env.new_worker([SlowWork], [slow], graceful_shutdown_timeout=timedelta(seconds=5))
    running = asyncio.create_task(first.run())
    handle = await env.start(SlowWork.run, 7)

    async def is_started():
        pending = (await env.describe(handle)).pending_activities
        return pending and pending[0].state == 2

    await env.until(is_started, "the activity is started")
    started = time.monotonic()
    await first.shutdown()
    await running
    assert time.monotonic() - started < 10
    # Its answer was given on the way out: the first attempt is the last.
    async with env.worker([SlowWork], [slow]):
        assert await handle.result() == 7
    events = await env.events(handle)
    event = next(event for event in events if event.HasField("activity_task_started_event_attributes"))
    assert event.activity_task_started_event_attributes.attempt == 1


@scenario
async def a_worker_that_shuts_down_answers_its_polls_soon(env):
    async with env.new_worker([Echo]):
        await env.execute(Echo.run, 1)
        started = time.monotonic()
    assert time.monotonic() - started < 10, time.monotonic() - started


@scenario
async def work_that_waited_for_a_worker_is_taken_by_the_first_one(env):
    handles = [await env.start(Echo.run, number) for number in range(20)]
    async with env.worker([Echo]):
        assert [await handle.result() for handle in handles] == list(range(20))


@scenario(recorded=False)
async def two_workers_share_a_queue(env):
    # One connection holds one worker of a queue.
    other = await env.another_client()
    async with env.new_worker([SlowWork], [slow], identity="one", max_concurrent_activities=2):
        async with env.new_worker([SlowWork], [slow], identity="two", max_concurrent_activities=2, client=other):
            handles = [await env.start(SlowWork.run, number) for number in range(12)]
            assert [await handle.result() for handle in handles] == list(range(12))
    seen = set()
    for handle in handles:
        for event in await env.events(handle):
            if event.HasField("activity_task_started_event_attributes"):
                seen.add(event.activity_task_started_event_attributes.identity)
    assert seen == {"one", "two"}, seen


@scenario(recorded=False)
async def a_small_cache_evicts_and_replays(env):
    async with env.worker([Collector], max_cached_workflows=2):
        handles = [await env.start(Collector.run) for _ in range(10)]
        for turn in range(3):
            for handle in handles:
                await handle.signal("add", str(turn))
        for handle in handles:
            assert await handle.query("items") == ["0", "1", "2"]
            await handle.signal("finish")
            assert await handle.result() == ["0", "1", "2"]


@activity.defn
async def twice(number: int) -> int:
    return number * 2


@workflow.defn
class Doubled:
    """Two activities with a short pause between them."""

    @workflow.run
    async def run(self, number: int) -> int:
        first = await workflow.execute_activity(twice, number, start_to_close_timeout=timedelta(seconds=20))
        await workflow.sleep(timedelta(milliseconds=50))
        return await workflow.execute_activity(twice, first, start_to_close_timeout=timedelta(seconds=20))


WORKFLOWS_AT_ONCE = 1000


@scenario(limit=300, alone=True, recorded=False)
async def a_thousand_workflows_end_though_their_worker_is_replaced(env):
    options = {"max_concurrent_activities": 100, "sticky_queue_schedule_to_start_timeout": timedelta(seconds=2)}
    gate = asyncio.Semaphore(50)

    async def start(number):
        async with gate:
            # One in fifty is judged afterwards: its references and its replay.
            judged = number % 50 == 0
            return await env.start(Doubled.run, number, task_timeout=timedelta(seconds=5), judged=judged)

    async with env.new_worker([Doubled], [twice], **options):
        handles = await asyncio.gather(*(start(number) for number in range(WORKFLOWS_AT_ONCE)))
        await handles[10].result()
    async with env.new_worker([Doubled], [twice], **options):
        answers = await asyncio.gather(*(handle.result() for handle in handles))
    assert answers == [number * 4 for number in range(WORKFLOWS_AT_ONCE)]
    # No activity's answer is counted twice, and none is missing.
    for handle in handles[::50]:
        found = names(await env.events(handle))
        assert found.count("ActivityTaskCompleted") == 2 and found.count("WorkflowExecutionCompleted") == 1, found


@scenario(recorded=False)
async def the_first_task_comes_with_the_answer_to_the_start(env):
    async with env.worker([Answering], []):
        # The worker has to be at work first: until then the client has nobody to give the task to.
        for number in range(200):
            handle = await env.start("Answering", request_eager_start=True)
            assert await handle.result() == "answer"
            started = (await env.events(handle))[0].workflow_execution_started_event_attributes
            if started.eager_execution_accepted:
                break
        assert started.eager_execution_accepted, f"none of {number + 1} starts was eager"
        plain = await env.start("Answering")
        assert await plain.result() == "answer"
        started = (await env.events(plain))[0].workflow_execution_started_event_attributes
        assert not started.eager_execution_accepted


@workflow.defn
class Answering:
    @workflow.run
    async def run(self) -> str:
        return "answer"
