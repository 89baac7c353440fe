"""Runs a workflow with an activity, a timer, a signal and a query, with the official SDK, against an address.

Usage: temporal_smoke.py HOST:PORT. Prints each step; ends with status 0 when all of them held.
"""

import asyncio
import os
import sys
import uuid
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.worker import Worker


@activity.defn
async def greet(name: str) -> str:
    return f"Hello, {name}"


@workflow.defn
class Smoke:
    def __init__(self) -> None:
        self.step = "begun"
        self.names: list[str] = []

    @workflow.run
    async def run(self, name: str) -> str:
        greeting = await workflow.execute_activity(greet, name, start_to_close_timeout=timedelta(seconds=10))
        self.step = "greeted"
        await workflow.sleep(timedelta(milliseconds=200))
        self.step = "waiting"
        await workflow.wait_condition(lambda: bool(self.names))
        return f"{greeting} and {self.names[0]}"

    @workflow.signal
    def add(self, name: str) -> None:
        self.names.append(name)

    @workflow.query
    def current_step(self) -> str:
        return self.step


async def main(address: str) -> None:
    client = await Client.connect(address)
    print("connected")
    queue = f"smoke-{uuid.uuid4()}"
    async with Worker(client, task_queue=queue, workflows=[Smoke], activities=[greet]):
        handle = await client.start_workflow(Smoke.run, "Ada", id=f"smoke-{uuid.uuid4()}", task_queue=queue)
        print("started", handle.result_run_id)
        async with asyncio.timeout(30):
            while await handle.query(Smoke.current_step) != "waiting":
                await asyncio.sleep(0.1)
            print("queried: waiting")
            await handle.signal(Smoke.add, "Grace")
            result = await handle.result()
        assert result == "Hello, Ada and Grace", result
        print("result:", result)
        description = await handle.describe()
        assert description.status == WorkflowExecutionStatus.COMPLETED, description.status
        assert await handle.query(Smoke.current_step) == "waiting"
        print("queried after the end")
        found = [run.id async for run in client.list_workflows(f"WorkflowId = '{handle.id}'")]
        assert found == [handle.id], found
        print("listed")
        history = await handle.fetch_history()
        print("events:", len(history.events))


if __name__ == "__main__":
    try:
        asyncio.run(main(sys.argv[1]))
    except BaseException as error:
        print("failed:", repr(error), flush=True)
        os._exit(1)
    sys.stdout.flush()
    # The interpreter's own exit can crash with this SDK.
    os._exit(0)
