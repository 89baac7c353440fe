"""Runs scenarios side by side against one service and says of each what became of it."""

import asyncio
import dataclasses
import logging
import os
import time
import traceback
import uuid

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.client import Client
from temporalio.converter import DataConverter
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from harness import swift
from harness.codec import EncryptionCodec
from harness.environment import Environment
from shared import activities, script, workflows

SEARCH_ATTRIBUTES = {
    "ConformanceKeyword": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    "ConformanceInt": IndexedValueType.INDEXED_VALUE_TYPE_INT,
    "ConformanceBool": IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
    "ConformanceDatetime": IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
}


@dataclasses.dataclass
class Outcome:
    scenario: object
    problem: str
    seconds: float
    replayed: int = 0
    # Who was client and who worker, unless both were Python.
    sides: str = ""


async def connect(address, **options):
    """A client of the service, once that answers."""
    end = time.monotonic() + 30
    while True:
        try:
            return await Client.connect(address, **options)
        except RuntimeError:
            if time.monotonic() > end:
                raise
            await asyncio.sleep(0.2)


async def prepare(client):
    """Adds the search attributes of the scenarios where they are not there yet."""
    present = await client.operator_service.list_search_attributes(ListSearchAttributesRequest(namespace=client.namespace))
    missing = {name: kind for name, kind in SEARCH_ATTRIBUTES.items() if name not in present.custom_attributes}
    if missing:
        request = AddSearchAttributesRequest(namespace=client.namespace, search_attributes=missing)
        await client.operator_service.add_search_attributes(request)


async def run(scenarios, client, *, at_once, worker_elsewhere=None, codec=None, report=None, record=None):
    """Runs the scenarios, those that want to be alone after the others. Returns an `Outcome` each. With `record`, a
    folder, histories are written there; otherwise they are compared with the recorded ones."""
    # Workers and handlers tell of the failures that scenarios cause on purpose.
    logging.getLogger("temporalio").setLevel(logging.CRITICAL)
    slots = asyncio.Semaphore(at_once)

    async def one(scenario):
        async with slots:
            outcome = await _outcome(scenario, Environment(scenario.name, client, worker_elsewhere, codec), record, codec)
        if report:
            report(outcome)
        return outcome

    outcomes = await asyncio.gather(*(one(scenario) for scenario in scenarios if not scenario.alone))
    for scenario in scenarios:
        if scenario.alone:
            outcomes.append(await one(scenario))
    return outcomes


async def run_crossed(scenarios, address, *, is_encrypted, report):
    """The shared workflows with a worker in Swift, then a client in Swift with them in Python. Returns the outcomes
    of both."""
    key = os.urandom(32) if is_encrypted else None
    codec = EncryptionCodec(key) if key else None
    converter = dataclasses.replace(DataConverter.default, payload_codec=codec)
    client = await connect(address, data_converter=converter)
    tag = uuid.uuid4().hex[:8]
    crossed = [scenario for scenario in scenarios if scenario.crossed]

    def report_to_swift(outcome):
        outcome.sides = "Python client, Swift worker"
        report(outcome)

    async with swift.worker(address, f"swift-{tag}", key):
        elsewhere = {"worker_elsewhere": f"swift-{tag}", "codec": codec}
        to_swift = await run(crossed, client, at_once=8, report=report_to_swift, **elsewhere)
    options = {"task_queue": f"python-{tag}", "workflow_runner": UnsandboxedWorkflowRunner()}
    shared = {"workflows": [*workflows.ALL, script.Script], "activities": [*activities.ALL, script.act]}
    async with Worker(client, **shared, **options):
        started = time.monotonic()
        found = await swift.client(address, f"python-{tag}", key)
        seconds = (time.monotonic() - started) / max(1, len(found))
    from_swift = [
        Outcome(
            scenario,
            found.get(scenario.name, "the client in Swift did not tell of it"),
            seconds,
            sides="Swift client, Python worker",
        )
        for scenario in crossed
    ]
    for outcome in from_swift:
        report(outcome)
    return to_swift, from_swift


async def _outcome(scenario, environment, record, codec):
    started, problem, replayed = time.monotonic(), "", 0

    async def whole():
        await scenario.run(environment)
        replayed = await environment.judge()
        if record and scenario.recorded:
            environment.recording.write(record, scenario)
        elif scenario.recorded and not environment.is_crossed:
            environment.recording.compare(scenario)
        if codec and not environment.encrypted_payloads:
            raise AssertionError("no payload of the histories was encrypted")
        return replayed

    try:
        replayed = await asyncio.wait_for(whole(), scenario.limit)
    except asyncio.TimeoutError:
        problem = f"not done after {scenario.limit:.0f} s"
    except Exception as error:  # Whatever it raises is what the scenario found.
        problem = _told(error)
    return Outcome(scenario, problem, time.monotonic() - started, replayed)


def _told(error):
    """The error, its causes, and the line of the scenario it came from."""
    lines = []
    for frame in traceback.extract_tb(error.__traceback__):
        if "/scenarios/" in frame.filename:
            lines = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}: {frame.line}"]
    while error is not None:
        lines.append(f"{type(error).__name__}: {error}")
        error = error.__cause__
    return "\n".join(lines)
